/*
 * paper.c - a reader's secret written down on paper, and typed back in.
 *
 * Four lines "1: K7QF-9M2X-4T8B-1WZH": 8 bytes of the secret and the first
 * 2 bytes of BLAKE2b-128(line number || the 8 bytes), together 80 bits, as
 * 16 characters of Crockford's base32 (no I L O U).  The number in the check
 * notices lines that changed places.
 */
#include "paper.h"

#include <string.h>

#include "gehoor/code.h"
#include "gehoor/crypto.h"

#define CHECK_LEN 2
#define LINE_LEN (PAPER_LINE_BYTES + CHECK_LEN)
#define SYMBOLS (LINE_LEN * 8 / 5)

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void
line_check(unsigned number, const uint8_t *bytes, uint8_t *check)
{
	uint8_t hash[16], first = (uint8_t)number;
	const struct crypto_part parts[] = {
		{ &first, 1 },
		{ bytes, PAPER_LINE_BYTES },
	};

	crypto_blake2b(hash, sizeof(hash), NULL, parts, 2);
	memcpy(check, hash, CHECK_LEN);
	crypto_wipe(hash, sizeof(hash));
}

/* Five bits from the front of the bytes, for each symbol. */
static void
write_line(unsigned number, const uint8_t *bytes, struct buf *out)
{
	uint8_t line[LINE_LEN + 1] = { 0 };
	unsigned i, bit, five;

	memcpy(line, bytes, PAPER_LINE_BYTES);
	line_check(number, bytes, line + PAPER_LINE_BYTES);
	buf_addf(out, "%u:", number);
	for (i = 0; i < SYMBOLS; i++) {
		bit = i * 5;
		five = ((unsigned)line[bit / 8] << 8 | line[bit / 8 + 1]) >>
			(11 - bit % 8) &
		    31;
		if (i % 4 == 0)
			buf_addc(out, i == 0 ? ' ' : '-');
		buf_addc(out, alphabet[five]);
	}
	buf_addc(out, '\n');
	crypto_wipe(line, sizeof(line));
}

void
paper_write(
    const uint8_t sk[static 32], const char *public_line, struct buf *out)
{
	unsigned i;

	buf_adds(out,
	    "# Back-up of a gehoor reader secret. Write it down, keep"
	    " it locked away\n# from the machine, and destroy other copies."
	    " Whoever has it reads all\n# that was sent to this reader. To"
	    " restore: gehoor keygen --from-paper\n");
	for (i = 0; i < PAPER_LINES; i++)
		write_line(i + 1, sk + (size_t)i * PAPER_LINE_BYTES, out);
	buf_addf(out, "%s\n", public_line);
}

/* Skips "1:" if it is there. */
static void
skip_number(const char **p, size_t *n)
{
	const char *colon = *n == 0 ? NULL : memchr(*p, ':', *n);

	if (colon != NULL) {
		*n -= (size_t)(colon + 1 - *p);
		*p = colon + 1;
	}
}

/* The symbols as bits, first symbol first; their number is returned. */
static unsigned
read_symbols(const char *p, size_t n, uint8_t *line, struct err *e)
{
	unsigned count = 0, bit;
	int value;

	for (; n > 0; p++, n--) {
		if (*p == ' ' || *p == '-' || *p == '\t' || *p == '\r')
			continue;
		value = code_symbol(*p);
		if (value == -1) {
			err_set(e, "there is a sign in it that is never used");
			return 0;
		}
		if (count < SYMBOLS) {
			bit = count * 5;
			line[bit / 8] |= (uint8_t)(value << 3 >> bit % 8);
			if (bit % 8 > 3)
				line[bit / 8 + 1] |=
				    (uint8_t)(value << (11 - bit % 8));
		}
		count++;
	}
	if (count != SYMBOLS)
		err_set(
		    e, "it has %u signs where %d are needed", count, SYMBOLS);
	return count;
}

int
paper_read_line(unsigned number, const char *p, size_t n,
    uint8_t out[static PAPER_LINE_BYTES], struct err *e)
{
	uint8_t line[LINE_LEN + 1] = { 0 }, check[CHECK_LEN];
	struct err why;
	int ret = -1;

	skip_number(&p, &n);
	if (read_symbols(p, n, line, &why) != SYMBOLS) {
		err_set(e, "line %u: %s", number, why.msg);
		goto cleanup;
	}
	line_check(number, line, check);
	if (memcmp(check, line + PAPER_LINE_BYTES, CHECK_LEN) != 0) {
		err_set(e, "line %u is mistyped, or is not line %u", number,
		    number);
		goto cleanup;
	}
	memcpy(out, line, PAPER_LINE_BYTES);
	ret = 0;
cleanup:
	crypto_wipe(line, sizeof(line));
	return ret;
}
