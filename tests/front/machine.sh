#!/bin/sh
# machine.sh DIR FILES - a machine with systemd as its process 1, in namespaces
# of its own: the file system of this machine with FILES laid over it, in
# memory.  In DIR: notify, the socket where systemd says that it is up.
# Machine.pm starts it and ends it.
set -eu
umask 022
dir=$1 files=$2

# A control group of its own first, so that the machine sees no other.
if [ $# -eq 2 ]; then
	mkdir "$dir/fs" "$dir/cgroup"
	mount -t cgroup2 cgroup2 "$dir/cgroup"
	mkdir "$dir/cgroup/gehoor-test-$$"
	echo $$ >"$dir/cgroup/gehoor-test-$$/cgroup.procs"
	umount "$dir/cgroup"
	exec unshare --cgroup --pid --net --uts --ipc --fork --kill-child \
	    sh "$0" "$dir" "$files" inside
fi

fs=$dir/fs
root=$fs/root
mount -t tmpfs -o mode=755 tmpfs "$fs"
mkdir "$fs/upper" "$fs/work" "$root"
cp -a "$files/." "$fs/upper/"
mount -t overlay -o "lowerdir=/,upperdir=$fs/upper,workdir=$fs/work" \
    overlay "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
for d in run tmp dev; do
	mount -t tmpfs -o mode=755 tmpfs "$root/$d"
done
chmod 1777 "$root/tmp"
# The last is one that PrivateDevices= must hide.
for d in null zero full random urandom tty probe; do
	: >"$root/dev/$d"
	mount --bind "/dev/$([ $d = probe ] && echo null || echo $d)" \
	    "$root/dev/$d"
done
mkdir "$root/dev/pts"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
mkdir -p "$root/dev/shm" "$root/run/machine" "$root/usr/lib/modules"
mount --bind -o ro "$root/proc/sys" "$root/proc/sys"
: >"$root/run/machine/notify"
mount --bind "$dir/notify" "$root/run/machine/notify"

# Nothing of this machine is started in that one: it knows the few units of
# systemd that every service stands on, and those of FILES.
rm -rf "$root/etc/systemd/system" "$root/etc/fstab"
tr -d - </proc/sys/kernel/random/uuid >"$root/etc/machine-id"
units=$root/run/machine/units
mkdir "$units" "$units/sysinit.target.wants"
for u in sysinit.target basic.target sockets.target timers.target \
    paths.target slices.target local-fs.target multi-user.target \
    shutdown.target systemd-journald.service systemd-journald.socket \
    systemd-journald-dev-log.socket; do
	cp "/lib/systemd/system/$u" "$units/"
done
ln -s ../systemd-journald.service "$units/sysinit.target.wants/"

mkdir "$root/run/machine/outside"
cd "$root"
pivot_root . run/machine/outside
umount -l /run/machine/outside
# As systemd does it itself where it thinks it is not in a container.
mount --make-rshared /
exec env -i container=gehoor-test NOTIFY_SOCKET=/run/machine/notify \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    SYSTEMD_UNIT_PATH=/etc/systemd/system:/run/systemd/system:/usr/local/lib/systemd/system:/run/machine/units \
    /lib/systemd/systemd --unit=multi-user.target --show-status=no \
    --log-target=journal
