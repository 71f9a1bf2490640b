# Sweep.pm - one fault at a time: a daemon on a copy of one prepared log, some
# messages through a rotation, its end, and the judgement of what is left.
package Sweep;

use strict;
use warnings;
use Errno ();
use Faults;
use File::Path qw(remove_tree);
use JSON::PP;
use Socket qw(SOL_SOCKET SO_RCVTIMEO);
use Test::More;

our %ERRORS = (EIO => Errno::EIO(), ENOSPC => Errno::ENOSPC(),
    EINTR => Errno::EINTR(), ENOMEM => Errno::ENOMEM(), short => 0, kill => -1);
my @classes = qw(write read fdatasync fsync open rename close accept link unlink
    mkdir times memory);
my $patience = 20; # seconds until a daemon counts as hung
my $storm = 50;    # interrupted calls at once; for ever would be no system

# A log of last week with two segments, one of them left open, so that every
# start recovers, signs a checkpoint and begins a segment.
sub new {
	my ($class) = @_;
	my $s = bless { kept => {}, ok => 0, hits => 0 }, $class;
	$s->{g} = Gehoor->new(readers => 1, daemon => $Faults::TINY,
	    top => "segment_mib = 1\nrate = 100000\nburst = 100000\n",
	    clock => time - $Faults::WEEK);
	my $g = $s->{g};
	for my $signal (qw(TERM KILL)) {
		$g->start;
		for (1, 2) {
			my $text = "bewaard $signal $_";
			$g->post('feedback', [text => $text])->{status} == 201
			    or die 'the template takes no message';
			$s->{kept}{$text} = 1;
		}
		$g->stop($signal);
	}
	delete $ENV{GEHOOR_CLOCK};
	rename "$g->{dir}/state", "$g->{dir}/template" or die $!;
	Gehoor::spew("$g->{dir}/counts", '');
	return $s;
}

sub fresh {
	my ($s) = @_;
	my $d = $s->{g}{dir};
	remove_tree("$d/state");
	unlink glob "$d/run/*";
	system 'cp', '-a', "$d/template", "$d/state" and die 'cp';
}

# The command that puts the daemon under the shim.
sub shim {
	my ($s, $class, $first, $last, $error) = @_;
	return ('env', "LD_PRELOAD=$Gehoor::BUILD/tests/faults/shim.so",
	    "SHIM_CLASS=$class", "SHIM_FIRST=$first", "SHIM_LAST=$last",
	    "SHIM_ERROR=$ERRORS{$error}", "SHIM_COUNTS=$s->{g}{dir}/counts");
}

# Calls of each class so far, and of those that failed.
sub counts {
	my ($s) = @_;
	my @n = unpack 'Q*', Gehoor::slurp("$s->{g}{dir}/counts");
	return { map { $_ => shift @n } @classes, 'failed' };
}

# How many calls of each class there are until "ready", and in all.
sub count {
	my ($s) = @_;
	$s->fresh;
	local $s->{g}{wrap} = [$s->shim('write', 0, 0, 'EIO')];
	$s->{g}->start;
	my $ready = $s->counts;
	$s->work('telling');
	$s->{g}->stop == 0 or die 'an end without a fault is not in order';
	return ($ready, $s->counts);
}

# A connection with a token, or none.
sub visit {
	my ($s) = @_;
	my $c = $s->{g}->connect or return;
	# Where nobody accepts, nobody answers.
	my $us = $s->{deaf} ? 200_000 : 5_000_000;
	setsockopt $c, SOL_SOCKET, SO_RCVTIMEO,
	    pack 'l!l!', int($us / 1_000_000), $us % 1_000_000;
	$s->{token} //= $s->{g}->token('feedback', on => $c);
	return $c;
}

