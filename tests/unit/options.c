/*
 * options.c - the words of the command line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tools/command.h"
#include "tools/options.h"

#define MAX_WORDS 12

struct line {
	struct invocation iv;
	char *argv[MAX_WORDS];
	int argc;
	char words[256];
	struct err e;
};

/* Words apart at blanks; 0 or -1 as options_parse. */
static int
parse(struct line *l, const char *text)
{
	char *at, *rest;

	memset(l, 0, sizeof(*l));
	snprintf(l->words, sizeof(l->words), "%s", text);
	rest = l->words;
	while ((at = strsep(&rest, " ")) != NULL)
		if (*at != '\0')
			l->argv[l->argc++] = at;
	return options_parse(&l->iv, l->argc, l->argv, &l->e);
}

static void
expect(const char *text, const char *reason)
{
	struct line l;

	assert_int_equal(parse(&l, text), -1);
	if (strstr(l.e.msg, reason) == NULL)
		fail_msg("'%s' is not in '%s'", reason, l.e.msg);
}

static void
forms(void **state)
{
	static const char *const same[] = {
		"-c x keygen -o y -q",
		"-cx -q keygen -oy",
		"--config=x keygen --output=y --quiet",
		"--config x keygen --output y -q",
		"keygen -qoy -c x",
		"-qcx keygen -o y",
	};
	struct line l;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		if (parse(&l, same[i]) != 0)
			fail_msg("%s: %s", same[i], l.e.msg);
		assert_string_equal(l.iv.command->name, "keygen");
		assert_string_equal(l.iv.global[GLOBAL_CONFIG], "x");
		assert_string_equal(option_value(&l.iv, "output"), "y");
		assert_null(option_value(&l.iv, "pepper"));
		assert_true(l.iv.quiet);
		assert_int_equal(l.iv.argc, 0);
	}
}

static void
operands(void **state)
{
	struct line l;

	(void)state;
	assert_int_equal(parse(&l, "verify a --json b -- --json -"), 0);
	assert_string_equal(option_value(&l.iv, "json"), "");
	assert_int_equal(l.iv.argc, 4);
	assert_string_equal(l.iv.argv[0], "a");
	assert_string_equal(l.iv.argv[1], "b");
	assert_string_equal(l.iv.argv[2], "--json");
	assert_string_equal(l.iv.argv[3], "-");
	assert_int_equal(options_check_operands(&l.iv, &l.e), 0);
	assert_int_equal(parse(&l, "ingest now"), 0);
	assert_int_equal(options_check_operands(&l.iv, &l.e), -1);
	assert_non_null(strstr(l.e.msg, "\"now\""));
	assert_int_equal(parse(&l, "help a b"), 0);
	assert_int_equal(options_check_operands(&l.iv, &l.e), -1);
	assert_int_equal(parse(&l, ""), 0);
	assert_null(l.iv.command);
}

static void
refused(void **state)
{
	(void)state;
	expect("--nope", "--nope");
	expect("-x", "-x");
	expect("ingest -x", "ingest has no option -x");
	expect("ingest --rebiuld", "did you mean --rebuild?");
	expect("ingest --quite", "did you mean --quiet?");
	expect("inegst", "did you mean ingest?");
	expect("frobnicate", "gehoor help");
	expect("keygen -o", "needs a value");
	expect("keygen --output=", "needs a value");
	expect("keygen --pepper=yes", "takes no value");
	expect("keygen -o a --output b", "given twice");
	expect("-c a -c b ingest", "given twice");
	/* Names are not abbreviated: scripts must survive a new option. */
	expect("keygen --out x", "no option --out");
	expect("--json verify", "--json");
}

/* The letters of a command must not hide those of every command. */
static void
table(void **state)
{
	const struct option_row *row, *global;
	size_t i;

	(void)state;
	for (i = 0; commands[i] != NULL; i++) {
		assert_ptr_equal(command_find(commands[i]->name), commands[i]);
		assert_non_null(commands[i]->run);
		assert_non_null(commands[i]->operands);
		assert_non_null(commands[i]->example);
		row = commands[i]->options;
		for (; row != NULL && row->name != NULL; row++) {
			assert_true(
			    row - commands[i]->options < COMMAND_MAX_OPTIONS);
			for (global = global_options; global->name != NULL;
			     global++) {
				assert_string_not_equal(
				    row->name, global->name);
				assert_true(row->letter == 0 ||
				    row->letter != global->letter);
			}
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms),
		cmocka_unit_test(operands),
		cmocka_unit_test(refused),
		cmocka_unit_test(table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
