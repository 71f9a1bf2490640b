/*
 * parts.c - the parts of long text messages: which belong together, and when
 * they are given back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "gehoor/crypto.h"
#include "tools/parts.h"

/* What came back: "text:extra,extra;" with "!" for what is not complete. */
struct back {
	struct parts *parts;
	struct buf said;
	size_t sets, refs;
	bool fails, was_empty;
};

static int
back_cb(const struct parts_set *s, void *arg, struct err *e)
{
	struct back *b = arg;

	b->sets++;
	b->refs += s->nrefs;
	b->was_empty |= parts_is_empty(b->parts);
	buf_addstr(&b->said, s->text);
	buf_adds(&b->said, s->complete ? ":" : "!");
	for (size_t i = 0; i < s->n; i++)
		buf_addc(&b->said, *(const char *)s->extra[i]);
	buf_addc(&b->said, ';');
	return b->fails ? err_set(e, "as asked") : 0;
}

static int
setup(void **state)
{
	struct back *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return -1;
	b->parts = parts_new(1, back_cb, b);
	*state = b;
	return b->parts == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	struct back *b = *state;

	parts_free(&b->parts);
	buf_free(&b->said);
	free(b);
	return 0;
}

static int
add(struct back *b, const char *ref, const char *before, unsigned n,
    unsigned of, const char *text)
{
	const struct part part = { { str_of(ref), str_of(before), n, of },
		str_of(text), text };
	struct err e;

	assert_true(parts_is_part(&part.at));
	return parts_add(b->parts, &part, &e);
}

static void
said(struct back *b, const char *want)
{
	assert_int_equal(parts_flush(b->parts, NULL), 0);
	assert_true(parts_is_empty(b->parts));
	assert_false(b->was_empty);
	buf_addc(&b->said, '\0');
	assert_string_equal((const char *)b->said.data, want);
	buf_clear(&b->said);
}

static void
all_orders(void **state)
{
	static const char orders[][4] = { "123", "132", "213", "231", "312",
		"321" };
	static const char *const text[] = { "een ", "twee ", "drie" };

	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		struct back *b = *state;

		for (size_t k = 0; k < 3; k++) {
			unsigned n = (unsigned)(orders[i][k] - '0');

			assert_true(k == 0 || !parts_is_empty(b->parts));
			assert_int_equal(
			    add(b, "a1", "", n, 3, text[n - 1]), 0);
		}
		assert_true(parts_is_empty(b->parts));
		said(b, "een twee drie:etd;");
	}
}

static void
gaps(void **state)
{
	struct back *b = *state;

	add(b, "a1", "", 1, 3, "a");
	add(b, "a1", "", 3, 3, "c");
	add(b, "a2", "", 2, 3, "b");
	add(b, "a3", "", 1, 255, "d");
	said(b,
	    "a" PARTS_GAP "c!ac;" PARTS_GAP "b" PARTS_GAP "!b;d" PARTS_GAP
	    "!d;");
}

static void
apart(void **state)
{
	struct back *b = *state;

	/* Mixed, and of another number of parts. */
	add(b, "a1", "", 1, 2, "a");
	add(b, "b1", "", 1, 2, "b");
	add(b, "a1", "", 2, 3, "x");
	add(b, "b1", "", 2, 2, "c");
	add(b, "a1", "", 2, 2, "d");
	said(b, "bc:bc;ad:ad;" PARTS_GAP "x" PARTS_GAP "!x;");
	/* One ref, two messages: the one begun first is filled first. */
	add(b, "a1", "", 1, 2, "a");
	add(b, "a1", "", 1, 2, "b");
	add(b, "a1", "", 2, 2, "c");
	add(b, "a1", "", 2, 2, "d");
	said(b, "ac:ac;bd:bd;");
}

/* Over midnight, and over the next one. */
static void
before(void **state)
{
	struct back *b = *state;

	add(b, "a1", "f0", 3, 4, "c");
	add(b, "b2", "a1", 1, 4, "a");
	add(b, "c3", "b2", 4, 4, "d");
	add(b, "b2", "a1", 2, 4, "b");
	assert_int_equal(b->refs, 4);
	said(b, "abcd:abcd;");
	/* The one that names the other comes first. */
	add(b, "b2", "a1", 2, 2, "b");
	add(b, "a1", "", 1, 2, "a");
	said(b, "ab:ab;");
	/* A day that is left out joins nothing. */
	add(b, "a1", "", 1, 2, "a");
	add(b, "c3", "b2", 2, 2, "b");
	said(b, "a" PARTS_GAP "!a;" PARTS_GAP "b!b;");
}

static void
not_parts(void **state)
{
	static const struct {
		const char *ref, *before;
		unsigned n, of;
	} wrong[] = { { "", "", 1, 2 }, { "a", "", 0, 2 }, { "a", "", 3, 2 },
		{ "a", "", 1, 1 }, { "a", "", 1, 0 }, { "a", "", 1, 256 },
		{ "A", "", 1, 2 }, { "g", "", 1, 2 }, { "a", "x", 1, 2 },
		{ "0123456789abcdef0123456789abcdef"
		  "0123456789abcdef0123456789abcdef0",
		    "", 1, 2 } };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(
		    parts_is_part(&(struct record_part){ str_of(wrong[i].ref),
			str_of(wrong[i].before), wrong[i].n, wrong[i].of }));
	assert_false(parts_is_part(
	    &(struct record_part){ { "a\0b", 3 }, { NULL, 0 }, 1, 2 }));
}

static void
many_sets(void **state)
{
	struct back *b = *state;
	char ref[17];

	for (size_t i = 0; i < PARTS_SETS_MAX + 5; i++) {
		snprintf(ref, sizeof(ref), "%zx", i);
		assert_int_equal(add(b, ref, "", 1, 2, "x"), 0);
	}
	assert_int_equal(b->sets, 5);
	/* Its set is gone: it begins one, and another one goes. */
	assert_int_equal(add(b, "0", "", 2, 2, "y"), 0);
	assert_int_equal(b->sets, 6);
	assert_int_equal(add(b, "6", "", 2, 2, "z"), 0);
	assert_int_equal(b->sets, 7);
	buf_clear(&b->said);
	parts_drop(b->parts);
	said(b, "");
}

/* One ref for all: the same, and no slower. */
static void
much_alike(void **state)
{
	struct back *b = *state;

	for (size_t i = 0; i < 200000; i++)
		assert_int_equal(add(b, "a1", "b2", 1, 2, "x"), 0);
	assert_true(b->sets >= 200000 - PARTS_ALIKE_MAX);
	buf_clear(&b->said);
	parts_drop(b->parts);
}

static void
much_text(void **state)
{
	struct back *b = *state;
	char *text = malloc((1 << 20) + 1);
	char ref[17];

	assert_non_null(text);
	memset(text, 'x', 1 << 20);
	text[1 << 20] = '\0';
	for (size_t i = 0; i < 40; i++) {
		snprintf(ref, sizeof(ref), "%zx", i);
		assert_int_equal(add(b, ref, "", 1, 2, text), 0);
	}
	assert_true(b->sets >= 8 && b->sets < 40);
	free(text);
}

static void
failure(void **state)
{
	struct back *b = *state;

	b->fails = true;
	assert_int_equal(add(b, "a1", "", 1, 2, "a"), 0);
	assert_int_equal(add(b, "a1", "", 2, 2, "b"), -1);
}

#define TEST(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_orders),
		TEST(gaps),
		TEST(apart),
		TEST(before),
		TEST(not_parts),
		TEST(many_sets),
		TEST(much_alike),
		TEST(much_text),
		TEST(failure),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
