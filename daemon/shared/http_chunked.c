/*
 * http_chunked.c - the chunked transfer coding (RFC 9112 7.1), undone in
 * place.
 *
 * A table of states, one step per byte outside the data.  Extensions and the
 * trailer section are checked for syntax, counted against a cap, and
 * forgotten.  Stricter than the RFC: no blank around ";" and "=" of an
 * extension, at most 16 digits, no trailer that speaks of framing.
 */
#include "gehoor/http_request.h"

#include "http_class.h"

#define DIGITS_MAX 16
#define TRAILER_MAX 4096

enum state {
	SIZE,     /* hexadecimal digits */
	EXT_NAME, /* behind ";" */
	EXT_NAME_MORE,
	EXT_VALUE, /* behind "=" */
	EXT_VALUE_MORE,
	EXT_QUOTED,
	EXT_ESCAPED, /* behind a backslash */
	EXT_QUOTE_END,
	SIZE_LF,
	DATA,
	DATA_CR,
	DATA_LF,
	TRAILER, /* at the beginning of a line */
	TRAILER_NAME,
	TRAILER_VALUE,
	TRAILER_LF,
	END_LF,
	ENDED,
	BROKEN,
	TOO_LONG
};

/*
 * What may come in each state: bytes of a class keep or move on to a state,
 * up to three single bytes go elsewhere; anything else is an error.
 */
struct rule {
	uint8_t class;
	uint8_t to;
	struct {
		char byte;
		uint8_t to;
	} single[3];
};

/* clang-format off */
static const struct rule rules[] = {
	[SIZE] = { HTTP_IS_HEX, SIZE,
	    { { ';', EXT_NAME }, { '\r', SIZE_LF } } },
	[EXT_NAME] = { HTTP_IS_TOKEN, EXT_NAME_MORE, { { 0, 0 } } },
	[EXT_NAME_MORE] = { HTTP_IS_TOKEN, EXT_NAME_MORE,
	    { { '=', EXT_VALUE }, { ';', EXT_NAME }, { '\r', SIZE_LF } } },
	[EXT_VALUE] = { HTTP_IS_TOKEN, EXT_VALUE_MORE,
	    { { '"', EXT_QUOTED } } },
	[EXT_VALUE_MORE] = { HTTP_IS_TOKEN, EXT_VALUE_MORE,
	    { { ';', EXT_NAME }, { '\r', SIZE_LF } } },
	[EXT_QUOTED] = { HTTP_IS_VALUE, EXT_QUOTED,
	    { { '"', EXT_QUOTE_END }, { '\\', EXT_ESCAPED } } },
	[EXT_ESCAPED] = { HTTP_IS_VALUE, EXT_QUOTED, { { 0, 0 } } },
	[EXT_QUOTE_END] = { 0, 0, { { ';', EXT_NAME }, { '\r', SIZE_LF } } },
	[SIZE_LF] = { 0, 0, { { '\n', DATA } } },
	[DATA_CR] = { 0, 0, { { '\r', DATA_LF } } },
	[DATA_LF] = { 0, 0, { { '\n', SIZE } } },
	[TRAILER] = { HTTP_IS_TOKEN, TRAILER_NAME, { { '\r', END_LF } } },
	[TRAILER_NAME] = { HTTP_IS_TOKEN, TRAILER_NAME,
	    { { ':', TRAILER_VALUE } } },
	[TRAILER_VALUE] = { HTTP_IS_VALUE, TRAILER_VALUE,
	    { { '\r', TRAILER_LF } } },
	[TRAILER_LF] = { 0, 0, { { '\n', TRAILER } } },
	[END_LF] = { 0, 0, { { '\n', ENDED } } },
};
/* clang-format on */

static enum state
next_state(enum state from, uint8_t c)
{
	const struct rule *rule = &rules[from];

	for (size_t i = 0; i < 3 && rule->single[i].byte != 0; i++)
		if ((uint8_t)rule->single[i].byte == c)
			return rule->single[i].to;
	return (http_class[c] & rule->class) != 0 ? rule->to : BROKEN;
}

/* One more digit of the size. */
static enum state
take_digit(struct http_chunked *c, uint8_t digit, uint64_t max)
{
	if (++c->digits > DIGITS_MAX)
		return BROKEN;
	c->left = c->left << 4 | http_hex(digit);
	return c->left > max - c->total ? TOO_LONG : SIZE;
}

/* Never in a trailer section (RFC 9110 6.5.1). */
static const char *const forbidden[] = { "content-length", "transfer-encoding",
	"connection", "host" };

#define FORBIDDEN (sizeof(forbidden) / sizeof(forbidden[0]))

/*
 * Follows the name of a trailer: left is the place in it, digits has a bit
 * for every forbidden name that it still agrees with.
 */
static void
follow_name(struct http_chunked *c, enum state from, uint8_t byte)
{
	if (from == TRAILER) {
		c->left = 0;
		c->digits = (1u << FORBIDDEN) - 1;
	}
	if (byte >= 'A' && byte <= 'Z')
		byte |= 0x20;
	for (size_t i = 0; i < FORBIDDEN; i++)
		if ((c->digits & 1u << i) != 0 &&
		    (uint8_t)forbidden[i][c->left] != byte)
			c->digits &= ~(1u << i);
	c->left++;
}

static bool
is_forbidden(const struct http_chunked *c)
{
	for (size_t i = 0; i < FORBIDDEN; i++)
		if ((c->digits & 1u << i) != 0 && forbidden[i][c->left] == '\0')
			return true;
	return false;
}

/* One byte that is not data. */
static enum state
take_byte(struct http_chunked *c, uint8_t byte, uint64_t max)
{
	enum state from = (enum state)c->state, to = next_state(from, byte);

	if (from == SIZE && to == SIZE)
		return take_digit(c, byte, max);
	if (from == SIZE && c->digits == 0)
		return BROKEN;
	if (from > SIZE && from < SIZE_LF && ++c->line > HTTP_CHUNK_EXT_MAX)
		return BROKEN;
	if (from >= TRAILER && from < END_LF && ++c->line > TRAILER_MAX)
		return BROKEN;
	if (to == TRAILER_NAME)
		follow_name(c, from, byte);
	if (from == TRAILER_NAME && to == TRAILER_VALUE && is_forbidden(c))
		return BROKEN;
	if (from == SIZE_LF && to == DATA) {
		c->line = 0;
		c->digits = 0;
		return c->left == 0 ? TRAILER : DATA;
	}
	return to;
}

enum http_chunked_result
http_chunked_decode(
    struct http_chunked *c, uint8_t *p, size_t *n, size_t *used, uint64_t max)
{
	size_t in = 0, out = 0, run;

	while (in < *n && c->state < ENDED) {
		if (c->state != DATA) {
			c->state = (int)take_byte(c, p[in++], max);
			continue;
		}
		run = *n - in < c->left ? *n - in : (size_t)c->left;
		memmove(p + out, p + in, run);
		in += run;
		out += run;
		c->total += run;
		c->left -= run;
		if (c->left == 0)
			c->state = DATA_CR;
	}
	*n = out;
	*used = in;
	switch (c->state) {
	case ENDED:
		return HTTP_CHUNKED_END;
	case BROKEN:
		return HTTP_CHUNKED_BAD;
	case TOO_LONG:
		return HTTP_CHUNKED_TOO_LONG;
	default:
		return HTTP_CHUNKED_MORE;
	}
}
