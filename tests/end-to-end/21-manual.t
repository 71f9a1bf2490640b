#!/usr/bin/perl
# 21-manual.t - gehoor.1 against the table of commands, both ways: every
# command and option is there, with the letter and the value it has, and
# nothing more.  The pages of the tool are clean for mandoc.
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

SKIP: {
	skip 'no mandoc', 2 unless grep { -x "$_/mandoc" } split /:/,
	    $ENV{PATH};
	for my $page ('tools/gehoor.1', 'include/gehoor/gehoor-log.5') {
		my (undef, $said) = Gehoor::run('mandoc', '-Tlint', $page);
		# Our own pages are not installed here.
		my @said = grep { !/referenced manual not found: Xr gehoor/ }
		    split /\n/, $said;
		is_deeply \@said, [], "mandoc has nothing to say of $page";
	}
}
done_testing;
