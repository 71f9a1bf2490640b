/*
 * conf_manual.c - gehoor.conf.5 and conf/gehoor.conf against the table of
 * settings, both ways, defaults included.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "gehoor/conf.h"

#define MAX_ITEMS 128

/* What the page says about one setting. */
struct item {
	char section[16];
	char name[32];
	char type[64];
	char initial[96];
};

static struct item items[MAX_ITEMS];
static size_t nitems;

/* Copies the rest of a line after a macro, with roff's escapes undone. */
static void
copy_arg(const char *p, char *out, size_t room)
{
	size_t n = 0;

	for (; *p != '\0' && *p != '\n' && n + 1 < room; p++) {
		if (strncmp(p, "\\(dq", 4) == 0) {
			out[n++] = '"';
			p += 3;
		} else if (strncmp(p, "\\e", 2) == 0) {
			out[n++] = '\\';
			p++;
		} else {
			out[n++] = *p;
		}
	}
	if (n > 2 && strncmp(out + n - 2, " .", 2) == 0)
		n -= 2;
	out[n] = '\0';
}

static int
read_page(void **state)
{
	FILE *f = fopen("conf/gehoor.conf.5", "r");
	char line[256], section[32] = "";
	int in = 0, after_default = 0;
	struct item *it = NULL;

	(void)state;
	if (f == NULL)
		return -1;
	while (fgets(line, sizeof(line), f) != NULL) {
		if (strncmp(line, ".Sh ", 4) == 0)
			in = strcmp(line, ".Sh SETTINGS\n") == 0;
		if (in && strncmp(line, ".Ss ", 4) == 0)
			copy_arg(line + 4, section, sizeof(section));
		if (in && strncmp(line, ".It Ic ", 7) == 0 &&
		    nitems < MAX_ITEMS) {
			it = &items[nitems++];
			snprintf(it->section, sizeof(it->section), "%.15s",
			    strcmp(section, "The file itself") == 0 ? ""
								    : section);
			copy_arg(line + 7, it->name, sizeof(it->name));
		}
		if (in && it != NULL && strncmp(line, ".Pq ", 4) == 0)
			copy_arg(line + 4, it->type, sizeof(it->type));
		if (in && it != NULL && after_default &&
		    strncmp(line, ".Li ", 4) == 0)
			copy_arg(line + 4, it->initial, sizeof(it->initial));
		after_default = strcmp(line, "Default:\n") == 0;
	}
	fclose(f);
	return 0;
}

static const struct item *
find_item(const struct conf_setting *s)
{
	size_t i;

	for (i = 0; i < nitems; i++)
		if (strcasecmp(items[i].section, s->section) == 0 &&
		    strcmp(items[i].name, s->name) == 0)
			return &items[i];
	return NULL;
}

/* Defaults that are nothing are not written. */
static const char *
written(const char *initial)
{
	return strcmp(initial, "\"\"") == 0 || strcmp(initial, "{}") == 0
	    ? ""
	    : initial;
}

static void
test_page_has_all(void **state)
{
	const struct conf_setting *s;
	const struct item *it;
	size_t n, i;

	(void)state;
	s = conf_settings(&n);
	for (i = 0; i < n; i++) {
		it = find_item(&s[i]);
		if (it == NULL)
			fail_msg("gehoor.conf.5 lacks %s.%s", s[i].section,
			    s[i].name);
		assert_string_equal(it->type, s[i].type);
		if (strcmp(it->initial, written(s[i].initial)) != 0)
			fail_msg("%s.%s: default %s, in gehoor.conf.5 %s",
			    s[i].section, s[i].name, s[i].initial, it->initial);
	}
	/* So the page has nothing else, nor anything twice. */
	assert_int_equal(nitems, n);
}

/* Every setting has its words, and a default of its own type. */
static void
test_table(void **state)
{
	const struct conf_setting *s;
	size_t n, i;

	(void)state;
	s = conf_settings(&n);
	for (i = 0; i < n; i++) {
		assert_true(strlen(s[i].help) > 10);
		assert_int_equal(s[i].help[strlen(s[i].help) - 1], '.');
		assert_true(*s[i].type != '\0');
	}
}

/* conf/gehoor.conf shows every setting, at the top level with its default. */
static void
test_example_has_all(void **state)
{
	const struct conf_setting *s;
	struct buf b = BUF_INIT;
	struct err e;
	char shown[160];
	size_t n, i;

	(void)state;
	assert_int_equal(
	    conf_read_file("conf/gehoor.conf", 1 << 20, false, &b, &e), 0);
	s = conf_settings(&n);
	for (i = 0; i < n; i++) {
		if (strcmp(s[i].name, "KEY") == 0)
			continue;
		snprintf(shown, sizeof(shown), "%s = %s", s[i].name,
		    *s[i].section == '\0' ? s[i].initial : "");
		if (strstr(buf_cstr(&b), shown) == NULL)
			fail_msg("conf/gehoor.conf lacks %s", shown);
	}
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_page_has_all),
		cmocka_unit_test(test_example_has_all),
	};

	return cmocka_run_group_tests(tests, read_page, NULL);
}
