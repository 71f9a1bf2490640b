/*
 * form_urlencoded.c - application/x-www-form-urlencoded, as section 5.1 of
 * the WHATWG URL standard parses it.  No body is ever wrong.
 */
#include "gehoor/form.h"

#include "http_class.h"

static bool
is_hex(uint8_t c)
{
	return (http_class[c] & HTTP_IS_HEX) != 0;
}

/*
 * Decodes to out, which has room, up to a byte that is "&" or stop.  Returns
 * where that is, and through len how much was written.
 */
static size_t
decode(const uint8_t *p, size_t n, char stop, uint8_t *out, size_t *len)
{
	size_t i, o = 0;

	for (i = 0; i < n; i++) {
		uint8_t c = p[i];

		/* Letters go first: there are most of them. */
		if (c >= 0x40) {
			out[o++] = c;
			continue;
		}
		if (c == '&' || c == (uint8_t)stop)
			break;
		if (c == '+')
			c = ' ';
		else if (c == '%' && n - i > 2 && is_hex(p[i + 1]) &&
		    is_hex(p[i + 2])) {
			c = (uint8_t)(http_hex(p[i + 1]) << 4 |
			    http_hex(p[i + 2]));
			i += 2;
		}
		out[o++] = c;
	}
	*len = o;
	return i;
}

/* One field, of which at least a byte is there; returns its length. */
static size_t
take_field(
    const uint8_t *p, size_t n, uint8_t *scratch, struct form *f, int *result)
{
	size_t at, name, value = 0;

	at = decode(p, n, '=', scratch, &name);
	if (at < n && p[at] == '=') {
		at++;
		at += decode(p + at, n - at, '&', scratch + name, &value);
	}
	*result = form_add(f, (struct str){ (char *)scratch, name },
	    (struct str){ (char *)scratch + name, value });
	return at;
}

int
form_parse_urlencoded(const uint8_t *p, size_t n, struct form *f)
{
	struct buf scratch = BUF_INIT;
	uint8_t *room;
	size_t at = 0;
	int result = 0;

	if (n == 0)
		return 0;
	room = buf_room(&scratch, n);
	if (room == NULL || buf_room(&f->store, n) == NULL) {
		buf_free(&scratch);
		return -1;
	}
	while (at < n && result == 0) {
		if (p[at] != '&')
			at += take_field(p + at, n - at, room, f, &result);
		at++; /* the "&" */
	}
	buf_free(&scratch);
	return result;
}
