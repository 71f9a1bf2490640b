/*
 * conf.c - reading gehoor.conf: what a right one gives, what the program
 * brings along, files in files, and the print that reads back to the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "gehoor/conf.h"

#define R1 "\"gehoor-reader:ERERERERERERERERERERERERERERERERERERERERERHU/67q\""
#define R2 "\"gehoor-reader:IiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiLiqU4Y\""
#define READERS "readers = {" R1 ", " R2 "}\n"

static struct conf *
parse(const char *text)
{
	struct conf *c = NULL;
	struct err e = { "" };

	if (conf_parse(text, strlen(text), "f", &c, &e) == -1)
		fail_msg("%s", e.msg);
	return c;
}

/* ---- a directory for files ------------------------------------------------ */

static char dir[64];

static const char *
in_dir(const char *name)
{
	static char path[4][160];
	static int next;

	next = (next + 1) % 4;
	snprintf(path[next], sizeof(path[next]), "%s/%s", dir, name);
	return path[next];
}

static void
put(const char *name, const char *text)
{
	FILE *f = fopen(in_dir(name), "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static int
make_dir(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/gehoor-conf-XXXXXX");
	return mkdtemp(dir) == NULL ? -1 : 0;
}

static int
remove_dir(void **state)
{
	char command[96];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command);
}

/* ---- tests ---------------------------------------------------------------- */

static void
test_defaults(void **state)
{
	struct conf *c = NULL;
	struct err e;

	(void)state;
	assert_int_equal(conf_load(NULL, &c, &e), 0);
	assert_string_equal(c->state, "/var/lib/gehoor");
	assert_int_equal(c->listen.n, 1);
	assert_string_equal(c->listen.items[0], "unix:/run/gehoor/http.sock");
	assert_int_equal(c->nlangs, 6);
	assert_string_equal(c->langs[0].texts[TEXT_LANG_NAME], "Nederlands");
	assert_string_equal(c->langs[1].texts[TEXT_LANG_NAME], "English");
	assert_int_equal(c->nboxes, 2);
	assert_string_equal(c->boxes[0].name, "feedback");
	assert_string_equal(c->boxes[1].name, "lijn");
	assert_int_equal(c->boxes[1].kind, BOX_LINE);
	assert_int_equal(c->boxes[1].nreaders, 0);
	assert_int_equal(c->nthemes, 14);
	assert_int_equal(conf_check_readers(c, &e), -1);
	assert_string_equal(e.msg,
	    "built-in:1: box: no box with readers is "
	    "defined (value \"\"); define a box with readers, as "
	    "conf/boxes/lijn.conf does; gehoor keygen makes a key");
	conf_free(&c);
	assert_null(c);
	conf_free(&c);
}

static const char all[] =
    "# every kind of value\n"
    "organisation = 'Jeugdzorg \"Voorbeeld\"' state = \"/s\"\n"
    "listen = {\"tcp:127.0.0.1:0\", # one\n\t\"tcp:[::1]:8080\",\n}\n"
    "regions = {noord, zuid} /* two\nlines */ languages = {en, nl}\n"
    "rate = 0.5 burst = 7 // three\n"
    "log_keys = {}\n"
    "public_url = https://example.nl\n"
    "region zuid { label = {\"nl:Zuid\", \"en:South\"} }\n"
    "box \"een\" {\n"
    "\tkind = inspection title = {\"nl:Een\"}\n"
    "\tintro = {\"nl:Regel een\\nen \\\"twee\\\"\\t\\\\\"}\n" READERS
    "\task_who = yes ask_wish = no rate = 1.25\n"
    "\tquestion \"q1\" { type = several\n"
    "\t\toption \"a\" { label = {\"nl:A\", \"en:A!\"} }\n"
    "\t\toption \"b\" { } }\n"
    "\tquestion \"q2\" { label = {\"nl:Waarom?\"} }\n"
    "}\n"
    "box twee { single_reader = true readers = " R1 " }\n"
    "line \"m\" { gateway = \"kannel\" box = een reply = true }\n"
    "lang \"nl\" { exit = \"Weg\" }\n"
    "theme \"t\" { terms = {\"klacht*\", \"te laat\"} }\n"
    "framework \"f\" { title = {\"nl:Zo\"}\n"
    "\tpoint \"p1\" { title = {\"nl:Een\"} themes = {t} }\n"
    "\tpoint \"p2\" { }\n"
    "}\n"
    "framework \"g\" { point \"p3\" { themes = {\"t\"} } }\n";

static void
test_values(void **state)
{
	struct conf *c = parse(all);
	const struct conf_box *b = conf_box_find(c, str_of("een"));
	const struct conf_line *l = conf_line_find(c, str_of("m"));

	(void)state;
	assert_string_equal(c->organisation, "Jeugdzorg \"Voorbeeld\"");
	assert_int_equal(c->listen.n, 2);
	assert_string_equal(c->listen.items[1], "tcp:[::1]:8080");
	assert_true(c->rate == 0.5);
	assert_int_equal(c->burst, 7);
	assert_string_equal(
	    conf_words_in(&c->region_words[1].label, "en"), "South");
	assert_string_equal(
	    conf_words_in(&c->region_words[0].label, "en"), "noord");
	assert_int_equal(b->kind, BOX_INSPECTION);
	assert_string_equal(
	    conf_words_in(&b->intro, "en"), "Regel een\nen \"twee\"\t\\");
	assert_int_equal(b->nreaders, 2);
	assert_int_equal(b->readers[0].pk[31], 0x11);
	assert_int_equal(b->readers[1].pk[0], 0x22);
	assert_true(b->ask_who);
	assert_false(b->ask_wish);
	assert_int_equal(b->nquestions, 2);
	assert_int_equal(b->questions[0].type, QUESTION_SEVERAL);
	assert_string_equal(b->questions[0].options[1].id, "b");
	assert_int_equal(b->questions[1].type, QUESTION_TEXT);
	assert_int_equal(conf_check_readers(c, NULL), 0);
	assert_string_equal(l->lang, "en");
	assert_string_equal(l->file, "f");
	assert_int_equal(l->line, 23);
	assert_true(l->reply);
	assert_null(conf_line_find(c, str_of("n")));
	assert_null(conf_box_find(c, str_of("ee")));
	assert_null(conf_lang_find(c, str_of("de")));
	conf_free(&c);
}

/* Texts are overridden key by key, boxes and themes as a whole. */
static void
test_override(void **state)
{
	struct conf *c = parse(all), *plain = parse("");
	const struct conf_lang *nl = conf_lang_find(c, str_of("nl"));
	const struct conf_lang *was = conf_lang_find(plain, str_of("nl"));
	size_t i;

	(void)state;
	for (i = 0; i < TEXT_COUNT; i++)
		assert_string_equal(
		    nl->texts[i], i == TEXT_EXIT ? "Weg" : was->texts[i]);
	assert_int_equal(c->nboxes, 2);
	assert_null(conf_box_find(c, str_of("feedback")));
	assert_int_equal(c->nthemes, 1);
	assert_string_equal(c->themes[0].terms.items[1], "te laat");
	assert_int_equal(plain->nboxes, 2);
	conf_free(&c);
	conf_free(&plain);
	c = parse("lang \"de\" { exit = \"Raus\" }\nlanguages = {\"en\"}\n");
	assert_int_equal(c->nlangs, 1);
	conf_free(&c);
}

/* The points that come along are empty; those of the file replace them. */
static void
test_framework(void **state)
{
	struct conf *c = parse(all), *plain = parse("");
	const struct conf_point *p;

	(void)state;
	assert_int_equal(plain->nframeworks, 1);
	assert_int_equal(plain->frameworks[0].npoints, 7);
	for (size_t i = 0; i < 7; i++)
		assert_int_equal(plain->frameworks[0].points[i].themes.n, 0);
	assert_int_equal(c->nframeworks, 2);
	assert_null(conf_point_find(c, str_of("punt-1")));
	p = conf_point_find(c, str_of("p1"));
	assert_string_equal(conf_words_in(&p->title, "nl"), "Een");
	assert_string_equal(p->themes.items[0], "t");
	p = conf_point_find(c, str_of("p2"));
	assert_string_equal(conf_words_in(&p->title, "en"), "p2");
	assert_int_equal(p->themes.n, 0);
	assert_ptr_equal(
	    conf_point_find(c, str_of("p3")), &c->frameworks[1].points[0]);
	conf_free(&c);
	conf_free(&plain);
}

static void
test_new_language_is_whole(void **state)
{
	static const char text[] = "\nlanguages = {\"nl\", \"de\"}\nlang "
				   "\"de\" { lang_name = \"Deutsch\" "
				   "lang_dir = \"ltr\" }\n";
	char expected[256];
	struct conf *c = NULL;
	struct err e;

	(void)state;
	assert_int_equal(conf_parse(text, sizeof(text) - 1, "f", &c, &e), -1);
	snprintf(expected, sizeof(expected),
	    "f:2: languages: %d texts are "
	    "missing in this language, the first is %s (value \"de\"); copy "
	    "conf/lang/en.conf, translate it and include it",
	    TEXT_COUNT - 2, text_keys[2]);
	assert_string_equal(e.msg, expected);
}

static void
assert_fixed_point(const struct conf *c)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;
	struct conf *again;

	conf_print(c, &once);
	again = parse(buf_cstr(&once));
	conf_print(again, &twice);
	assert_false(once.failed || twice.failed);
	assert_string_equal(buf_cstr(&once), buf_cstr(&twice));
	conf_free(&again);
	buf_free(&once);
	buf_free(&twice);
}

