# Modem.pm - a GSM modem on a port of loopback or on a terminal, with a SIM card
# of files: what an SMS daemon gets from it and what it sends.  It knows the
# commands of 3GPP 27.005 and 27.007 that such a daemon needs, in PDU mode.
#
# The card is a directory: in/1, in/2 are texts that have come, out/1, out/2
# what was sent, each one PDU in hexadecimal; "said" has all commands.  While
# the file "deaf" is there nothing can be sent.
package Modem;

use strict;
use warnings;
use Encode qw(decode encode);
use Fcntl qw(O_NOCTTY O_RDWR);
use Gehoor;
use IO::Socket::INET;
use POSIX ();

# Places on the card.
my $slots = 20;

# With tty there is the name of a terminal in {tty}, else a port in {port}.
sub new {
	my ($class, $dir, %o) = @_;
	my $m = bless { dir => $dir }, $class;
	mkdir "$dir$_" or die "$dir$_: $!" for '', '/in', '/out';
	my ($s, $c);
	if ($o{tty}) {
		$c = $m->terminal;
	} else {
		$s = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 5)
		    or die "no port: $!";
		$m->{port} = $s->sockport;
	}
	my $pid = fork // die $!;
	if ($pid == 0) {
		$SIG{$_} = 'DEFAULT' for qw(INT TERM);
		$SIG{PIPE} = 'IGNORE';
		open STDIN, '<', '/dev/null';
		open STDOUT, '>', '/dev/null';
		$m->{parent} = getppid;
		$c ? $m->talk($c) : $m->serve($s);
		POSIX::_exit(0);
	}
	$m->{pid} = $pid;
	return $m;
}

sub stop {
	my ($m) = @_;
	my $pid = delete $m->{pid} or return;
	local ($?, $!, $@);
	kill 'KILL', $pid;
	return waitpid($pid, 0) == $pid;
}

sub DESTROY { $_[0]->stop }

# A terminal: what the kernel makes of lines and echoes is off.  It stays open
# here as well, so that nothing ends when the daemon closes it.
sub terminal {
	my ($m) = @_;
	sysopen my $c, '/dev/ptmx', O_RDWR | O_NOCTTY or die "ptmx: $!";
	my $n = pack 'i', 0;
	ioctl $c, 0x40045431, $n or die "TIOCSPTLCK: $!";
	ioctl $c, 0x80045430, $n or die "TIOCGPTN: $!";
	$m->{tty} = '/dev/pts/' . unpack 'i', $n;
	sysopen $m->{line}, $m->{tty}, O_RDWR | O_NOCTTY or die "pts: $!";
	my $t = POSIX::Termios->new;
	$t->getattr(fileno $m->{line});
	$t->setiflag(0);
	$t->setoflag(0);
	$t->setlflag(0);
	$t->setattr(fileno $m->{line}, POSIX::TCSANOW());
	return $c;
}

# Talks with one daemon at a time until the test has gone.
sub serve {
	my ($m, $s) = @_;
	while (1) {
		my $c;
		until (readable($s, 1) && ($c = $s->accept)) {
			return if getppid != $m->{parent};
		}
		$m->talk($c) or return;
	}
}

# True when the daemon hangs up.
sub talk {
	my ($m, $c) = @_;
	my $in = '';
	@$m{qw(text echo)} = (0, 1);
	while (1) {
		until (readable($c, 1)) {
			return 0 if getppid != $m->{parent};
		}
		sysread $c, $in, 4096, length $in or return 1;
		# A text ends with Ctrl-Z, a command with CR.
		while ($m->{text} ? $in =~ s/\A([^\x1a\x1b]*)[\x1a\x1b]// :
		    $in =~ s/\A([^\r]*)\r\n?//) {
			syswrite $c, $m->{echo} && !$m->{text} ?
			    "$1\r" . $m->command($1) :
			    $m->{text} ? $m->sent($1) : $m->command($1);
		}
	}
}

sub readable {
	my ($f, $seconds) = @_;
	vec(my $r = '', fileno $f, 1) = 1;
	return select $r, undef, undef, $seconds;
}

sub ok { return join('', map { "\r\n$_\r\n" } @_) . "\r\nOK\r\n" }

