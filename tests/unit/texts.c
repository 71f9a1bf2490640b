/*
 * texts.c - the words people read: whole in every language that comes with
 * the program, with the same placeholders, and in plain Dutch.
 */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/charset.h"
#include "gehoor/code.h"
#include "gehoor/conf.h"
#include "gehoor/embed.h"
#include "gehoor/utf8.h"

#define SENTENCE_MEAN 12 /* words; what readers of level B1 manage */
#define SENTENCE_MAX 22

/* Words of offices, and promises nobody can keep. */
static const char *const forbidden[] = { "uwe", "aangaande", "aldus", "alsmede",
	"alsook", "betreffende", "bovengenoemd", "bovenstaand", "conform",
	"dermate", "derhalve", "desbetreffende", "desgewenst", "dient",
	"dienen", "doch", "echter", "edoch", "evenwel", "geacht", "gelieve",
	"hierbij", "hierdoor", "hieromtrent", "indien", "ingevolge", "inzake",
	"jegens", "mede", "middels", "mits", "nimmer", "omtrent",
	"ondergetekende", "onderhavige", "overeenkomstig", "reeds",
	"respectievelijk", "slechts", "tenzij", "teneinde", "terzake", "thans",
	"tevens", "tezamen", "vermits", "voornoemd", "voorts", "wederom",
	"zulks", "zodoende", "gegarandeerd", "garantie" };

struct counts {
	size_t sentences;
	size_t words;
};

/* Texts that only differ from those of a language, as "lang/nl-u.conf". */
static bool
is_polite(const struct embed_file *f)
{
	return strstr(f->name, "-u.conf") != NULL;
}

/* A configuration with the languages that come with the program. */
static struct conf *
all_languages(void)
{
	struct buf text = BUF_INIT;
	struct conf *c = NULL;
	struct err e = { "" };
	const struct embed_file *f;
	const char *between = "languages = {";

	for (f = embed_files; f->name != NULL; f++) {
		if (strncmp(f->name, "lang/", 5) != 0 || is_polite(f))
			continue;
		buf_addf(&text, "%s\"%.*s\"", between,
		    (int)strcspn(f->name + 5, "."), f->name + 5);
		between = ", ";
	}
	buf_adds(&text, "}\n");
	if (conf_parse(
		(const char *)text.data, text.len, "languages", &c, &e) == -1)
		fail_msg("%s", e.msg);
	buf_free(&text);
	return c;
}

static bool
is_letter(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Whether every {placeholder} of a is in b. */
static bool
has_all(const char *a, const char *b)
{
	const char *p;
	size_t n;

	for (p = strchr(a, '{'); p != NULL; p = strchr(p + 1, '{')) {
		n = strcspn(p, "}") + 1;
		if (memmem(b, strlen(b), p, n) == NULL)
			return false;
	}
	return true;
}

static void
test_whole(void **state)
{
	struct conf *c = all_languages();
	size_t i, t;

	(void)state;
	assert_true(c->nlangs >= 2);
	for (i = 0; i < c->nlangs; i++)
		for (t = 0; t < TEXT_COUNT; t++)
			if (*c->langs[i].texts[t] == '\0')
				fail_msg("%s: %s is empty", c->langs[i].code,
				    text_keys[t]);
	conf_free(&c);
}

static void
test_placeholders(void **state)
{
	struct conf *c = all_languages();
	const char *a, *b;
	size_t i, t;

	(void)state;
	for (i = 1; i < c->nlangs; i++) {
		for (t = 0; t < TEXT_COUNT; t++) {
			a = c->langs[0].texts[t];
			b = c->langs[i].texts[t];
			if (!has_all(a, b) || !has_all(b, a))
				fail_msg("%s: placeholders differ in %s and %s",
				    text_keys[t], c->langs[0].code,
				    c->langs[i].code);
		}
	}
	conf_free(&c);
}

/* The next "key = " at the beginning of a line, one tab deep; NULL: none. */
static const char *
next_key(const char *p, char key[static 64])
{
	while ((p = strstr(p, "\n\t")) != NULL) {
		size_t n =
		    strspn(p += 2, "abcdefghijklmnopqrstuvwxyz_0123456789");

		if (n == 0 || n >= 64 || strncmp(p + n, " = ", 3) != 0)
			continue;
		memcpy(key, p, n);
		key[n] = '\0';
		return p;
	}
	return NULL;
}

/* Every file has the same keys in the same order, so that they compare. */
static void
test_order(void **state)
{
	const struct embed_file *f;

	(void)state;
	for (f = embed_files; f->name != NULL; f++) {
		const char *p = f->text;
		char key[64];
		size_t t = 0;

		if (strncmp(f->name, "lang/", 5) != 0)
			continue;
		for (; (p = next_key(p, key)) != NULL; t++) {
			while (is_polite(f) && t < TEXT_COUNT &&
			    strcmp(key, text_keys[t]) != 0)
				t++;
			if (t == TEXT_COUNT || strcmp(key, text_keys[t]) != 0)
				fail_msg("%s: %s stands where %s should",
				    f->name, key,
				    t < TEXT_COUNT ? text_keys[t] : "the end");
		}
		if (!is_polite(f) && t < TEXT_COUNT)
			fail_msg("%s lacks %s", f->name, text_keys[t]);
	}
}

/* Whether a word stands in a text, in small letters or with a capital. */
static bool
has_word(const char *text, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = text; *p != '\0'; p++)
		if ((p == text || !is_letter(p[-1])) &&
		    strncasecmp(p, word, n) == 0 && !is_letter(p[n]))
			return true;
	return false;
}