static void
test_print(void **state)
{
	struct conf *c = parse(all);

	(void)state;
	assert_fixed_point(c);
	conf_free(&c);
	c = parse("");
	assert_fixed_point(c);
	conf_free(&c);
}

/* What make install puts in /etc/gehoor, and the boxes with keys filled in. */
static void
test_examples(void **state)
{
	struct conf *c = NULL;
	struct err e = { "" };

	(void)state;
	if (conf_load("conf/gehoor.conf", &c, &e) == -1)
		fail_msg("%s", e.msg);
	assert_fixed_point(c);
	conf_free(&c);
	assert_int_equal(conf_load("conf/boxes/lijn.conf", &c, &e), -1);
	assert_string_equal(e.msg,
	    "conf/boxes/lijn.conf:8: box.lijn: nobody could read this box: it "
	    "has no readers (value \"\"); write readers = "
	    "{\"gehoor-reader:...\"}; gehoor keygen makes a key");
}

/* Files of a pattern in byte order, in the place where they are named. */
static void
test_include_order(void **state)
{
	static const char *const names[] = { "b", "a10", "a2", "Z", "a_" };
	static const char *const order[] = { "first", "bZ", "ba10", "ba2",
		"ba_", "bb", "last" };
	char name[32], text[256];
	struct conf *c = NULL;
	struct err e = { "" };
	size_t i;

	(void)state;
	assert_int_equal(mkdir(in_dir("boxes [x]"), 0700), 0);
	for (i = 0; i < 5; i++) {
		snprintf(name, sizeof(name), "boxes [x]/%s.conf", names[i]);
		snprintf(text, sizeof(text),
		    "theme \"t%zu\" { label = {\"nl:b%s\"} terms = {x} }\n", i,
		    names[i]);
		put(name, text);
	}
	put("boxes [x]/main.conf",
	    "theme \"first\" { terms = {x} } include(\"[!m]*.conf\") "
	    "theme \"last\" { terms = {x} } include(\"none*\")\n");
	if (conf_load(in_dir("boxes [x]/main.conf"), &c, &e) == -1)
		fail_msg("%s", e.msg);
	assert_int_equal(c->nthemes, 7);
	for (i = 0; i < 7; i++)
		assert_string_equal(
		    conf_words_in(&c->themes[i].label, "nl"), order[i]);
	conf_free(&c);
}