# Posts two messages at once, each on its own connection; notes what was tried
# and what was said.
sub pair {
	my ($s, @texts) = @_;
	my @open;
	return if $s->{silent};
	for my $text (@texts) {
		my $c = $s->visit or next;
		my $body = Gehoor::form(text => $text,
		    token => $s->{token} // 'geen');
		$s->{tried}{$text} = 1;
		local $SIG{PIPE} = 'IGNORE';
		syswrite $c, "POST /nl/feedback HTTP/1.1\r\nHost: localhost\r\n" .
		    "Accept: application/json\r\nConnection: close\r\n" .
		    "Content-Type: application/x-www-form-urlencoded\r\n" .
		    'Content-Length: ' . length($body) . "\r\n\r\n$body";
		push @open, [$text, $c];
	}
	for (@open) {
		my ($text, $c) = @$_;
		my $r = Gehoor::read_response($c, 'POST');
		$s->{silent} = 1 if !$r && $!{EAGAIN};
		next unless $r;
		if ($r->{status} == 201) {
			my $code = decode_json($r->{body})->{code};
			push @{ $s->{codes}{$text} }, $code;
		} elsif ($r->{status} != 503 && $r->{status} != 500) {
			push @{ $s->{wrong} }, "$text: $r->{line}";
		}
	}
}

# Enough for two rotations; the first message comes once more.
sub work {
	my ($s, $name) = @_;
	@$s{qw(token silent tried codes wrong)} = (undef, 0, {}, {}, []);
	$s->pair("$name $_ a", "$name $_ b") for 1 .. 4;
	$s->pair("$name 1 a", "$name 5");
	$s->{wrong} = [@{ $s->{wrong} },
	    map { "$_: two codes" } grep { my $c = $s->{codes}{$_};
		@$c == 2 && $c->[0] ne $c->[1] } keys %{ $s->{codes} }];
}

# One point: the daemon under a command, ended by a signal.  What was wrong.
sub point {
	my ($s, $name, $signal, @wrap) = @_;
	my $g = $s->{g};
	$s->fresh;
	my ($late, $status) = (0);
	local $SIG{ALRM} = sub {
		$late = 1;
		kill 'KILL', $g->{pid} if $g->{pid};
	};
	alarm $patience;
	$g->{wrap} = \@wrap;
	@$s{qw(tried codes wrong silent)} = ({}, {}, [], 0);
	if (eval { $g->start; 1 }) {
		my $beside = $s->{attach} ? $s->{attach}->($g->{pid}) : undef;
		$s->work($name);
		kill 'HUP', $g->{pid} if $signal eq 'TERM';
		$status = $g->stop($signal);
		waitpid $beside, 0 if $beside;
	} else {
		$status = $g->{status};
	}
	alarm 0;
	my $said = $g->{said};
	$g->{wrap} = [];
	push @{ $s->{wrong} }, 'hung' if $late || $s->{silent} && !$s->{deaf};
	push @{ $s->{wrong} }, 'ended by signal ' . ($status & 127)
	    if $status & 127 && !$late && !theirs($said) &&
	    ($signal eq 'TERM' || ($status & 127) != 9);
	# The last is what libconfuse's lexer says before it ends the program.
	push @{ $s->{wrong} }, "ended with $status and did not say why"
	    if $status >> 8 && $said !~
	    /gehoord: \S|error while loading|out of dynamic memory in yy_/;
	my @wrong = (@{ $s->{wrong} }, $s->judge($name));
	push @wrong, "it said: $said" if @wrong;
	return @wrong;
}

# libconfuse does not look at what malloc returned, before there is anything to
# lose; nor does libevent where a watermark is set on a new connection.  That
# is not ours to mend, and what was acknowledged is judged all the same.
sub theirs {
	my ($said) = @_;
	return $said =~ m{/libconfuse\.so|\(evbuffer_cb_set_flags\+};
}

# Without faults it must start, take a message and hold what it ought to.
sub judge {
	my ($s, $name) = @_;
	my $g = $s->{g};
	my @wrong;
	eval { $g->start; 1 } or return "no start afterwards: $@";
	my $after = "$name after";
	my $r = $g->post('feedback', [text => $after]);
	push @wrong, 'takes no message afterwards'
	    unless $r && $r->{status} == 201;
	my $status = $g->stop;
	push @wrong, "ends with $status afterwards" if $status;
	my ($rc, $out, $err) = $g->tool('verify');
	push @wrong, "verify: $rc $out$err" if $rc;
	my %stored;
	eval { $stored{ $_->{text} }++ for $g->records; 1 } or
	    push @wrong, $@;
	my %expect = (%{ $s->{kept} }, %{ $s->{codes} }, $after => 1);
	push @wrong, map { "lost: $_" } grep { !$stored{$_} } sort keys %expect;
	push @wrong, map { "twice: $_" }
	    grep { $stored{$_} > 1 } sort keys %stored;
	push @wrong, map { "nobody wrote: $_" }
	    grep { !$expect{$_} && !$s->{tried}{$_} } sort keys %stored;
	return @wrong;
}

# A point as a line of TAP: the n-th call fails, or from then on.
sub tap {
	my ($s, $class, $n, $error, $on, @wrap) = @_;
	my $name = "$class $n $error $on";
	$s->{deaf} = $class =~ /^accept/ && $on eq 'on';
	my @wrong = $s->point($name, $n % 2 ? 'TERM' : 'KILL', @wrap);
	$s->{points}++;
	ok !@wrong, $name or diag map { "$_\n" } @wrong;
}

# Under the shim.
sub shim_point {
	my ($s, $class, $n, $error, $on) = @_;
	my $last = $on eq 'once' ? $n :
	    $error eq 'EINTR' ? $n + $storm : ~0 >> 1;
	Gehoor::spew("$s->{g}{dir}/counts", '');
	$s->tap($class, $n, $error, $on,
	    $s->shim($class, $n, $last, $error));
	$s->{hits}++ if $s->counts->{failed};
}

# Most points must have met their call.
sub finish {
	my ($s) = @_;
	cmp_ok $s->{hits}, '>', $s->{points} * 0.9,
	    "$s->{hits} of $s->{points} faults happened";
}

1;
