#!/usr/bin/perl
# 81-redact.t - gehoor redact: a text, lines of JSON, and a bad line.
use strict;
use warnings;
use utf8;
use FindBin qw($Bin);
use lib $Bin;
use Gehoor;
use JSON::PP;
use Test::More;

# Runs gehoor redact on a text: exit code, output, errors.
sub redact {
	my ($text, @options) = @_;
	my $in = "$Gehoor::BUILD/redact-$$.in";
	open my $f, '>:encoding(UTF-8)', $in or die "$in: $!";
	print $f $text;
	close $f or die "$in: $!";
	my $out = qx("$Gehoor::BUILD/gehoor" redact @options <$in 2>$in.err);
	my $status = $? >> 8;
	my $said = Gehoor::slurp("$in.err");
	unlink $in, "$in.err";
	return ($status, $out, $said);
}

my ($status, $out, $said) = redact("Ik heet Fatima.\nBel 06-12345678 of 113.\n");
is $status, 0, 'a text';
is $out, "Ik heet [naam].\nBel [telefoon] of 113.\n", 'without who it is';
is $said, '', 'and nothing is said';
is((redact(''))[0], 0, 'an empty text');

my @lines = ('{"id":"één","text":"café, zegt Ömer, bel 06-12345678"}',
    'geheim van Fatima', '{"id":2}', '{"id":7,"text":"dank"}');
($status, $out, $said) = redact(join("\n", @lines) . "\n", '--jsonl');
is $status, 1, 'bad lines are told by the exit status';
like $said, qr/line 2:.*\n.*line 3:/, 'and by their numbers';
unlike $said, qr/Fatima/, 'but not by what is in them';
my @got = map { JSON::PP->new->utf8->decode($_) } split /\n/, $out;
is scalar @got, 2, 'the others are done';
is_deeply $got[0], { id => 'één', text => 'café, zegt [naam], bel [telefoon]',
	spans => [ { start => 11, end => 15, kind => 'naam' },
	    { start => 21, end => 32, kind => 'telefoon' } ] },
    'offsets are in code points of what was read';
is_deeply $got[1], { id => 7, text => 'dank', spans => [] }, 'nothing to hide';

done_testing;