static void
expect_load(const char *file, const char *message)
{
	char expected[512];
	struct conf *c = NULL;
	struct err e = { "" };

	snprintf(expected, sizeof(expected), "%s/%s", dir, message);
	assert_int_equal(conf_load(in_dir(file), &c, &e), -1);
	assert_string_equal(e.msg, expected);
}

static void
test_include_errors(void **state)
{
	char twice[256];

	(void)state;
	put("missing.conf", "\ninclude(\"boxen.conf\")\n");
	expect_load("missing.conf",
	    "missing.conf:2: include: there is no such file (value "
	    "\"boxen.conf\"); names are relative to the directory of this "
	    "file");
	put("wrong.conf", "state = 1\n\nqueue = x\n");
	put("outer.conf", "include(\"wrong.conf\")\n");
	expect_load("outer.conf",
	    "wrong.conf:3: queue: not a number (value \"x\"); write a whole "
	    "number from 1 to 1000000");
	put("one.conf", "state = \"/a\"\n");
	put("twice.conf", "include(\"one.conf\") state = \"/b\"\n");
	snprintf(twice, sizeof(twice),
	    "twice.conf:1: state: was set before, at %s/one.conf:1 (value "
	    "\"/b\"); take one of them out",
	    dir);
	expect_load("twice.conf", twice);
}

