#!/bin/sh
# deps.sh PACKAGE... - installs the Debian packages that are missing, after
# one apt-get update.  Says what is needed where it may not install.
set -eu

missing=
for p in "$@"; do
	dpkg-query -W -f '${Status}' "$p" 2>/dev/null |
	    grep -q 'install ok installed' || missing="$missing $p"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
	root=
elif command -v sudo >/dev/null 2>&1; then
	root=sudo
else
	echo "These Debian packages are needed:$missing" >&2
	echo "Ask somebody who may install them: apt-get install$missing" >&2
	exit 1
fi
echo "Installing:$missing"
# In run level 1 no service of a package is started as it is installed.
quiet="env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086
if ! { $root $quiet apt-get update && $root $quiet apt-get install -y \
    --no-install-recommends $missing; } >"$log" 2>&1; then
	cat "$log" >&2
	exit 1
fi
