#!/usr/bin/perl
# 00-layers.t - the table of rooms (README): who may include and link what.
use strict;
use warnings;
use Test::More;

my $build = $ENV{BUILD} || 'build';
my %third = (
	sodium => qr{^sodium}, nettle => qr{^nettle/}, zlib => qr{^zlib\.h}, utf8proc => qr{^utf8proc},
	confuse => qr{^confuse}, libevent => qr{^event2?[/.]},
	openssl => qr{^openssl/}, jansson => qr{^jansson},
	sqlite => qr{^sqlite3}, csv => qr{^csv\.h},
	xlsx => qr{^xlsxwriter}, qr => qr{^qrencode}, systemd => qr{^systemd/},
	jpeg => qr{^jpeg}, png => qr{^png}, curl => qr{^curl/},
);
my %may = (
	'include/gehoor' => [],
	'daemon/shared' => [qw(sodium nettle zlib utf8proc confuse)],
	'daemon/gateway' => [qw(openssl jansson)],
	'daemon' => [qw(libevent openssl jansson)],
	'tools' => [qw(sodium zlib sqlite csv jansson xlsx qr jpeg png curl)],
);
# Libraries of the shared room have one or two files of their own.
my @own = qw(sodium nettle zlib utf8proc confuse);

# The names a file includes, as pairs of quote and name.
sub includes {
	my ($file) = @_;
	open my $f, '<', $file or die "$file: $!";
	return map { /^\s*#\s*include\s*([<"])([^>"]+)/ ? [$1, $2] : () } <$f>;
}

my %used;
for my $room (sort keys %may) {
	my %allowed = map { $_ => 1 } @{ $may{$room} };
	my @wrong;
	for my $file (glob "$room/*.[ch] $room/*.def") {
		for (includes($file)) {
			my ($how, $name) = @$_;
			for my $lib (grep { $name =~ $third{$_} } keys %third) {
				$used{$lib}{$file} = 1
				    if $room eq 'daemon/shared';
				push @wrong, "$file includes $name"
				    unless $allowed{$lib};
			}
			next unless $how eq '"' && $name !~ m{^gehoor/};
			push @wrong, "$file includes $name of another room"
			    unless -e "$room/$name";
		}
		push @wrong, "$file includes unseal.h"
		    if $room =~ m{^daemon(?:/gateway)?$} &&
		    grep { $_->[1] =~ /unseal/ } includes($file);
	}
	is_deeply \@wrong, [], "$room includes only what it may";
}
for my $lib (@own) {
	my @files = sort keys %{ $used{$lib} || {} };
	cmp_ok scalar @files, '<=', 2, "$lib stays in its files (@files)";
}

# What the linked programs hold.
sub symbols {
	my ($file) = @_;
	return grep { defined } map { (split)[-1] } `nm $file`;
}
my @daemon = symbols("$build/gehoord");
ok @daemon > 100, 'gehoord has a symbol table';
is_deeply [grep { /^unseal_/ } @daemon], [], 'gehoord holds no unseal_ symbol';
# Answers are opened with the code that a sender brings along; no record can
# be opened with what this one function is given (reply.h, code_reply_key).
is_deeply [grep { /^crypto_(?:box|aead|secretbox)\w*_(?:open|decrypt)/ &&
    !/^crypto_aead_open_nonce$/ &&
    !/^crypto_aead_xchacha20poly1305_ietf_decrypt(?:@|$)/ } @daemon], [],
    'gehoord links nothing that opens or decrypts records';
is_deeply [grep { /^sqlite3_|^csv_/ } @daemon], [],
    'gehoord is not linked with SQLite or libcsv';
my @tool = symbols("$build/gehoor");
ok scalar(grep { /^unseal_record/ } @tool), 'gehoor can open records';
is_deeply [grep { /^(?:event|bufferevent|evbuffer)_/ } @tool], [],
    'gehoor is not linked with libevent';
for my $program (qw(gehoord gehoor)) {
	unlike scalar `strings -a $build/$program`, qr/GEHOOR_CLOCK/,
	    "$program does not know the test clock";
	like scalar `strings -a $build/test/$program`, qr/GEHOOR_CLOCK/,
	    "the test $program does";
}

done_testing;
