#!/usr/bin/perl
# 01-style.t - the house rules a program can check: length of files and
# functions, opening comments, forbidden calls, places at the top level.
use strict;
use warnings;
use Test::More;

my @files = split /\n/, `find include daemon tools tests -name '*.[ch]' -not -path '*/node_modules/*'`;
ok @files > 40, 'there are sources to look at';

my (@long, @functions, @unopened, @calls);
for my $file (sort @files) {
	open my $f, '<', $file or die "$file: $!";
	my @lines = <$f>;
	push @long, "$file: " . @lines if @lines > 500;
	push @unopened, $file unless @lines && $lines[0] =~ m{^/\*};
	my $start;
	for my $i (0 .. $#lines) {
		$start = $i if $lines[$i] =~ /^\{/;
		if ($lines[$i] =~ /^\}/ && defined $start) {
			push @functions, "$file:" . ($start + 1)
			    if $i - $start - 1 > 100;
			undef $start;
		}
		push @calls, "$file:" . ($i + 1) . ": $1" if $lines[$i] =~
		    /\b(strcpy|strcat|sprintf|gets|strtok|alloca|strncpy)\(/;
	}
}
is_deeply \@long, [], 'no file over 500 lines';
is_deeply \@functions, [], 'no function over 100 lines';
is_deeply \@unopened, [], 'every file opens with what it is for';
is_deeply \@calls, [], 'no call of an unbounded string function';

my %top = map { $_ => 1 } qw(Makefile README.md LICENSE include daemon tools
    conf systemd tests);
is_deeply [grep { !$top{$_} } map { m{^([^/]+)} ? $1 : () }
    grep { !/^\./ } split /\n/, `git ls-files`], [],
    'no other entry at the top level';

# prove passes over a test that it may not run, and calls all others a pass.
is_deeply [grep { !-x } glob 'tests/*/*.t'], [], 'every test can be run';

done_testing;
