/*
 * reader_file.c - a reader's secret in a file and on paper, and back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gehoor/crypto.h"
#include "tools/paper.h"
#include "tools/reader_file.h"
#include "tools/secret_file.h"

/* Cheap, so that the test is not about Argon2id. */
static const struct reader_file_cost cheap = { 1, 8192 };

static struct buf
passphrase(const char *s)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, s);
	return b;
}

static void
round_trip(const char *word)
{
	struct buf text = BUF_INIT, pass = passphrase(word == NULL ? "" : word);
	struct reader_secret r, back;
	struct err e;

	unseal_reader_new(&r);
	assert_int_equal(reader_file_format(&r, word == NULL ? NULL : &pass,
			     &cheap, &text, &e),
	    0);
	assert_int_equal(reader_file_is_locked(&text), word != NULL);
	if (reader_file_parse(&text, word == NULL ? NULL : &pass, &back, &e) !=
	    0)
		fail_msg("%s", e.msg);
	assert_memory_equal(&r, &back, sizeof(r));
	buf_free(&text);
	buf_free(&pass);
}

static void
open_and_locked(void **state)
{
	(void)state;
	round_trip(NULL);
	round_trip("correct horse");
	round_trip("caf\xc3\xa9 met een spatie ");
}

static void
wrong_passphrase(void **state)
{
	struct buf text = BUF_INIT, pass = passphrase("a"),
		   other = passphrase("b");
	struct reader_secret r, back;
	struct err e;

	(void)state;
	unseal_reader_new(&r);
	memset(&back, 7, sizeof(back));
	assert_int_equal(reader_file_format(&r, &pass, &cheap, &text, &e), 0);
	assert_int_equal(reader_file_parse(&text, &other, &back, &e), -1);
	assert_non_null(strstr(e.msg, "not the passphrase"));
	assert_int_equal(reader_file_parse(&text, NULL, &back, &e), -1);
	assert_int_equal(back.sk[0], 7);
	buf_free(&text);
	buf_free(&pass);
	buf_free(&other);
}

/* Any byte changed: refused, or (a changed letter case) the same secret. */
static void
every_byte(void **state)
{
	struct buf text = BUF_INIT, pass = passphrase("a");
	struct reader_secret r, back;
	struct err e;
	size_t i;

	(void)state;
	unseal_reader_new(&r);
	assert_int_equal(reader_file_format(&r, NULL, NULL, &text, &e), 0);
	for (i = 0; i < text.len; i++) {
		text.data[i] ^= 1;
		if (reader_file_parse(&text, NULL, &back, &e) == 0)
			assert_memory_equal(&r, &back, sizeof(r));
		text.data[i] ^= 1;
	}
	assert_int_equal(reader_file_parse(&text, NULL, &back, &e), 0);
	buf_clear(&text);
	assert_int_equal(reader_file_format(&r, &pass, &cheap, &text, &e), 0);
	for (i = 0; i < text.len; i++) {
		text.data[i] ^= 1;
		if (reader_file_parse(&text, &pass, &back, &e) == 0)
			assert_memory_equal(&r, &back, sizeof(r));
		text.data[i] ^= 1;
	}
	buf_free(&text);
	buf_free(&pass);
}

static void
refused(void **state)
{
	static const char *const bad[] = {
		"",
		"hello\n",
		"gehoor reader secret 2\npublic: x\nsecret: x\n",
		"gehoor reader secret 1\n",
		"gehoor reader secret 1\nsecret: AAAA\n",
		"gehoor reader secret 1\nextra: 1\n",
		"gehoor reader secret 1\npublic: gehoor-reader:x\n"
		"operations: 1\nmemory: 99999999999999999\nsalt: x\n"
		"locked: x\n",
	};
	struct reader_secret r;
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct buf text = passphrase(bad[i]);

		e.msg[0] = '\0';
		assert_int_equal(reader_file_parse(&text, NULL, &r, &e), -1);
		assert_true(strlen(e.msg) > 0);
		buf_free(&text);
	}
}

/* Demands that would stop the machine are not even tried. */
static void
demands(void **state)
{
	struct buf text = BUF_INIT, pass = passphrase("a"), big = BUF_INIT;
	struct reader_secret r;
	struct err e;
	const char *at;

	(void)state;
	unseal_reader_new(&r);
	assert_int_equal(reader_file_format(&r, &pass, &cheap, &text, &e), 0);
	at = strstr(buf_cstr(&text), "memory: 8192");
	assert_non_null(at);
	buf_add(&big, text.data, (size_t)(at - (char *)text.data));
	buf_adds(&big, "memory: 99999999999");
	buf_adds(&big, at + strlen("memory: 8192"));
	assert_int_equal(reader_file_parse(&big, &pass, &r, &e), -1);
	assert_non_null(strstr(e.msg, "damaged"));
	buf_free(&text);
	buf_free(&big);
	buf_free(&pass);
}

