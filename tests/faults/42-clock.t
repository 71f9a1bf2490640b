#!/usr/bin/perl
# 42-clock.t - the clock of the server jumps: summer time, the end of a year,
# back an hour, a week, ten years.  Nothing acknowledged is lost or there
# twice, and what was sworn to never shrinks.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Faults;
use JSON::PP;
use POSIX qw(mktime strftime tzset);
use Test::More;

# As the rule says it, without a database of zones.
$ENV{TZ} = 'CET-1CEST,M3.5.0,M10.5.0/3';
tzset;

sub at {
	my ($y, $m, $day, $hour, $min, $summer) = @_;
	return mktime(0, $min, $hour, $day, $m - 1, $y - 1900, 0, 0,
	    $summer ? 1 : 0);
}

my %jumps = (
	'into summer time' => [at(2026, 3, 29, 1, 59), at(2026, 3, 29, 3, 1, 1),
	    at(2026, 3, 30, 0, 1, 1)],
	'out of summer time' => [at(2026, 10, 25, 2, 59, 1),
	    at(2026, 10, 25, 2, 1), at(2026, 10, 25, 23, 59),
	    at(2026, 10, 26, 0, 1)],
	'the end of a year of 53 weeks' => [at(2026, 12, 31, 23, 59),
	    at(2027, 1, 1, 0, 1), at(2027, 1, 3, 23, 59), at(2027, 1, 4, 0, 1)],
	'back an hour, over the end of a week' => [at(2026, 11, 23, 0, 30),
	    at(2026, 11, 22, 23, 30), at(2026, 11, 23, 0, 30),
	    at(2026, 11, 30, 0, 30)],
	'back a week, behind a checkpoint' => [at(2026, 11, 16, 12, 0),
	    at(2026, 11, 23, 12, 0), at(2026, 11, 16, 12, 0),
	    at(2026, 11, 30, 12, 0)],
	'ten years ahead, and back' => [at(2026, 11, 16, 12, 0),
	    at(2036, 11, 17, 12, 0), at(2026, 11, 17, 12, 0),
	    at(2026, 11, 23, 12, 0), at(2026, 11, 30, 12, 0)],
	'ten years behind, and back' => [at(2026, 11, 16, 12, 0),
	    at(2016, 11, 17, 12, 0), at(2026, 11, 23, 12, 0)],
	'to the first second there is' => [at(2026, 11, 16, 12, 0), 1,
	    at(2026, 11, 23, 12, 0)],
);

my $g = Gehoor->new(clock => 0, daemon => $Faults::TINY,
    top => "segment_mib = 1\nrate = 100000\nburst = 100000\n");
my $d = $g->{dir};
my (%week, $largest, $name);

# The size in the newest checkpoint; none is 0.
sub sworn {
	my $file = "$d/state/log/feedback/checkpoint";
	return -e $file ? (split /\n/, Gehoor::slurp($file))[1] : 0;
}

# Some messages, enough to begin another segment; the last one twice.
sub write_some {
	my ($time, $step) = @_;
	my ($token, @codes);
	for my $i (1 .. 4, 4) {
		my $text = "$name, $step: $i";
		$token = $g->token('feedback') unless @codes == 4;
		my $r = $g->post('feedback', [text => $text, token => $token]);
		is $r->{status}, 201, $text;
		push @codes, decode_json($r->{body})->{code};
		$week{$text} = strftime('%G-W%V', localtime $time);
	}
	is $codes[4], $codes[3], "$name, $step: the same post, the same code";
}

sub look_at_clock {
	$g->{said} = '';
	kill 'HUP', $g->{pid};
	$g->until_said(qr/configuration read again/);
	# The writer looks at the clock with what it writes next.
	$g->post('feedback', [text => my $text = "$name, at the clock $_[0]"])
	    ->{status} == 201 or die;
	$week{$text} = strftime('%G-W%V', localtime $g->{clock});
	cmp_ok sworn(), '>=', $largest, "$name: no checkpoint goes back";
	$largest = sworn();
}

for (sort keys %jumps) {
	$name = $_;
	system('rm', '-rf', "$d/state", "$d/run") == 0 or die;
	mkdir "$d/$_" for qw(state run);
	(%week, $largest) = ();
	$largest = 0;
	my $step = 0;
	for my $time (@{ $jumps{$name} }) {
		$g->clock($g->{clock} = $time);
		# Every other time it is started again.
		if ($step % 2 == 0) {
			$g->stop if $g->{pid};
			$g->start;
		}
		look_at_clock($step);
		write_some($time, $step++);
	}
	is $g->stop, 0, "$name: ends in order";
	my ($status, $out, $err) = $g->tool('verify');
	is $status, 0, "$name: verify" or diag "$out$err";
	my (%n, %is);
	for ($g->records('--box', 'feedback')) {
		$n{ $_->{text} }++;
		$is{ $_->{text} } = $_->{week};
	}
	is_deeply \%n, { map { $_ => 1 } keys %week },
	    "$name: each message once";
	is_deeply \%is, \%week, "$name: in its week";
	cmp_ok sworn(), '>', 0, "$name: there is a checkpoint";
}

done_testing;
