# Disk.pm - what a power cut leaves, from the model that crashdisk.c keeps.
package Disk;

use strict;
use warnings;
use Faults;
use File::Path qw(make_path remove_tree);

# The state of an installation on such a disk; `stub` as in crashdisk.c.  The
# daemon of it then runs with the shim.
sub new {
	my ($class, $g, $stub) = @_;
	my $s = bless { g => $g, disk => "$g->{dir}/state",
	    model => "$g->{dir}/model", next => "$g->{dir}/next" }, $class;
	$g->{wrap} = ['env', "LD_PRELOAD=$Gehoor::BUILD/tests/faults/crashdisk.so",
	    "CRASHDISK=$s->{disk}", "CRASHDISK_MODEL=$s->{model}",
	    $stub ? "CRASHDISK_STUB=$stub" : ()];
	$s->begin;
	return $s;
}

sub inode {
	return (lstat $_[0])[1];
}

# All that is there now is there for good.
sub begin {
	my ($s) = @_;
	remove_tree($s->{model});
	make_path(map { "$s->{model}/$_" } qw(c d k));
	$s->keep($s->{disk});
}

sub keep {
	my ($s, $path) = @_;
	my $i = inode($path);
	unless (-d $path) {
		link $path, "$s->{model}/k/$i" or die "$path: $!";
		Gehoor::spew("$s->{model}/c/$i", Gehoor::slurp($path));
		return;
	}
	my $list = '';
	for (entries($path)) {
		$s->keep("$path/$_");
		$list .= inode("$path/$_") .
		    (-d "$path/$_" ? ' d ' : ' f ') . "$_\n";
	}
	Gehoor::spew("$s->{model}/d/$i", $list);
}

sub entries {
	my ($path) = @_;
	opendir my $d, $path or die "$path: $!";
	return grep { !/^\.\.?$/ } readdir $d;
}

# The power is cut.  What was synced is there; of what was not, nothing where
# $mean, else some by chance.  Memory is empty, so the keys of the day go too.
sub cut {
	my ($s, $mean) = @_;
	$s->{mean} = $mean;
	remove_tree($s->{next});
	$s->{now} = {};
	$s->look($s->{disk});
	$s->make(inode($s->{disk}), $s->{next});
	remove_tree($s->{disk});
	rename $s->{next}, $s->{disk} or die "$s->{disk}: $!";
	$s->begin;
	unlink glob "$s->{g}{dir}/run/*";
}

# The directories as the system shows them, by inode.
sub look {
	my ($s, $path) = @_;
	my $i = inode($path);
	$s->{now}{$i} = [];
	for (entries($path)) {
		my $dir = -d "$path/$_";
		push @{ $s->{now}{$i} },
		    [inode("$path/$_"), $dir ? 'd' : 'f', $_];
		$s->look("$path/$_") if $dir;
	}
}

sub lucky {
	my ($s) = @_;
	return !$s->{mean} && rand() < 0.5;
}

sub make {
	my ($s, $i, $to) = @_;
	mkdir $to, 0750 or die "$to: $!";
	my $file = "$s->{model}/d/$i";
	my @list = map { [split ' '] }
	    split /\n/, -e $file ? Gehoor::slurp($file) : '';
	@list = @{ $s->{now}{$i} } if $s->{now}{$i} && $s->lucky;
	for (@list) {
		my ($inode, $kind, $name) = @$_;
		if ($kind eq 'd') {
			$s->make($inode, "$to/$name");
		} else {
			Gehoor::spew("$to/$name", $s->content($inode));
		}
	}
}

# What was synced, and perhaps a part of what came behind it: cut anywhere,
# or with zeros where the length was written before the bytes.
sub content {
	my ($s, $i) = @_;
	my ($c, $k) = map { "$s->{model}/$_/$i" } qw(c k);
	my $synced = -e $c ? Gehoor::slurp($c) : '';
	my $real = -e $k ? Gehoor::slurp($k) : '';
	my $n = length $synced;
	return $synced if length $real <= $n || !$s->lucky ||
	    substr($real, 0, $n) ne $synced;
	my $more = 1 + int rand(length($real) - $n);
	my $zeros = $s->lucky ? int rand $more : 0;
	my $from = int(($n + $more - $zeros + 511) / 512) * 512;
	my $got = substr $real, 0, $n + $more;
	substr($got, $from) = "\0" x (length($got) - $from)
	    if $zeros && $from >= $n && $from < length $got;
	return $got;
}

1;
