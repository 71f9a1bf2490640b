/*
 * http_field.c - names, lists and parameters of HTTP fields.
 *
 * Only the request parser is strict; these helpers read values that have
 * passed it (or come from a part of a multipart body) and shrug at what they
 * do not understand.
 */
#include "gehoor/http_request.h"

#include "http_class.h"

/* clang-format off */
const uint8_t http_class[256] = {
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x02, 0x07, 0x06, 0x03, 0x07, 0x07, 0x07, 0x07,	/*   ! " # $ % & ' */
	0x06, 0x06, 0x07, 0x07, 0x06, 0x0f, 0x0f, 0x06,	/* ( ) * + , - . / */
	0x1f, 0x1f, 0x1f, 0x1f, 0x1f, 0x1f, 0x1f, 0x1f,	/* 0 1 2 3 4 5 6 7 */
	0x1f, 0x1f, 0x06, 0x06, 0x06, 0x06, 0x06, 0x06,	/* 8 9 : ; < = > ? */
	0x06, 0x1f, 0x1f, 0x1f, 0x1f, 0x1f, 0x1f, 0x0f,	/* @ A B C D E F G */
	0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f,	/* H I J K L M N O */
	0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f,	/* P Q R S T U V W */
	0x0f, 0x0f, 0x0f, 0x06, 0x06, 0x06, 0x07, 0x0f,	/* X Y Z [ \ ] ^ _ */
	0x07, 0x1f, 0x1f, 0x1f, 0x1f, 0x1f, 0x1f, 0x0f,	/* ` a b c d e f g */
	0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f,	/* h i j k l m n o */
	0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f,	/* p q r s t u v w */
	0x0f, 0x0f, 0x0f, 0x06, 0x07, 0x06, 0x0f, 0x00,	/* x y z { | } ~ DEL */
	0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02,
	0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02,
	0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02,
	0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02,
	0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02,
	0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02,
	0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02,
	0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02,
	0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02,
	0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02,
	0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02
};
/* clang-format on */

static uint8_t
lower(char c)
{
	return (uint8_t)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool
http_name_is(struct str name, const char *lit)
{
	size_t i;

	for (i = 0; i < name.n && lit[i] != '\0'; i++)
		if (lower(name.p[i]) != lower(lit[i]))
			return false;
	return i == name.n && lit[i] == '\0';
}

struct str
http_request_field(const struct http_request *r, const char *name)
{
	for (size_t i = 0; i < r->nfields; i++)
		if (http_name_is(r->fields[i].name, name))
			return r->fields[i].value;
	return (struct str){ NULL, 0 };
}

struct str
http_trim(struct str s)
{
	return str_trim(s, " \t");
}

/* Where the first separator is that does not stand between quotes, or s.n. */
static size_t
separator_at(struct str s, char separator)
{
	const char *at;
	bool quoted = false;
	size_t i;

	if (s.n == 0)
		return 0;
	/* Hardly ever is there a quote to look out for. */
	if (memchr(s.p, '"', s.n) == NULL) {
		at = memchr(s.p, separator, s.n);
		return at == NULL ? s.n : (size_t)(at - s.p);
	}
	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			quoted = !quoted;
		else if (quoted && s.p[i] == '\\' && i + 1 < s.n)
			i++;
		else if (!quoted && s.p[i] == separator)
			break;
	}
	return i;
}

/*
 * Takes what stands before the next separator off the front of rest, without
 * blanks around it.
 */
static struct str
take_until(struct str *rest, char separator)
{
	size_t n = separator_at(*rest, separator);
	struct str part = { rest->p, n };

	n += n < rest->n;
	if (n > 0)
		*rest = (struct str){ rest->p + n, rest->n - n };
	return http_trim(part);
}

bool
http_media_type_is(struct str value, const char *lit)
{
	return http_name_is(take_until(&value, ';'), lit);
}

/*
 * Undoes a quoted-string (or copies a token) into out.  Length, or -1 if
 * there is no room.
 */
static long
unquote(struct str raw, char *out, size_t max)
{
	size_t len = 0, i = 0;
	bool quoted = raw.n > 0 && raw.p[0] == '"';

	for (i = quoted; i < raw.n && !(quoted && raw.p[i] == '"'); i++) {
		if (quoted && raw.p[i] == '\\' && i + 1 < raw.n)
			i++;
		if (len == max)
			return -1;
		out[len++] = raw.p[i];
	}
	return (long)len;
}

long
http_parameter(struct str value, const char *name, char *out, size_t max)
{
	struct str part, key;

	take_until(&value, ';');
	while (value.n > 0) {
		part = take_until(&value, ';');
		key = take_until(&part, '=');
		if (http_name_is(key, name))
			return unquote(http_trim(part), out, max);
	}
	return -1;
}

/* The weight in thousandths, or -1 if it is not written as RFC 9110 12.4.2. */
static int
parse_weight(struct str q)
{
	int v;

	if (q.n == 0 || q.n > 5 || (q.p[0] != '0' && q.p[0] != '1') ||
	    (q.n > 1 && q.p[1] != '.'))
		return -1;
	v = q.p[0] - '0';
	for (size_t i = 2; i < 5; i++) {
		if (i < q.n && (q.p[i] < '0' || q.p[i] > '9'))
			return -1;
		v = v * 10 + (i < q.n ? q.p[i] - '0' : 0);
	}
	return v <= 1000 ? v : -1;
}

/* How exactly a media range names a type: 3 type/sub, 2 type/, 1 any, 0 not. */
static int
range_fits(struct str range, const char *type)
{
	size_t major = strcspn(type, "/") + 1;

	if (http_name_is(range, type))
		return 3;
	if (str_is(range, "*/*") || str_is(range, "*"))
		return 1;
	if (range.n == major + 1 && range.p[major] == '*')
		for (size_t i = 0; i < major; i++) {
			if (lower(range.p[i]) != lower(type[i]))
				break;
			if (i + 1 == major)
				return 2;
		}
	return 0;
}

/* Weight times four plus exactness of the range that speaks for the type. */
static int
accept_rank(struct str accept, const char *type)
{
	int best = 0, rank = 0;

	while (accept.n > 0) {
		struct str item = take_until(&accept, ',');
		struct str range = item;
		char q[8];
		long n = http_parameter(item, "q", q, sizeof(q));
		int weight =
		    n < 0 ? 1000 : parse_weight((struct str){ q, (size_t)n });
		int fits;

		fits = range_fits(take_until(&range, ';'), type);
		if (weight >= 0 && fits > best) {
			best = fits;
			rank = weight == 0 ? 0 : weight * 4 + fits;
		}
	}
	return rank;
}

bool
http_accepts(struct str accept, const char *what)
{
	return accept_rank(accept, what) > 0;
}

bool
http_prefers(struct str accept, const char *a, const char *b)
{
	return accept_rank(accept, a) > accept_rank(accept, b);
}

int
http_precondition(const struct http_request *r)
{
	struct str match = http_request_field(r, "If-Match");

	if (match.p != NULL && !str_is(match, "*"))
		return 412;
	return str_is(http_request_field(r, "If-None-Match"), "*") ? 304 : 0;
}
