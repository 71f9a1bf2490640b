/*
 * pairs.c - the parameters of a gateway's query, as octets in their order.
 */
#include "pairs.h"

#include "gehoor/http_request.h"

/* "+" is a blank; a "%" without two hex digits stands for itself. */
static void
decode(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		int high = -1, low = -1;

		if (s.p[i] == '%' && i + 2 < s.n) {
			high = hex_value(s.p[i + 1]);
			low = hex_value(s.p[i + 2]);
		}
		if (high >= 0 && low >= 0) {
			buf_addc(b, (char)(high << 4 | low));
			i += 2;
		} else {
			buf_addc(b, s.p[i] == '+' ? ' ' : s.p[i]);
		}
	}
}

/* The next free pair, or NULL. */
static struct pair *
new_pair(struct pairs *p)
{
	if (p->n == PAIRS_MAX) {
		p->dropped = true;
		return NULL;
	}
	return &p->items[p->n++];
}

static void
parse_pair(struct pairs *p, struct str pair)
{
	const char *eq = memchr(pair.p, '=', pair.n);
	size_t n = eq == NULL ? pair.n : (size_t)(eq - pair.p);
	struct pair *to = pair.n == 0 ? NULL : new_pair(p);

	if (to == NULL)
		return;
	to->name = p->store.len;
	decode(&p->store, (struct str){ pair.p, n });
	to->name_len = p->store.len - to->name;
	to->value = p->store.len;
	if (eq != NULL)
		decode(&p->store, (struct str){ eq + 1, pair.n - n - 1 });
	to->value_len = p->store.len - to->value;
}

void
pairs_add(struct pairs *p, struct str name, struct str value)
{
	struct pair *to = new_pair(p);

	if (to == NULL)
		return;
	*to = (struct pair){ p->store.len, name.n, p->store.len + name.n,
		value.n };
	buf_addstr(&p->store, name);
	buf_addstr(&p->store, value);
}

int
pairs_parse(struct str s, struct pairs *out)
{
	*out = (struct pairs){ .store = BUF_INIT };
	while (s.n > 0) {
		const char *amp = memchr(s.p, '&', s.n);
		size_t n = amp == NULL ? s.n : (size_t)(amp - s.p);

		parse_pair(out, (struct str){ s.p, n });
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
pairs_name(const struct pairs *p, size_t i)
{
	return slice(p, p->items[i].name, p->items[i].name_len);
}

struct str
pairs_value(const struct pairs *p, size_t i)
{
	return slice(p, p->items[i].value, p->items[i].value_len);
}

struct str
pairs_get(const struct pairs *p, const char *const *names)
{
	for (; *names != NULL; names++)
		for (size_t i = p->n; i-- > 0;)
			if (http_name_is(pairs_name(p, i), *names))
				return pairs_value(p, i);
	return (struct str){ NULL, 0 };
}

static int
compare(struct str a, struct str b)
{
	int order = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

static bool
is_before(const struct pairs *p, size_t a, size_t b)
{
	int order = compare(pairs_name(p, a), pairs_name(p, b));

	if (order == 0)
		order = compare(pairs_value(p, a), pairs_value(p, b));
	return order < 0;
}

/* By insertion: they are few, and often in order. */
size_t
pairs_sorted(const struct pairs *p, size_t order[static PAIRS_MAX])
{
	for (size_t i = 0; i < p->n; i++) {
		size_t k = i;

		for (; k > 0 && is_before(p, i, order[k - 1]); k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	return p->n;
}
