#!/usr/bin/perl
# 21-manual.t - gehoor.1 against the table of commands, both ways: every
# command and option is there, with the letter and the value it has, and
# nothing more; gehoord.8 likewise.  All pages are clean for mandoc.
use strict;
use warnings;
use FindBin qw($Bin);
use lib $Bin;
use Gehoor;
use JSON::PP;
use Test::More;

# An option as the page writes it: "-o FILE, --output FILE".
sub option_text {
	my ($o) = @_;
	my $arg = $o->{arg} eq '' ? '' : " $o->{arg}";
	return ($o->{letter} eq '' ? '' : "-$o->{letter}$arg, ") .
	    "--$o->{name}$arg";
}

my ($status, $out) = Gehoor::run("$Gehoor::BUILD/gehoor", 'help', '--json');
is $status, 0, 'the table';
my $table = JSON::PP->new->utf8->decode($out);
my %want = ('' => [ map { option_text($_) } @{ $table->{options} } ]);
for my $c (@{ $table->{commands} }) {
	$want{ $c->{name} } = [ map { option_text($_) } @{ $c->{options} } ];
}

# "Fl o Ar FILE , Fl -output Ar FILE"; several options may share an item.
my (%have, @order);
my $command;
for (split /\n/, Gehoor::slurp('tools/gehoor.1')) {
	if (/^\.Sh /) {
		$command = /^\.Sh DESCRIPTION/ ? '' : undef;
		$have{''} ||= [];
	} elsif (/^\.Ss (\S+)/) {
		$command = $1;
		$have{$command} = [];
		push @order, $command;
	} elsif (/^\.It Fl (.*)/ && defined $command) {
		my $items = "-$1";
		$items =~ s/ , Fl /, -/g;
		$items =~ s/ Ar / /g;
		my @parts = split /, /, $items;
		while (@parts) {
			my $p = shift @parts;
			$p .= ', ' . shift @parts
			    if $p =~ /^-[^-]/ && @parts;
			push @{ $have{$command} }, $p;
		}
	}
}
is_deeply [ sort keys %have ], [ sort keys %want ], 'the commands';
is_deeply \@order, [ map { $_->{name} } @{ $table->{commands} } ],
    'in the order of help';
for my $name (sort keys %want) {
	is_deeply [ sort @{ $have{$name} || [] } ], [ sort @{ $want{$name} } ],
	    'options of ' . ($name eq '' ? 'every command' : $name);
}

# gehoord.8 against what gehoord -h prints.
($status, $out) = Gehoor::run("$Gehoor::BUILD/gehoord", '-h');
my @help = $out =~ /^  (-\w(?: [A-Z]+)?)  /mg;
cmp_ok scalar @help, '>', 3, 'gehoord names its options';
my @page = map { s/ Ar / /r } Gehoor::slurp('daemon/gehoord.8') =~
    /^\.It Fl (\w(?: Ar [A-Z]+)?)$/mg;
is_deeply [ sort map { "-$_" } @page ], [ sort @help ], 'options of gehoord';

SKIP: {
	skip 'no mandoc', 4 unless grep { -x "$_/mandoc" } split /:/,
	    $ENV{PATH};
	for my $page ('daemon/gehoord.8', 'tools/gehoor.1',
	    'conf/gehoor.conf.5', 'include/gehoor/gehoor-log.5') {
		my (undef, $said, $err) = Gehoor::run('mandoc', '-Tlint', $page);
		# Pages of ours and of systemd may not be installed here.
		my @said = grep { !/referenced manual not found: Xr (?:gehoor|systemd)/ &&
		    !/outdated mandoc\.db/ } split /\n/, $said . $err;
		is_deeply \@said, [], "mandoc has nothing to say of $page";
	}
}
done_testing;
