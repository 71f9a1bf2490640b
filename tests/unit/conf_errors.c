/*
 * conf_errors.c - every way to get gehoor.conf wrong, and the one line that
 * each gives: file, line, setting, what is wrong, value, remedy.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/conf.h"

#define R1 "\"gehoor-reader:ERERERERERERERERERERERERERERERERERERERERERHU/67q\""
#define R2 "\"gehoor-reader:IiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiLiqU4Y\""
#define READERS "readers = {" R1 ", " R2 "}\n"
#define BOX "box \"a\" { " READERS "}\n"

static const struct wrong {
	const char *text;
	const char *message;
} wrongs[] = {
	{ "# one\n\norganisatie = \"x\"\n",
	    "f:3: organisatie: there is no such setting (value "
	    "\"organisatie\"); did you mean organisation?" },
	{ "regios = {\"noord\"}\n",
	    "f:1: regios: there is no such setting (value \"regios\"); did you "
	    "mean regions?" },
	{ "zzzzzz = 1\n",
	    "f:1: zzzzzz: there is no such setting (value \"zzzzzz\"); "
	    "gehoor.conf(5) has the list" },
	{ "\n"
	  "box \"a\" {\n\t# c\n\treeders = {}\n}\n",
	    "f:4: box.a.reeders: there is no such setting in this section "
	    "(value \"reeders\"); did you mean readers?" },
	{ "box \"a\" { question \"b\" {\n labl = {\"nl:x\"} } }\n",
	    "f:2: box.a.question.b.labl: there is no such setting in this "
	    "section (value \"labl\"); did you mean label?" },
	{ "lang \"nl\" {\n\texitt = \"Weg\"\n}\n",
	    "f:2: lang.nl.exitt: there is no such text (value \"exitt\"); did "
	    "you mean exit?" },
	{ "lang \"nl\" {\n\tqqqqqqqq = \"Weg\"\n}\n",
	    "f:2: lang.nl.qqqqqqqq: there is no such text (value "
	    "\"qqqqqqqq\"); gehoor.conf(5) has the list" },
	{ "\nbox \"a\" {\n}\n",
	    "f:2: box.a: nobody could read this box: it has no readers (value "
	    "\"\"); write readers = {\"gehoor-reader:...\"}; gehoor keygen "
	    "makes a key" },
	{ "box \"a\" {\n\treaders = {}\n}\n",
	    "f:1: box.a.readers: nobody could read this box: it has no readers "
	    "(value \"\"); write readers = {\"gehoor-reader:...\"}; gehoor "
	    "keygen makes a key" },
	{ "box \"a\" {\n\treaders = {" R1 "}\n}\n",
	    "f:2: box.a.readers: with one reader, a lost key loses every "
	    "message (value "
	    "\"gehoor-reader:ERERERERERERERERERERERERERERERERERERERERERHU/"
	    "67q\"); name a second reader, or write single_reader = true if "
	    "you accept that" },
	{ "box \"a\" {\n\treaders = {" R1 ",\n"
	  "\"gehoor-reader:ERERERERERERERERERERERERERERERERERERERERERHU/"
	  "67r\"}\n}\n",
	    "f:3: box.a.readers: not a reader key, or mistyped (value "
	    "\"gehoor-reader:ERERERERERERERERERERERERERERERERERERERERERHU/"
	    "67r\"); copy the line that gehoor keygen printed" },
	{ "box \"a\" {\n\treaders = {" R1 ",\n" R1 "}\n}\n",
	    "f:3: box.a.readers: is in the list twice (value "
	    "\"gehoor-reader:ERERERERERERERERERERERERERERERERERERERERERHU/"
	    "67q\"); take one of them out" },
	{ BOX BOX,
	    "f:3: box.a: is there twice, first at f:1 (value \"a\"); give it "
	    "another name, or take one out" },
	{ BOX "box \"code\" {" READERS "}\n",
	    "f:3: box.code: is the name of a page (value \"code\"); give the "
	    "box another name" },
	{ "box \"antwoord\" {" READERS "}\n",
	    "f:1: box.antwoord: is the name of a page (value \"antwoord\"); "
	    "give the box another name" },
	{ "box \"privacy\" {" READERS "}\n",
	    "f:1: box.privacy: is the name of a page (value \"privacy\"); give "
	    "the box another name" },
	{ "box \"veilig\" {" READERS "}\n",
	    "f:1: box.veilig: is the name of a page (value \"veilig\"); give "
	    "the box another name" },
	{ "box \"weg\" {" READERS "}\n",
	    "f:1: box.weg: is the name of a page (value \"weg\"); give the box "
	    "another name" },
	{ "box \"log\" {" READERS "}\n",
	    "f:1: box.log: is the name of a page (value \"log\"); give the box "
	    "another name" },
	{ "box \"sms\" {" READERS "}\n",
	    "f:1: box.sms: is the name of a page (value \"sms\"); give the box "
	    "another name" },
	{ "box \"Lijn\" {" READERS "}\n",
	    "f:1: box.Lijn: not a name (value \"Lijn\"); small letters, digits "
	    "and hyphens, a letter first, at most 32" },
	{ "box \"a-very-long-name-that-goes-on-and-on\" {" READERS "}\n",
	    "f:1: box.a-very-long-name-that-goes-on-and-on: not a name (value "
	    "\"a-very-long-name-that-goes-on-and-on\"); small letters, digits "
	    "and hyphens, a letter first, at most 32" },
	{ "box \"a\" { kind = klacht\n" READERS "}\n",
	    "f:1: box.a.kind: not a kind of box (value \"klacht\"); write "
	    "feedback, line, inspection or table" },
	{ "box \"a\" { title = {\"Klachten\"}\n" READERS "}\n",
	    "f:1: box.a.title: the language is missing (value \"Klachten\"); "
	    "write \"nl:words\", the language first" },
	{ "box \"a\" { title = {\"nl:a\",\n\"nl:b\"}\n" READERS "}\n",
	    "f:2: box.a.title: the language is there twice (value \"nl:b\"); "
	    "take one of them out" },
	{ "box \"a\" { title = {\"NL:a\"}\n" READERS "}\n",
	    "f:1: box.a.title: the language is missing (value \"NL:a\"); write "
	    "\"nl:words\", the language first" },
	{ "box \"a\" { retention_weeks = 0\n" READERS "}\n",
	    "f:1: box.a.retention_weeks: out of range (value \"0\"); write a "
	    "whole number from 1 to 1040" },
	{ "box \"a\" { ask_who = maybe\n" READERS "}\n",
	    "f:1: box.a.ask_who: neither true nor false (value \"maybe\"); "
	    "write true or false" },
	{ "box \"a\" { rate = 0.0001\n" READERS "}\n",
	    "f:1: box.a.rate: not a number (value \"0.0001\"); write a number "
	    "from 0.001 to 1000000, at most three digits behind the point" },
	{ "box \"a\" {" READERS " question \"q\" { type = choice } }\n",
	    "f:2: box.a.question.q.type: a question of this type needs two "
	    "options or more (value \"q\"); write option \"ID\" { label = "
	    "{...} } for each answer" },
	{ "box \"a\" {" READERS " question \"q\" { option \"x\" {} } }\n",
	    "f:2: box.a.question.q: a question of this type has no options "
	    "(value \"q\"); write type = choice or several" },
	{ "box \"a\" {" READERS " question \"q\" { type = often } }\n",
	    "f:2: box.a.question.q.type: not a type of question (value "
	    "\"often\"); write text, choice, several or scale" },
	{ "box \"a\" {" READERS " question \"Q\" { } }\n",
	    "f:2: box.a.question.Q: not a name (value \"Q\"); small letters, "
	    "digits and hyphens, a letter first, at most 32" },
	{ "box \"a\" {" READERS " question \"q\" { }\n question \"q\" { } }\n",
	    "f:3: box.a.question.q: is there twice, first at f:2 (value "
	    "\"q\"); give it another name, or take one out" },
	{ "box \"a\" {" READERS "\nintro = {\"nl:x\"}\n intro = {\"nl:y\"} }\n",
	    "f:4: box.a.intro: was set before, at f:3 (value \"nl:y\"); take "
	    "one of them out" },
	{ "queue = 0\n",
	    "f:1: queue: out of range (value \"0\"); write a whole number from "
	    "1 to 1000000" },
	{ "queue = 1000001\n",
	    "f:1: queue: out of range (value \"1000001\"); write a whole "
	    "number from 1 to 1000000" },
	{ "queue = -1\n",
	    "f:1: queue: not a number (value \"-1\"); write a whole number "
	    "from 1 to 1000000" },
	{ "queue = 1.5\n",
	    "f:1: queue: not a number (value \"1.5\"); write a whole number "
	    "from 1 to 1000000" },
	{ "queue = many\n",
	    "f:1: queue: not a number (value \"many\"); write a whole number "
	    "from 1 to 1000000" },
	{ "queue = 99999999999999999999\n",
	    "f:1: queue: out of range (value \"99999999999999999999\"); write "
	    "a whole number from 1 to 1000000" },
	{ "queue = {}\n",
	    "f:1: queue: there is no value (value \"\"); write one value" },
	{ "queue = {1, 2}\n",
	    "f:1: queue: more than one value (value \"2\"); write one value" },
	{ "rate = 1.2345\n",
	    "f:1: rate: not a number (value \"1.2345\"); write a number from "
	    "0.001 to 1000000, at most three digits behind the point" },
	{ "queue = 1\n\nqueue = 2\n",
	    "f:3: queue: was set before, at f:1 (value \"2\"); take one of "
	    "them out" },
	{ "languages = {}\n",
	    "f:1: languages: no language is named (value \"\"); write "
	    "languages = {\"nl\"}" },
	{ "languages = {\"nl\", \"english\"}\n",
	    "f:1: languages: not a language (value \"english\"); write the two "
	    "or three small letters of ISO 639, as nl or en" },
	{ "languages = {\"nl\", \"NL\"}\n",
	    "f:1: languages: not a language (value \"NL\"); write the two or "
	    "three small letters of ISO 639, as nl or en" },
	{ "languages = {\"nl\", \"nl\"}\n",
	    "f:1: languages: is in the list twice (value \"nl\"); take one of "
	    "them out" },
	{ "lang \"nl_NL\" { exit = \"x\" }\n",
	    "f:1: lang.nl_NL: not a language (value \"nl_NL\"); write the two "
	    "or three small letters of ISO 639, as nl or en, or nl-u" },
	{ "lang \"nl\" { exit = \"Ga {naar}\" }\n",
	    "f:1: lang.nl.exit: there is no such placeholder in this text "
	    "(value \"{naar}\"); this text has no placeholders" },
	{ "lang \"nl\" {\n exit = {\"a\", \"b\"} }\n",
	    "f:2: lang.nl.exit: more than one text (value \"b\"); write one "
	    "text" },
	{ "lang \"nl\" {\n exit = {} }\n",
	    "f:1: lang.nl.exit: there is no text (value \"\"); write one "
	    "text" },
	{ "lang \"nl\" { exit = \"a\" }\nlang \"nl\" { exit = \"b\" }\n",
	    "f:2: lang.nl.exit: was set before, at f:1 (value \"b\"); take one "
	    "of them out" },
	{ "regions = {\"Noord\"}\n",
	    "f:1: regions: not a name (value \"Noord\"); small letters, digits "
	    "and hyphens, a letter first, at most 32" },
	{ "regions = {\"noord\"}\nregion \"nord\" { label = {\"nl:Noord\"} }\n",
	    "f:2: region.nord: is not one of the regions (value \"nord\"); did "
	    "you mean noord?" },
	{ "regions = {}\nregion \"noord\" { label = {\"nl:Noord\"} }\n",
	    "f:2: region.noord: is not one of the regions (value \"noord\"); "
	    "add it to regions" },
	{ "listen = {\"unix:http.sock\"}\n",
	    "f:1: listen: not an address to listen on (value "
	    "\"unix:http.sock\"); write unix:/PATH or tcp:ADDRESS:PORT, as "
	    "tcp:127.0.0.1:8080; with TLS tls:ADDRESS:PORT" },
	{ "listen = {\"tcp:localhost:80\"}\n",
	    "f:1: listen: not an address to listen on (value "
	    "\"tcp:localhost:80\"); write unix:/PATH or tcp:ADDRESS:PORT, as "
	    "tcp:127.0.0.1:8080; with TLS tls:ADDRESS:PORT" },
	{ "listen = {\"tcp:127.0.0.1\"}\n",
	    "f:1: listen: not an address to listen on (value "
	    "\"tcp:127.0.0.1\"); write unix:/PATH or tcp:ADDRESS:PORT, as "
	    "tcp:127.0.0.1:8080; with TLS tls:ADDRESS:PORT" },
	{ "listen = {\"tcp:127.0.0.1:65536\"}\n",
	    "f:1: listen: not an address to listen on (value "
	    "\"tcp:127.0.0.1:65536\"); write unix:/PATH or tcp:ADDRESS:PORT, "
	    "as tcp:127.0.0.1:8080; with TLS tls:ADDRESS:PORT" },
	{ "listen = {\"tcp:127.0.0.1:80\", \"tcp:[::1]:80\",\n\"8080\"}\n",
	    "f:2: listen: not an address to listen on (value \"8080\"); write "
	    "unix:/PATH or tcp:ADDRESS:PORT, as tcp:127.0.0.1:8080; with TLS "
	    "tls:ADDRESS:PORT" },
	{ "exit_url = \"www.example.nl\"\n",
	    "f:1: exit_url: not a web address (value \"www.example.nl\"); "
	    "write https:// and the rest of the address" },
	{ "public_url = \"https://www.example.nl/\"\n",
	    "f:1: public_url: not a web address (value "
	    "\"https://www.example.nl/\"); write https:// and the rest of the "
	    "address, no / at the end" },
	{ "state = \"\"\n",
	    "f:1: state: not a file name (value \"\"); write a name as "
	    "/var/lib/gehoor" },
	{ "organisation = \" \"\n",
	    "f:1: organisation: there is nothing in it (value \" \"); write at "
	    "least one word" },
	{ "log_keys = {\"example.nl\"}\n",
	    "f:1: log_keys: not the public key of a log, or mistyped (value "
	    "\"example.nl\"); copy the line that gehoor keygen --sign "
	    "printed" },
	{ BOX "line \"m\" {\n\tgateway = kannel\n}\n",
	    "f:3: line.m.box: is missing (value \"\"); write at least one "
	    "word" },
	{ BOX "line \"m\" {\n\tbox = a\n}\n",
	    "f:3: line.m.gateway: is missing (value \"\"); write at least one "
	    "word" },
	{ BOX "line \"m\" { gateway = kannel\n\tbox = \"aa\"\n}\n",
	    "f:4: line.m.box: there is no such box (value \"aa\"); did you "
	    "mean a?" },
	{ BOX "line \"m\" { gateway = kannel\n\tbox = zebra\n}\n",
	    "f:4: line.m.box: there is no such box (value \"zebra\"); write "
	    "the name of a box that is defined" },
	{ BOX "line \"m\" { gateway = kannel\n\tbox = a\n\tlang = de }\n",
	    "f:5: line.m.lang: is not one of the languages (value \"de\"); "
	    "write one of languages" },
	{ "theme \"t\" {\n}\n",
	    "f:1: theme.t: the theme has no terms (value \"\"); write terms = "
	    "{\"word\", \"prefix*\"}" },
	{ "theme \"t\" {\n\tterms = {\"a\", \"\"}\n}\n",
	    "f:2: theme.t.terms: there is nothing in it (value \"\"); write at "
	    "least one word" },
	{ "framework \"f\" {\n\tpoint \"p\" {\n\t\tthemes = {luister}\n\t}\n"
	  "}\n",
	    "f:3: framework.f.point.p.themes: there is no such theme (value "
	    "\"luister\"); did you mean luisteren?" },
	{ "framework \"f\" { point p { }\n}\nframework \"g\" {\n"
	  "\tpoint \"p\" { }\n}\n",
	    "f:4: framework.g.point.p: is there twice, in another framework "
	    "too (value \"p\"); give it another name, or take one out" },
	{ "include(\"x.conf\")\n",
	    "f:1: include: no file can be included here (value \"x.conf\"); "
	    "write the settings themselves here" },
	{ "include \"x.conf\"\n",
	    "f:1: syntax: include is not written as it should be (value "
	    "\"include\"); write include(\"boxes/*.conf\")" },
	{ "include(x)\n",
	    "f:1: syntax: include is not written as it should be (value "
	    "\"include\"); write include(\"boxes/*.conf\")" },
	{ "state = \"/var/${NAME}\"\n",
	    "f:1: syntax: ${ is not allowed in a value (value \"${\"); write "
	    "the value itself; the environment is not read" },
	{ "# ${NAME} in a comment\n/* ${NAME}\n*/ state = ${NAME}\n",
	    "f:3: syntax: ${ is not allowed in a value (value \"${\"); write "
	    "the value itself; the environment is not read" },
	{ "state = '/var/\\${NAME}'\n",
	    "f:1: state: ${ is not allowed in a value (value "
	    "\"/var/\\${NAME}\"); write the value itself; the environment is "
	    "not read" },
	{ "state = \"/var/lib\n\n",
	    "f:1: syntax: the text in quotes is not closed (value \"\"); end "
	    "the text with the quote it begins with" },
	{ "state = 'x\n",
	    "f:1: syntax: the text in quotes is not closed (value \"\"); end "
	    "the text with the quote it begins with" },
	{ "/* never\nclosed",
	    "f:1: syntax: the comment is not closed (value \"/*\"); end the "
	    "comment with */" },
	{ "box \"a\" {\n" READERS,
	    "f:1: syntax: the brace is not closed (value \"{\"); put the "
	    "closing brace } where the section or list ends" },
	{ "}\n",
	    "f:1: syntax: a closing brace too many (value \"}\"); take it out, "
	    "or look for a section that was closed before" },
	{ "state = \"a\\qb\"\n",
	    "f:1: syntax: unknown escape (value \"\\q\"); write \\\\ for a "
	    "backslash; \\\" \\n and \\t are known" },
	{ "state = /var*\n",
	    "f:1: syntax: a character that may only stand in quotes (value "
	    "\"*\"); put the value in \"quotes\"" },
	{ "listen += {\"tcp:127.0.0.1:1\"}\n",
	    "f:1: syntax: += is not known (value \"+=\"); write the whole list "
	    "at one place" },
	{ "\"state\" = \"x\"\n",
	    "f:1: syntax: the name of a setting is in quotes (value \"=\"); "
	    "write the name of the setting without quotes" },
	{ "state \"x\"\n",
	    "f:1: syntax: no equal sign follows (value \"state\"); write NAME "
	    "= VALUE" },
	{ "state = = 1\n",
	    "f:1: syntax: something else was expected here (value \"=\"); "
	    "write NAME = VALUE or NAME = {VALUE, VALUE}" },
	{ "state\n",
	    "f:2: syntax: the file ends too early (value \"\"); write the "
	    "value that is missing" },
	{ "box { }\n",
	    "f:1: syntax: the name of the section is missing (value \"box\"); "
	    "write SECTION \"NAME\" { ... }" },
	{ "box \"a\" = 1\n",
	    "f:1: syntax: the name of a setting is in quotes (value \"=\"); "
	    "write the name of the setting without quotes" },
	{ "state = \"\xff\"\n",
	    "f:1: syntax: not UTF-8 (value \"\"); save the file as UTF-8" },
	{ "\n\nstate = \"\x01\"\n",
	    "f:3: syntax: a control character (value \"\"); take it out" },
	{ "state = caf\xc3\xa9\n",
	    "f:1: syntax: a character that may only stand in quotes (value "
	    "\"é\"); put the value in \"quotes\"" },
	{ "organisation = \"\" # e\nstate = {\"a\", # c\n \"b\"}\n",
	    "f:1: organisation: there is nothing in it (value \"\"); write at "
	    "least one word" },
	{ "{{{{{{{{{{{{{{{{{{\n",
	    "f:1: syntax: too many braces within each other (value \"{\"); "
	    "close the sections and lists before" },
	{ "{}\n",
	    "f:1: syntax: something else was expected here (value \"{\"); "
	    "write NAME = VALUE or NAME = {VALUE, VALUE}" },
	{ "style_text = {\"#777777\", \"#e9e4da\"}\n" BOX,
	    "f:1: style_text: is hard to read on style_ground by day: contrast "
	    "4.0 to 1 (value \"#777777\"); choose colours with 4.5 to 1 or "
	    "more (WCAG 2.2)" },
	{ "\nstyle_accent = {\"#0b8a96\", \"#86d0d8\"}\n" BOX,
	    "f:2: style_accent: is hard to read on style_ground by day: "
	    "contrast 3.7 to 1 (value \"#0b8a96\"); choose colours with 4.5 "
	    "to 1 or more (WCAG 2.2)" },
	{ "style_line = {\"#777777\"}\n" BOX,
	    "f:1: style_line: two colours are needed (value \"\"); write "
	    "{\"#rrggbb\", \"#rrggbb\"}, by day and by night" },
	{ "style_line = {\"blue\", \"#777777\"}\n" BOX,
	    "f:1: style_line: not a colour (value \"blue\"); write # and six "
	    "digits, as #0b5a66" },
	{ "listen = {\"tls:127.0.0.1:443\"}\n" BOX,
	    "f:1: listen: there is no certificate for it (value "
	    "\"tls:127.0.0.1:443\"); write tls_certificate = and tls_key =, "
	    "names of files" },
	{ "\ntls_key = \"/x\"\n" BOX,
	    "f:2: tls_key: a certificate and its key go together (value "
	    "\"\"); write tls_certificate = and tls_key =" },
	{ "listen = {\"redirect:127.0.0.1:80\"}\n" BOX,
	    "f:1: listen: nobody knows where to (value "
	    "\"redirect:127.0.0.1:80\"); write public_url = "
	    "\"https://...\", the address that people are sent to" },
	{ "max_body = 8388608\nbuffer_mib = 16\n" BOX,
	    "f:2: buffer_mib: there would be no room for a few forms at once "
	    "(value \"\"); give it at least four times max_body" },
	{ "form_of_address = jij\n" BOX,
	    "f:1: form_of_address: not a form of address (value \"jij\"); "
	    "write je or u" },
	{ "form_of_address = site\n" BOX,
	    "f:1: form_of_address: not a form of address (value \"site\"); "
	    "write je or u" },
	{ "hosts = {\"Voorbeeld.nl:80\"}\n" BOX,
	    "f:1: hosts: not the name of a host (value \"Voorbeeld.nl:80\"); "
	    "write it in small letters without a port, as "
	    "feedback.voorbeeld.nl" },
	{ "help_checked = \"26-11-2026\"\n" BOX,
	    "f:1: help_checked: not a date (value \"26-11-2026\"); write "
	    "year, month and day, as 2026-12-31" },
	{ "box \"a\" { " READERS "closes = \"31 december\" }\n",
	    "f:2: box.a.closes: not a date, nor a date and a time (value "
	    "\"31 december\"); write 2026-12-31, or \"2026-12-31 21:30\"" },
	{ "box \"a\" { " READERS "short_code = avond }\n",
	    "f:2: box.a.short_code: not a code for a poster (value "
	    "\"avond\"); three to eight small letters and digits, a digit "
	    "among them, as 4821" },
	{ "box \"a\" { " READERS "short_code = 4821 }\n"
	  "box \"b\" { " READERS "short_code = 4821 }\n",
	    "f:4: box.b.short_code: is the code of box a already (value "
	    "\"4821\"); choose another one" },
	{ "box \"a\" { " READERS "kind = inspection\n"
	  "question \"a\" {}\nquestion \"b\" {}\nquestion \"c\" {}\n"
	  "question \"d\" {}\nquestion \"e\" {}\nquestion \"f\" {} }\n",
	    "f:1: box.a: an inspection has at most 5 questions (value "
	    "\"a\"); ask the five that matter most" },
	{ BOX "line \"l\" { gateway = kannel box = a number = \"nul zes\" "
	      "}\n",
	    "f:3: line.l.number: not a phone number (value \"nul zes\"); "
	    "write digits and blanks, as 06 12345678" },
	{ "lang \"nl-x\" { exit = \"Weg\" }\n" BOX,
	    "f:1: lang.nl-x: not a language (value \"nl-x\"); write the two "
	    "or three small letters of ISO 639, as nl or en, or nl-u" },
	{ "lang \"nl-u\" { exitt = \"Weg\" }\n" BOX,
	    "f:1: lang.nl-u.exitt: there is no such text (value \"exitt\"); "
	    "did you mean exit?" },
};