# Numbers of the texts on the card.
sub held {
	my ($m) = @_;
	my @held = sort { $a <=> $b } map { m{/in/(\d+)$} ? $1 : () }
	    glob "$m->{dir}/in/*";
	return @held;
}

sub pdu_line {
	my ($m, $i, $with) = @_;
	my $pdu = Gehoor::slurp("$m->{dir}/in/$i");
	# Without the address of the centre, which is one octet here.
	return $with . ',,' . (length($pdu) / 2 - 1) . "\r\n$pdu";
}

my %answers = (CSQ => '+CSQ: 20,0', CREG => '+CREG: 0,1',
    CPIN => '+CPIN: READY', CGMI => 'Proef', CGMM => 'Proefmodem', CGMR => '1',
    CGSN => '490154203237518', CIMI => '204080000000001',
    CSCA => '+CSCA: "+31653131313",145', CMGF => '+CMGF: 0',
    CNMI => '+CNMI: 2,0,0,0,0', COPS => '+COPS: 0,0,"Proefnet"',
    CSCS => '+CSCS: "GSM"', CGATT => '+CGATT: 1', CGREG => '+CGREG: 0,1');
# What can be set; a command of one maker is an error, as in other modems.
my %settable = map { $_ => 1 } qw(CMEE CMGF CNMI CSCS CREG CGREG COPS CSCA CFUN
    CUSD CMMS);

sub command {
	my ($m, $line) = @_;
	$m->note($line);
	$line =~ s/\A[\s\x1a\x1b]+//;
	return '' if $line eq '';
	$m->{echo} = $1 ne '0' if $line =~ /\AATE(\d?)/i;
	return ok() if $line =~ /\AAT(?:[EQVZ&H]\S*)?\s*\z/i;
	my ($name, $rest) = $line =~ /\AAT\+(\w+)(.*)\z/i or
	    return "\r\nERROR\r\n";
	$name = uc $name;
	if ($name eq 'CPMS') {
		my $n = $m->held;
		my $place = "\"SM\",$n,$slots";
		return ok($rest eq '=?' ? '+CPMS: ("SM"),("SM"),("SM")' :
		    $rest eq '?' ? '+CPMS: ' . join(',', ($place) x 3) :
		    '+CPMS: ' . join ',', ("$n,$slots") x 3);
	}
	return ok(map { $m->pdu_line($_, "+CMGL: $_,1") } $m->held)
	    if $name eq 'CMGL';
	if ($name eq 'CMGR' || $name eq 'CMGD') {
		return ok("+$name: (" . join(',', $m->held) . '),(0-4)')
		    if $rest eq '=?';
		my ($i) = $rest =~ /\A=(\d+)/ or return "\r\nERROR\r\n";
		my $there = -e "$m->{dir}/in/$i";
		unlink "$m->{dir}/in/$i" if $name eq 'CMGD';
		return $name eq 'CMGR' && $there ?
		    ok($m->pdu_line($i, '+CMGR: 1')) : ok();
	}
	if ($name eq 'CMGS') {
		$m->{text} = 1;
		return "\r\n> ";
	}
	return $settable{$name} ? ok() : "\r\nERROR\r\n" if $rest =~ /\A=[^?]/;
	return $answers{$name} && $rest ne '=?' ? ok($answers{$name}) :
	    "\r\nERROR\r\n";
}