/* Where one says "je" the other says "u", and neither mixes them. */
static void
test_address(void **state)
{
	static const char *const familiar[] = { "je", "jij", "jou", "jouw",
		"jullie", "jezelf" };
	struct conf *c = all_languages();
	const struct conf_lang *nl = conf_lang_find(c, str_of("nl"));
	size_t t, i;

	(void)state;
	assert_true(nl->has_polite);
	for (t = 0; t < TEXT_COUNT; t++)
		for (i = 0; i < sizeof(familiar) / sizeof(familiar[0]); i++)
			if (has_word(nl->polite[t], familiar[i]))
				fail_msg("nl-u: %s says \"%s\"", text_keys[t],
				    familiar[i]);
	for (t = 0; t < TEXT_COUNT; t++)
		if (has_word(nl->texts[t], "u") || has_word(nl->texts[t], "uw"))
			fail_msg("nl: %s says \"u\"", text_keys[t]);
	conf_free(&c);
}

/*
 * What goes to a phone is one text message: 160 septets of GSM 03.38, or 70
 * units of UCS-2.
 */
static void
test_sms_length(void **state)
{
	static const enum text replies[] = { TEXT_SMS_WAITING,
		TEXT_SMS_ANSWERED, TEXT_SMS_UNKNOWN, TEXT_SMS_EMPTY };
	struct conf *c = all_languages();
	struct buf b = BUF_INIT;
	size_t i, k;

	(void)state;
	for (i = 0; i < c->nlangs; i++) {
		const struct conf_lang *l = &c->langs[i];
		const char *reply = l->texts[TEXT_SMS_REPLY];
		const char *code = strstr(reply, "{code}");
		const char *danger = strstr(reply, "{danger}");

		assert_non_null(strstr(l->texts[TEXT_SMS_DANGER], "112"));
		assert_true(code != NULL && danger > code);
		buf_clear(&b);
		buf_add(&b, reply, (size_t)(code - reply));
		buf_addz(&b, CODE_SHOWN_LEN);
		memset(b.data + b.len - CODE_SHOWN_LEN, 'X', CODE_SHOWN_LEN);
		buf_add(&b, code + 6, (size_t)(danger - code - 6));
		buf_adds(&b, l->texts[TEXT_SMS_DANGER]);
		buf_adds(&b, danger + 8);
		if (!charset_fits_sms(
			(struct str){ (const char *)b.data, b.len }))
			fail_msg("%s: sms_reply is too long", l->code);
		for (k = 0; k < sizeof(replies) / sizeof(replies[0]); k++)
			if (!charset_fits_sms(str_of(l->texts[replies[k]])) ||
			    !charset_fits_sms(str_of(l->polite[replies[k]])))
				fail_msg("%s: %s is too long", l->code,
				    text_keys[replies[k]]);
	}
	buf_free(&b);
	conf_free(&c);
}

/* The same name twice would make one of them unreachable. */
static void
test_names(void **state)
{
	size_t i, j;

	(void)state;
	for (i = 0; i < TEXT_COUNT; i++)
		for (j = i + 1; j < TEXT_COUNT; j++)
			assert_string_not_equal(text_keys[i], text_keys[j]);
}

static void
check_word(const char *key, const char *p, size_t n)
{
	size_t i;

	for (i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++)
		if (strlen(forbidden[i]) == n &&
		    strncasecmp(forbidden[i], p, n) == 0)
			fail_msg("%s: \"%s\" is not a word of plain Dutch", key,
			    forbidden[i]);
}

/* Counts sentences and words of a text, and looks at each of them. */
static void
count_text(const char *key, const char *p, struct counts *c)
{
	size_t words = 0, n;

	for (;;) {
		for (n = 0; is_letter(p[n]);)
			n++;
		if (n > 0) {
			check_word(key, p, n);
			words++;
			p += n;
		}
		if (*p == '\0' || strchr(".?!:|\n", *p) != NULL) {
			if (words > SENTENCE_MAX)
				fail_msg(
				    "%s: a sentence of %zu words", key, words);
			c->sentences += words > 0;
			c->words += words;
			words = 0;
		}
		if (*p == '\0')
			return;
		p++;
	}
}

static void
test_plain_dutch(void **state)
{
	struct conf *c = all_languages();
	const struct conf_lang *nl = conf_lang_find(c, str_of("nl"));
	struct counts counts = { 0, 0 };
	size_t t, i;

	(void)state;
	assert_non_null(nl);
	for (t = 0; t < TEXT_COUNT; t++) {
		count_text(text_keys[t], nl->texts[t], &counts);
		count_text(text_keys[t], nl->polite[t], &counts);
	}
	for (i = 0; i < c->nboxes; i++)
		count_text(c->boxes[i].name,
		    conf_words_in(&c->boxes[i].intro, "nl"), &counts);
	for (i = 0; i < c->nthemes; i++)
		count_text(c->themes[i].id,
		    conf_words_in(&c->themes[i].need, "nl"), &counts);
	assert_true(counts.sentences > 50);
	if (counts.words > SENTENCE_MEAN * counts.sentences)
		fail_msg("%zu words in %zu sentences", counts.words,
		    counts.sentences);
	conf_free(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_placeholders),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_address),
		cmocka_unit_test(test_sms_length),
		cmocka_unit_test(test_plain_dutch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