static void
test_messages(void **state)
{
	struct conf *c = NULL;
	struct err e;
	size_t i;
	int bad = 0;

	(void)state;
	for (i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
		memset(&e, 0, sizeof(e));
		if (conf_parse(wrongs[i].text, strlen(wrongs[i].text), "f", &c,
			&e) == 0) {
			print_error("accepted: %s\n", wrongs[i].text);
			conf_free(&c);
			bad++;
		} else if (strcmp(e.msg, wrongs[i].message) != 0) {
			print_error("of:  %s\ngot: %s\nnot: %s\n",
			    wrongs[i].text, e.msg, wrongs[i].message);
			bad++;
		}
		assert_null(c);
	}
	assert_int_equal(bad, 0);
}

/* A value in a message stays on its line and is cut between characters. */
static void
test_shown_value(void **state)
{
	static const char lines[] = "state = \"x\nqueue = \xc3\xa9\"\n";
	struct buf text = BUF_INIT;
	struct conf *c = NULL;
	struct err e;
	size_t i;

	(void)state;
	assert_int_equal(conf_parse(lines, sizeof(lines) - 1, "f", &c, &e), -1);
	assert_string_equal(e.msg,
	    "f:2: state: not a file name (value \"x queue = \xc3\xa9\"); "
	    "write a name as /var/lib/gehoor");
	buf_adds(&text, "exit_url = \"x");
	for (i = 0; i < 90; i++)
		buf_adds(&text, "\xc3\xa9");
	buf_adds(&text, "\"\n");
	assert_int_equal(
	    conf_parse(buf_cstr(&text), text.len, "f", &c, &e), -1);
	assert_non_null(strstr(e.msg, "\xc3\xa9\xe2\x80\xa6\""));
	buf_free(&text);
}

/* After a text that fails anywhere, the next one is read as if first. */
static void
test_nothing_stays(void **state)
{
	static const char good[] = "organisation = \"x\"\n" BOX;
	struct conf *c = NULL;
	struct err e;
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
		n = strlen(wrongs[i].text) * 2 / 3;
		if (conf_parse(wrongs[i].text, n, "f", &c, &e) == 0)
			conf_free(&c);
		assert_int_equal(
		    conf_parse(good, sizeof(good) - 1, "f", &c, &e), 0);
		assert_string_equal(c->organisation, "x");
		conf_free(&c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_shown_value),
		cmocka_unit_test(test_nothing_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
