#!/usr/bin/perl
# w3m.t - the whole way in w3m, a browser of letters, as somebody types it in
# a terminal: start, form, check page, receipt, code.
use strict;
use warnings;
use utf8;
use FindBin;
use lib "$FindBin::Bin/../end-to-end";
use Encode qw(decode encode);
use Gehoor;
use Test::More;
use Time::HiRes qw(time sleep);

binmode Test::More->builder->$_, ':utf8' for qw(output failure_output);
$ENV{LC_ALL} = 'C.UTF-8';
delete $ENV{TMUX};
my $TMUX = "gehoor-w3m-$$";
my $ROWS = 60;
my $g = Gehoor->new(top => '');
my $d = $g->{dir};
my $conf = Gehoor::slurp("$d/gehoor.conf");
$conf =~ s/languages = .*/languages = {"nl", "ar", "uk"}/;
Gehoor::spew("$d/gehoor.conf", $conf);
$g->start;
END { system 'tmux', '-L', $TMUX, 'kill-server' if defined $TMUX && $TMUX; }

# Somebody's editor: it writes one story.
Gehoor::spew("$d/story", encode('UTF-8', "Niemand belt terug 😢\nمرحبا ж\n"));
Gehoor::spew("$d/editor", "#!/bin/sh\ncat '$d/story' >\"\$1\"\n", 0755);

sub tmux {
	my ($status, $out, $err) = Gehoor::run('tmux', '-L', $TMUX, @_);
	die "tmux @_: $err" if $status;
	return decode('UTF-8', $out);
}
sub type { tmux('send-keys', '-t', 'w3m', @_) }
sub screen { tmux('capture-pane', '-p', '-t', 'w3m') }

# The screen, once the pattern is on it.
sub until_seen {
	my ($pattern, $what) = @_;
	my $until = time + 15;
	my $seen;
	until (($seen = screen()) =~ $pattern) {
		die encode("UTF-8", "$what: not seen: $pattern\n$seen") if time > $until;
		sleep 0.05;
	}
	pass $what;
	return $seen;
}

# To where that stands on the page.
sub find {
	my ($words) = @_;
	type('-l', '/');
	until_seen(qr/Forward:/, "looking for $words");
	type('-l', encode('UTF-8', $words));
	type('Enter');
	# The cursor leaves the last line, where it was typed.
	my $until = time + 5;
	sleep 0.02 until tmux('display-message', '-p', '-t', 'w3m', '#{cursor_y}')
	    < $ROWS - 1 || time > $until;
}

my %text;
sub text {
	my ($lang, $key) = @_;
	$text{$lang} //= decode('UTF-8', Gehoor::slurp("conf/lang/$lang.conf"));
	$text{$lang} =~ /^\t$key = "(.*)"$/m or die "$lang: $key";
	return $1;
}

# One that stays, so that no server ends while the next browser is begun.
tmux('-f', '/dev/null', 'new-session', '-d', '-s', 'stays', 'cat');
for my $lang (qw(nl ar uk)) {
	tmux('new-session', '-d', '-s', 'w3m', '-x', 90, '-y', $ROWS,
	    'w3m', '-config', '/dev/null', '-o', 'confirm_qq=0', '-o', 'use_history=0',
	    '-o', "editor=$d/editor", '-no-cookie',
	    "http://127.0.0.1:$g->{port}/$lang/");
	my $seen = until_seen(qr/\Q${\ substr text($lang, 'start_title'), 0, 12}\E/,
	    "$lang: the start page");
	my $exit = text($lang, 'exit');
	like +(grep { /\S/ } split /\n/, $seen)[0], qr/\Q$exit\E/,
	    "$lang: the quick exit comes first";
	type('u');
	until_seen(qr{/weg\b}, "$lang: and is the first link");
	find('Vertel het ons');
	type('Enter');
	my $label = text($lang, 'story_label');
	$seen = until_seen(qr/\Q$label\E/, "$lang: the form");
	find($label);
	type('Tab');
	type('Enter');
	until_seen(qr/Niemand belt terug/, "$lang: the story is typed");
	find(text($lang, 'button_check'));
	type('Enter');
	$seen = until_seen(qr/\Q${\ text($lang, 'check_title')}\E/, "$lang: the check page");
	like $seen, qr/Niemand belt terug/, "$lang: shows the story";
	find(text($lang, 'button_send'));
	type('Enter');
	$seen = until_seen(qr/\Q${\ text($lang, 'code_label')}\E/, "$lang: the receipt");
	my ($code) = $seen =~ /([0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3})/;
	ok $code, "$lang: with a code" or diag $seen;
	find(text($lang, 'link_code'));
	type('Enter');
	until_seen(qr/\Q${\ text($lang, 'code_field')}\E/, "$lang: where a code is typed");
	find(text($lang, 'code_field'));
	type('Tab');
	type('Enter');
	until_seen(qr/TEXT:/, "$lang: in its field");
	type('-l', $code);
	type('Enter');
	find(text($lang, 'code_button'));
	type('Enter');
	until_seen(qr/\Q${\ text($lang, 'status_title')}\E/, "$lang: and what became of it");
	tmux('kill-session', '-t', 'w3m');
}
my @texts = map { $_->{text} } $g->records;
is_deeply [map { s/\s+\z//r } @texts], [("Niemand belt terug 😢\nمرحبا ж") x 3],
    'three stories in the log, as they were typed';
is $g->stop, 0, 'ends in order';
$TMUX = '';

done_testing;