static void
never_overwritten(void **state)
{
	char dir[] = "/tmp/gehoor-test-XXXXXX", path[64];
	struct stat st;
	struct err e;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/key", dir);
	assert_int_equal(secret_file_create(path, "one", 3, &e), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(st.st_size, 3);
	assert_int_equal(secret_file_create(path, "three", 5, &e), -1);
	assert_non_null(strstr(e.msg, "never overwritten"));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 3);
	unlink(path);
	rmdir(dir);
}

/* The four lines of a paper, in place. */
static void
paper_lines(struct buf *text, char *line[PAPER_LINES])
{
	char *rest = (char *)text->data, *at;
	unsigned n = 0;

	while (n < PAPER_LINES && (at = strsep(&rest, "\n")) != NULL)
		if (at[0] == (char)('1' + n) && at[1] == ':')
			line[n++] = at;
	assert_int_equal(n, PAPER_LINES);
}

static int
read_line(
    unsigned number, const char *line, uint8_t out[static PAPER_LINE_BYTES])
{
	struct err e;

	return paper_read_line(number, line, strlen(line), out, &e);
}

static void
paper(void **state)
{
	struct buf text = BUF_INIT;
	char *line[PAPER_LINES], typed[64];
	uint8_t sk[32], out[PAPER_LINE_BYTES];
	unsigned i, k;

	(void)state;
	for (i = 0; i < sizeof(sk); i++)
		sk[i] = (uint8_t)(i * 37 + 5);
	paper_write(sk, "gehoor-reader:x", &text);
	assert_non_null(buf_cstr(&text));
	paper_lines(&text, line);
	for (i = 0; i < PAPER_LINES; i++) {
		assert_int_equal(read_line(i + 1, line[i], out), 0);
		assert_memory_equal(
		    out, sk + i * PAPER_LINE_BYTES, PAPER_LINE_BYTES);
		/* As people type: no number, small letters, o and l. */
		for (k = 0; line[i][k + 2] != '\0'; k++) {
			typed[k] = line[i][k + 2];
			if (typed[k] == '0')
				typed[k] = 'o';
			else if (typed[k] == '1')
				typed[k] = 'l';
			else if (typed[k] >= 'A' && typed[k] <= 'Z')
				typed[k] = (char)(typed[k] - 'A' + 'a');
			else if (typed[k] == '-')
				typed[k] = ' ';
		}
		typed[k] = '\0';
		assert_int_equal(read_line(i + 1, typed, out), 0);
		assert_memory_equal(
		    out, sk + i * PAPER_LINE_BYTES, PAPER_LINE_BYTES);
		/* The wrong line. */
		assert_int_equal(read_line((i + 1) % 4 + 1, line[i], out), -1);
	}
	buf_free(&text);
}

/* One letter wrong, missing or too many is noticed. */
static void
paper_mistyped(void **state)
{
	static const char good_letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	struct buf text = BUF_INIT;
	char *line[PAPER_LINES], kept;
	uint8_t sk[32] = { 1, 2, 3 }, out[PAPER_LINE_BYTES];
	unsigned missed = 0, i, k;

	(void)state;
	paper_write(sk, "gehoor-reader:x", &text);
	assert_non_null(buf_cstr(&text));
	paper_lines(&text, line);
	for (i = 3; line[0][i] != '\0'; i++) {
		if (line[0][i] == '-')
			continue;
		kept = line[0][i];
		for (k = 0; good_letters[k] != '\0'; k++) {
			line[0][i] = good_letters[k];
			if (good_letters[k] != kept)
				missed += read_line(1, line[0], out) == 0;
		}
		line[0][i] = 'U';
		assert_int_equal(read_line(1, line[0], out), -1);
		line[0][i] = ' ';
		assert_int_equal(read_line(1, line[0], out), -1);
		line[0][i] = kept;
	}
	assert_int_equal(missed, 0);
	assert_int_equal(read_line(1, "", out), -1);
	assert_int_equal(read_line(1, "1: 0000-0000-0000-0000-0", out), -1);
	buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(open_and_locked),
		cmocka_unit_test(wrong_passphrase),
		cmocka_unit_test(every_byte),
		cmocka_unit_test(refused),
		cmocka_unit_test(demands),
		cmocka_unit_test(never_overwritten),
		cmocka_unit_test(paper),
		cmocka_unit_test(paper_mistyped),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
