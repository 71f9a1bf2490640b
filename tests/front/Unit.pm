# Unit.pm - the installed unit of gehoord as this test reads it: its settings,
# and the system calls that its filter lets through.
package Unit;

use strict;
use warnings;
use File::Temp qw(tempdir);
use Gehoor;

# make install into a directory; the settings of gehoord.service, each a list.
sub settings {
	my $dest = tempdir(CLEANUP => 1);
	my ($status, $out, $err) = Gehoor::run('make', '--no-print-directory',
	    "BUILD=$Gehoor::BUILD", "PREFIX=$dest/usr", "SYSCONFDIR=$dest/etc",
	    'install');
	die "$out$err" if $status;
	my %s;
	for (split /\n/, Gehoor::slurp("$dest/usr/lib/systemd/system/gehoord.service")) {
		push @{ $s{$1} }, $2 if /^([A-Z]\w+)=(.*)$/;
	}
	return \%s;
}

# The sets of systemd: name => calls, sets in it undone.
sub sets {
	my ($status, $out) = Gehoor::run('systemd-analyze', '--no-pager',
	    'syscall-filter');
	my (%in, $set);
	for (split /\n/, $out) {
		s/\e\[[\d;]*m//g;
		if (/^(@\S+)/) {
			$set = $1;
		} elsif (defined $set && /^\s+([@\w]\S*)$/) {
			push @{ $in{$set} }, $1;
		}
	}
	return \%in;
}

sub expand {
	my ($sets, @names) = @_;
	return map { /^@/ ? expand($sets, @{ $sets->{$_} || [] }) : $_ } @names;
}

# Calls that the filter of the unit lets through.
sub allowed {
	my ($s) = @_;
	my $sets = sets();
	my %allowed;
	for my $line (@{ $s->{SystemCallFilter} }) {
		my $not = $line =~ s/^~//;
		for my $call (expand($sets, split ' ', $line)) {
			$not ? delete $allowed{$call} : ($allowed{$call} = 1);
		}
	}
	return \%allowed;
}

1;
