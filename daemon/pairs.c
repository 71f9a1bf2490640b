/*
 * pairs.c - the parameters of a gateway's query, as octets in their order.
 */
#include "pairs.h"

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* "+" is a blank; a "%" without two hex digits stands for itself. */
static void
decode(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		int high = -1, low = -1;

		if (s.p[i] == '%' && i + 2 < s.n) {
			high = hex_digit(s.p[i + 1]);
			low = hex_digit(s.p[i + 2]);
		}
		if (high >= 0 && low >= 0) {
			buf_addc(b, (char)(high << 4 | low));
			i += 2;
		} else {
			buf_addc(b, s.p[i] == '+' ? ' ' : s.p[i]);
		}
	}
}

static void
add_pair(struct pairs *p, struct str pair)
{
	const char *eq = memchr(pair.p, '=', pair.n);
	size_t n = eq == NULL ? pair.n : (size_t)(eq - pair.p);
	size_t i = p->n;

	if (pair.n == 0 || i == PAIRS_MAX)
		return;
	p->items[i].name = p->store.len;
	decode(&p->store, (struct str){ pair.p, n });
	p->items[i].name_len = p->store.len - p->items[i].name;
	p->items[i].value = p->store.len;
	if (eq != NULL)
		decode(&p->store, (struct str){ eq + 1, pair.n - n - 1 });
	p->items[i].value_len = p->store.len - p->items[i].value;
	p->n++;
}

int
pairs_parse(struct str s, struct pairs *out)
{
	out->n = 0;
	out->store = (struct buf)BUF_INIT;
	while (s.n > 0) {
		const char *amp = memchr(s.p, '&', s.n);
		size_t n = amp == NULL ? s.n : (size_t)(amp - s.p);

		add_pair(out, (struct str){ s.p, n });
		s.p += n + (amp != NULL);
		s.n -= n + (amp != NULL);
	}
	return out->store.failed ? -1 : 0;
}

void
pairs_free(struct pairs *p)
{
	buf_free(&p->store);
	p->n = 0;
}

static struct str
slice(const struct pairs *p, size_t at, size_t n)
{
	if (n == 0)
		return (struct str){ "", 0 };
	return (struct str){ (const char *)p->store.data + at, n };
}

struct str
pairs_get(const struct pairs *p, const char *const *names)
{
	for (; *names != NULL; names++)
		for (size_t i = 0; i < p->n; i++)
			if (str_is(slice(p, p->items[i].name,
				       p->items[i].name_len),
				*names))
				return slice(p, p->items[i].value,
				    p->items[i].value_len);
	return (struct str){ NULL, 0 };
}
