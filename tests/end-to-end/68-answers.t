#!/usr/bin/perl
# 68-answers.t - "u zei - wij deden" from the desk to the page that everybody
# can read; and the poster that leads people to a box.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use Test::More;

binmode Test::More->builder->$_, ':utf8' for qw(output failure_output);
my $g = Gehoor->new(clock => 1795725000 - 3600);
my $d = $g->{dir};
my ($status, $out, $err);
sub publish {
	my ($text, @options) = @_;
	utf8::encode($text);
	Gehoor::spew("$d/a.jsonl", $text);
	($status, $out, $err) = $g->tool('publish', @options, "$d/a.jsonl");
}
sub page {
	my $r = $g->request('GET', "/$_[0]/antwoord");
	is $r->{status}, 200, "$_[0]: the page" if @_ > 1;
	utf8::decode($r->{body});
	return $r->{body} =~ /(<main.*<\/main>)/s ? $1 : '';
}

$g->start;
like page('nl', 1), qr/Hier staat nog niets/, 'before anything is published';
publish(<<'END');
{"status":"done","period":"2026-Q3","said":{"nl":"Niemand belt terug & <luistert>."},"did":{"nl":"Elk team heeft nu een belmoment.","en":"Every team has a time for calls."}}

{"status":"not","said":{"nl":"We willen een sleutel."},"why":{"nl":"de brandweer het verbiedt."}}
END
is $status, 0, 'published' or diag $err;
like $err, qr/2 published/, 'and counted';
my $nl = page('nl');
like $nl, qr{3e kwartaal 2026.*Niemand belt terug &amp; &lt;luistert&gt;\..*klaar.*belmoment}s,
    'what was said, what was done, how far it is';
like $nl, qr{We willen een sleutel.*doen we niet.*Omdat.*brandweer}s, 'and why not';
my $en = page('en');
like $en, qr{<p lang="nl" dir="auto">Niemand belt}, 'what is not translated says its language';
like $en, qr{<p lang="en" dir="auto">Every team}, 'what is, is shown';

# What is wrong is named, and what was published stays.
for my $wrong (
	['no JSON', '{"status": "new", kapot}', qr/a\.jsonl:1: not JSON/],
	['no status', '{"said":{"nl":"x"}}', qr/:1: "status".*new, busy, done or not/],
	['no reason', '{"status":"not","said":{"nl":"x"}}', qr/:1: .*"why"/],
	['a slip', '{"status":"new","siad":{"nl":"x"}}', qr/:1: .*"siad".*said/],
	['another language', '{"status":"new","said":{"fr":"x"}}', qr/:1: "said": fr is not/],
	['a week', '{"status":"new","period":"2026-W40","said":{"nl":"x"}}', qr/:1: "period".*2026-Q3/],
	['nothing said', '{"status":"new","said":{}}', qr/:1: "said"/],
	['nothing done', "\n" . '{"status":"done","said":{"nl":"x"}}', qr/:2: "did"/]) {
	my ($what, $text, $pattern) = @$wrong;
	publish("$text\n");
	is $status, 4, "$what: refused";
	like $err, $pattern, "$what: line and remedy";
}
publish(qq({"status":"busy","said":{"nl":"Bel Jan op 06 12345678"},"did":{"nl":"We bellen."}}\n));
is $status, 1, 'a phone number is not published';
like $err, qr/:1: said\.nl: "06 12345678" might show who somebody is \(telefoon\)/, 'but named';
is page('nl'), $nl, 'what was published stays';
publish(qq({"status":"busy","said":{"nl":"Bel 06 12345678"},"did":{"nl":"We bellen."}}\n), '--checked');
is $status, 0, 'unless a person has looked';
like page('nl'), qr/Bel 06 12345678.*mee bezig/s, 'then it is there';

# A broken file on the server changes nothing; no file is no answers.
Gehoor::spew("$d/state/public/actions.json", '{"v": 1, "items": ');
like page('nl'), qr/Bel 06 12345678/, 'a broken file: what was there before';
$g->until_said(qr/actions\.json.*stays/);
pass 'and the operator is told';
unlink "$d/state/public/actions.json";
like page('nl'), qr/Hier staat nog niets/, 'no file: nothing yet';

# The poster.
($status, $out, $err) = $g->tool('poster', 'lijn');
is $status, 4, 'no poster without an address';
like $err, qr/public_url/, 'which is said';
$g->{top} = 'public_url = "https://vertel.voorbeeld.nl"';
$g->{conf} = $g->sms_line('mobiel', 'kannel', 'x' x 20);
$g->{conf} =~ s/box = "lijn"/box = "lijn"\n\tnumber = "06 99 88 77 66"/;
$g->{boxes} = '';
my $readers = $g->readers;
$g->{boxes} = <<"CONF";
box "lijn" {
	kind = line
	title = {"nl:Lijn van <ongenoegen>"}
	$readers
}
box "tafel" {
	kind = table
	title = {"nl:Ouderavond"}
	closes = "2026-11-26 21:30"
	short_code = "4821"
	form_of_address = u
	$readers
}
CONF
$g->write_conf;
my $file = "$d/affiche.html";
($status, $out, $err) = $g->tool('poster', 'lijn', '-o', $file);
is $status, 0, 'a poster' or diag $err;
my $poster = Gehoor::slurp($file);
utf8::decode($poster);
like $poster, qr{<h1>Lijn van &lt;ongenoegen&gt;</h1>}, 'with the title';
like $poster, qr{<p class="way">vertel\.voorbeeld\.nl/nl/lijn</p>}, 'the address as people type it';
like $poster, qr{06 99 88 77 66}, 'the number for text messages';
like $poster, qr{<svg role="img".*<path d="M4 4h7v1h-7z}s, 'a QR code';
like $poster, qr{112 Gevaar.*113 Zelfmoord}, 'help';
like $poster, qr{geen officiële klacht}, 'that it is no official complaint';
unlike $poster, qr{<script|src=|https?://}, 'and nothing is fetched';
($status, $out, $err) = $g->tool('poster', 'tafel');
utf8::decode($out);
like $out, qr{vertel\.voorbeeld\.nl/4821</p>}, 'a short code is the address';
like $out, qr{uw telefoon.*tot 26-11-2026, 21:30 uur}s, 'until when, and in its voice';
my ($dutch) = $out =~ /(<path d="[^"]+")/;
my (undef, $english) = $g->tool('poster', 'tafel', '--lang', 'en');
like $english, qr{vertel\.voorbeeld\.nl/4821</p>}, 'also in another language';
ok index($english, $dutch) < 0, 'but there the QR code leads to its own form';
unlike $out, qr{06 99}, 'no number of another box';
$g->{conf} =~ s/(box = "lijn")/$1\n\tkeywords = {"AVOND:tafel"}/;
$g->write_conf;
($status, $out, $err) = $g->tool('poster', 'tafel');
utf8::decode($out);
like $out, qr{stuur AVOND en uw verhaal in een sms naar.*06 99 88 77 66}s,
    'but one that a first word leads from, with that word';
($status, $out, $err) = $g->tool('poster', 'lijn', '--lang', 'en');
like $out, qr{/en/lijn</p>}, 'in another language it leads there';
($status, $out, $err) = $g->tool('poster', 'lijm');
is $status, 2, 'a box that is not there';
like $err, qr/did you mean lijn/, 'and which was meant';
$g->clock(1795725000);
($status, $out, $err) = $g->tool('poster', 'tafel');
is $status, 4, 'no poster for what is over';
like $err, qr/closed on 2026-11-26 21:30/, 'and when that was';

done_testing;