sub sent {
	my ($m, $pdu) = @_;
	$m->{text} = 0;
	$m->note($pdu);
	return "\r\n+CMS ERROR: 38\r\n" if -e "$m->{dir}/deaf";
	my $n = ++$m->{count};
	Gehoor::spew("$m->{dir}/out/.$n", $pdu =~ s/\s//gr);
	rename "$m->{dir}/out/.$n", "$m->{dir}/out/$n";
	return ok("+CMGS: $n");
}

sub note {
	my ($m, $line) = @_;
	open my $f, '>>', "$m->{dir}/said" or return;
	print $f "$line\n";
	close $f;
}

# What follows is for the test.

# A number in half-octets, and back.
sub swapped {
	my ($digits) = @_;
	$digits .= 'F' if length($digits) % 2;
	return $digits =~ s/(.)(.)/$2$1/gr;
}

sub pack7 {
	my ($octets, $fill) = @_;
	my $bits = '0' x $fill . join '', map { substr unpack('b8', $_), 0, 7 }
	    split //, $octets;
	return pack 'b*', $bits;
}

sub unpack7 {
	my ($data, $n, $fill) = @_;
	my $bits = substr unpack('b*', $data), $fill;
	return join '', map { pack 'b8', substr($bits, 7 * $_, 7) . '0' }
	    0 .. $n - 1;
}

# A text comes in from this number: alphabet "gsm" or "ucs2"; udh is a header,
# as for a part.
sub deliver {
	my ($m, $number, $text, %o) = @_;
	my $udh = $o{udh} ? pack 'C/a', $o{udh} : '';
	my $ucs2 = ($o{alphabet} // 'gsm') eq 'ucs2';
	my ($n, $data);
	if ($ucs2) {
		$data = $udh . encode('UTF-16BE', $text);
		$n = length $data;
	} else {
		my $octets = encode('gsm0338', $text);
		my $fill = -8 * length($udh) % 7;
		$data = $udh . pack7($octets, $fill);
		$n = (8 * length($udh) + $fill) / 7 + length $octets;
	}
	die "more than fits: $n" if $n > ($ucs2 ? 140 : 160);
	my @t = gmtime($o{time} // time);
	my $pdu = '00' . ($udh ne '' ? '44' : '04') .
	    sprintf('%02X91', length $number) . swapped($number) . '00' .
	    ($ucs2 ? '08' : '00') . swapped(sprintf '%02d%02d%02d%02d%02d%02d00',
	    $t[5] % 100, $t[4] + 1, @t[3, 2, 1, 0]) .
	    sprintf('%02X', $n) . uc unpack 'H*', $data;
	my ($i) = grep { !-e "$m->{dir}/in/$_" } 1 .. $slots or
	    die 'the card is full';
	Gehoor::spew("$m->{dir}/in.new", $pdu);
	rename "$m->{dir}/in.new", "$m->{dir}/in/$i" or die $!;
	return $i;
}

# A text in parts of so many characters; each is delivered.
sub deliver_parts {
	my ($m, $number, $text, $size, %o) = @_;
	my @parts = $text =~ /(.{1,$size})/gs;
	my $ref = ++$m->{reference};
	$m->deliver($number, $parts[$_], %o,
	    udh => pack 'C5', 0, 3, $ref, scalar @parts, $_ + 1) for 0 .. $#parts;
	return scalar @parts;
}

# What was sent: [number, text] each.
sub outgoing {
	my ($m) = @_;
	return map { decode_submit(Gehoor::slurp($_)) }
	    sort { ($a =~ /(\d+)$/)[0] <=> ($b =~ /(\d+)$/)[0] }
	    glob "$m->{dir}/out/*";
}

sub decode_submit {
	my ($hex) = @_;
	my $pdu = pack 'H*', $hex;
	my $take = sub { substr $pdu, 0, shift, '' };
	$take->(ord $take->(1));
	my $first = ord $take->(1);
	die "no SUBMIT: $hex" if ($first & 3) != 1;
	$take->(1);
	my $digits = ord $take->(1);
	my $type = $take->(1);
	my $number = substr swapped(unpack 'H*', $take->(int(($digits + 1) / 2))),
	    0, $digits;
	$take->(1);
	my $dcs = ord $take->(1);
	$take->($first & 0x10 ? $first & 0x08 ? 7 : 1 : $first & 0x08 ? 7 : 0);
	my $n = ord $take->(1);
	my $udh = $first & 0x40 ? 1 + ord $pdu : 0;
	my $ucs2 = ($dcs & 0x0c) == 8;
	my $fill = -8 * $udh % 7;
	my $text = $ucs2 ? decode('UTF-16BE', substr $pdu, $udh, $n - $udh) :
	    decode('gsm0338', unpack7(substr($pdu, $udh),
	    $n - (8 * $udh + $fill) / 7, $fill));
	return [$number, $text, $udh ? ord substr $pdu, $udh - 1, 1 : 1];
}

1;