/* A file in a file in a file in a file in the file, and no deeper. */
static void
test_include_depth(void **state)
{
	struct conf *c = NULL;
	struct err e = { "" };

	(void)state;
	put("0.conf", "include(\"1.conf\")\n");
	put("1.conf", "include(\"2.conf\")\n");
	put("2.conf", "include(\"3.conf\")\n");
	put("3.conf", "include(\"4.conf\")\n");
	put("4.conf", "organisation = \"deep\"\n");
	if (conf_load(in_dir("0.conf"), &c, &e) == -1)
		fail_msg("%s", e.msg);
	assert_string_equal(c->organisation, "deep");
	conf_free(&c);
	put("4.conf", "\ninclude(\"5.conf\")\n");
	put("5.conf", "");
	expect_load("0.conf",
	    "4.conf:2: include: more than 4 files within "
	    "each other (value \"5.conf\"); look for files that include each "
	    "other");
	put("self.conf", "include(\"self.conf\")\n");
	expect_load("self.conf",
	    "self.conf:1: include: more than 4 files "
	    "within each other (value \"self.conf\"); look for files that "
	    "include each other");
}

static void
test_read_file(void **state)
{
	struct buf b = BUF_INIT;
	struct err e;
	char expected[256];

	(void)state;
	put("secret", "0123456789");
	assert_int_equal(chmod(in_dir("secret"), 0640), 0);
	assert_int_equal(
	    conf_read_file(in_dir("secret"), 10, true, &b, &e), -1);
	snprintf(expected, sizeof(expected),
	    "%s/secret: others may read or change this secret (mode 0640); "
	    "chmod 600 %s/secret",
	    dir, dir);
	assert_string_equal(e.msg, expected);
	/* Of a credential its directory decides, but never for all. */
	assert_int_equal(chmod(in_dir("secret"), 0440), 0);
	setenv("CREDENTIALS_DIRECTORY", dir, 1);
	assert_int_equal(conf_read_file(in_dir("secret"), 10, true, &b, &e), 0);
	buf_clear(&b);
	assert_int_equal(chmod(in_dir("secret"), 0444), 0);
	assert_int_equal(
	    conf_read_file(in_dir("secret"), 10, true, &b, &e), -1);
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_int_equal(chmod(in_dir("secret"), 0600), 0);
	assert_int_equal(conf_read_file(in_dir("secret"), 10, true, &b, &e), 0);
	assert_string_equal(buf_cstr(&b), "0123456789");
	buf_clear(&b);
	assert_int_equal(conf_read_file(in_dir("secret"), 9, true, &b, &e), -1);
	assert_non_null(strstr(e.msg, "longer than 9 bytes"));
	assert_int_equal(conf_read_file(dir, 9, false, &b, &e), -1);
	assert_non_null(strstr(e.msg, "is a directory"));
	assert_int_equal(conf_read_file(in_dir("no"), 9, false, &b, &e), -1);
	assert_non_null(strstr(e.msg, "No such file"));
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_override),
		cmocka_unit_test(test_framework),
		cmocka_unit_test(test_new_language_is_whole),
		cmocka_unit_test(test_print),
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_include_order),
		cmocka_unit_test(test_include_errors),
		cmocka_unit_test(test_include_depth),
		cmocka_unit_test(test_read_file),
	};

	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
