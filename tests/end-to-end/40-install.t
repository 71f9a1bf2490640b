#!/usr/bin/perl
# 40-install.t - what make install puts where; units verified and scored.
use strict;
use warnings;
use Cwd qw(abs_path getcwd);
use File::Temp qw(tempdir);
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use Test::More;

plan skip_all => 'installs the release programs' if $ENV{SANITIZED};
my $dest = tempdir(CLEANUP => 1);
my $prefix = "$dest/usr";
my @make = ('make', '--no-print-directory', "BUILD=$Gehoor::BUILD",
    "PREFIX=$prefix", "SYSCONFDIR=$dest/etc");
my ($status, $out, $err) = Gehoor::run(@make, 'install');
is $status, 0, 'make install' or diag "$out$err";
ok -x "$prefix/bin/$_", $_ for qw(gehoord gehoor);
ok -s "$prefix/share/man/$_", $_ for qw(man8/gehoord.8 man1/gehoor.1
    man5/gehoor.conf.5 man5/gehoor-log.5);
ok -s "$prefix/lib/$_", $_ for qw(sysusers.d/gehoor.conf
    tmpfiles.d/gehoor.conf);
ok -s "$dest/etc/gehoor/$_", $_ for qw(gehoor.conf boxes/lijn.conf
    lang/nl.conf themes/jeugdbescherming.conf);
is scalar(() = glob "$prefix/share/gehoor/corpus/*.jsonl"),
    scalar(() = glob 'conf/themes/corpus/*.jsonl'), 'messages to learn from';
my @units = glob "$prefix/lib/systemd/system/*";
is @units, 9, 'nine units' or diag "@units";
unlike Gehoor::slurp($_), qr/@[A-Z]+@/, "$_ is filled in" for @units;

($status, $out, $err) = Gehoor::run('systemd-analyze', 'verify', '--man=no', @units);
is "$out$err", '', 'systemd-analyze verify is clean';
is $status, 0, 'and says so';
for my $unit (grep { /\.service$/ } @units) {
	($status, $out, $err) = Gehoor::run('systemd-analyze', 'security',
	    '--offline=yes', '--no-pager', $unit);
	my ($score) = $out =~ /exposure level for \S+: ([\d.]+)/;
	cmp_ok $score // 10, '<=', 0.5, (split m{/}, $unit)[-1] . ' is hardened';
}
my $timers = grep { /\.timer$/ } @units;
is $timers, 2, 'the timers are installed';
is scalar(() = glob "$dest/etc/systemd/system/*"), 0, 'and not enabled';

# An edited configuration is kept.
Gehoor::spew("$dest/etc/gehoor/gehoor.conf", "# van ons\n");
Gehoor::run(@make, 'install');
is Gehoor::slurp("$dest/etc/gehoor/gehoor.conf"), "# van ons\n",
    'an edited file is not overwritten';
ok -s "$dest/etc/gehoor/gehoor.conf.new", 'the new one stands beside it';
($status, $out, $err) = Gehoor::run(@make, 'uninstall');
is $status, 0, 'make uninstall' or diag $err;
is_deeply [grep { -f } glob "$prefix/bin/* $prefix/lib/systemd/system/*"], [],
    'takes away what install brought';
ok !-e "$prefix/share/gehoor/corpus", 'and the messages to learn from';
ok -e "$dest/etc/gehoor/gehoor.conf", 'but no configuration';

done_testing;
