#!/usr/bin/perl
# 63-forty.t - a parents' evening: forty people on one Wi-Fi, within a minute,
# with the limits as they are.  Forty receipts.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use Test::More;

my $g = Gehoor->new(boxes => '');
my $readers = $g->readers;
$g->{boxes} = "box \"avond\" {\n\tkind = table\n\ttitle = {\"nl:Ouderavond\"}\n" .
    "\tshort_code = 4821\n\tlisted = false\n\t$readers\n}\n";
$g->write_conf;
$g->start;
my %form = ('Content-Type' => 'application/x-www-form-urlencoded');

# As a phone does it: the form, the check page, the receipt.
sub parent {
	my ($i) = @_;
	my $form = $g->request('GET', '/4821') or return 'no form';
	my ($token) = $form->{body} =~ /name="token" value="([^"]+)"/
	    or return 'no token';
	my @fields = (token => $token, text => "Ouder $i vindt de avond goed",
	    who => 'ouder');
	my $check = $g->request('POST', '/nl/avond', headers => \%form,
	    body => Gehoor::form(@fields, step => 'check'));
	return 'no check page' unless $check && $check->{body} =~ /value="send"/;
	my $receipt = $g->request('POST', '/nl/avond', headers => \%form,
	    body => Gehoor::form(@fields, step => 'send')) or return 'no receipt';
	return $receipt->{body} =~ /<output id="code"[^>]*>(\S{19})</ ? $1 :
	    "status $receipt->{status}";
}

# All at once, each in a process of their own.
my @phones = map {
	my $i = $_;
	open my $f, '-|' // die $! or do { print parent($i), "\n"; POSIX::_exit(0) if close STDOUT; };
	$f;
} 1 .. 40;
my @codes = map { my $line = readline $_; close $_; chomp $line; $line } @phones;
my %codes;
$codes{$_}++ for grep { /^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}$/ } @codes;
is scalar(keys %codes), 40, 'forty receipts, each with a code of its own'
    or diag "@codes";
my %texts;
$texts{$_->{text}}++ for $g->records;
is_deeply [sort values %texts], [(1) x 40], 'forty stories in the log, each once';
is $g->stop, 0, 'ends in order';

done_testing;
