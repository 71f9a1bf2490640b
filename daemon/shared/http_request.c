/*
 * http_request.c - the strict HTTP/1.1 request parser.
 *
 * One pass from left to right; the first fault met decides, so that a verdict
 * cannot depend on how the bytes arrived.  What takes the whole head to judge
 * (is there a Host, how is the body framed) is judged at the empty line.
 * The connection asks again from the start when more bytes came; that is
 * cheaper than keeping state, as nearly every head comes in one piece.
 */
#include "gehoor/http_request.h"

#include "http_class.h"

enum {
	SEEN_HOST = 0x01,
	SEEN_LENGTH = 0x02,
	SEEN_CODING = 0x04,
	SEEN_OTHER_CODING = 0x08,
	SEEN_CLOSE = 0x10,
	SEEN_KEEP_ALIVE = 0x20,
	SEEN_CONTINUE = 0x40,
	SEEN_OTHER_EXPECT = 0x80
};

struct parse {
	const uint8_t *p;
	size_t n; /* never beyond the cap on the head */
	size_t at;
	unsigned seen;
	const struct http_limits *limits;
	struct http_request *r;
};

/* The steps return 1 to go on, 0 for more bytes, or minus a status. */
enum { GO_ON = 1, MORE = 0, BAD = -400 };

static size_t
skip_class(const uint8_t *p, size_t i, size_t end, unsigned class)
{
	while (i < end && (http_class[p[i]] & class) != 0)
		i++;
	return i;
}

static bool
all_of(struct str s, unsigned class)
{
	return skip_class((const uint8_t *)s.p, 0, s.n, class) == s.n;
}

static struct str
span(const struct parse *s, size_t from, size_t to)
{
	return (struct str){ (const char *)s->p + from, to - from };
}

/* CRLF and nothing else, also not a bare LF (RFC 9112 2.2). */
static int
take_crlf(struct parse *s)
{
	if (s->at == s->n)
		return MORE;
	if (s->p[s->at] != '\r')
		return BAD;
	if (s->at + 1 == s->n)
		return MORE;
	if (s->p[s->at + 1] != '\n')
		return BAD;
	s->at += 2;
	return GO_ON;
}

/*
 * The methods that a resource may or may not allow.  Not among them is
 * CONNECT: there is no tunnel here, and its target has a form of its own.
 */
static bool
take_method(struct http_request *r)
{
	static const struct {
		const char *name;
		enum http_method method;
	} known[] = {
		{ "GET", HTTP_GET },
		{ "POST", HTTP_POST },
		{ "HEAD", HTTP_HEAD },
		{ "OPTIONS", HTTP_OTHER_METHOD },
		{ "PUT", HTTP_OTHER_METHOD },
		{ "DELETE", HTTP_OTHER_METHOD },
		{ "PATCH", HTTP_OTHER_METHOD },
		{ "TRACE", HTTP_OTHER_METHOD },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_is(r->method_name, known[i].name)) {
			r->method = known[i].method;
			return true;
		}
	return false;
}

/* host [":" port]; RFC 3986 3.2.2 without what no browser ever sends. */
static bool
is_authority(struct str s)
{
	const uint8_t *p = (const uint8_t *)s.p;
	size_t i, port;

	if (s.n > 0 && p[0] == '[') {
		i = 1;
		while (i < s.n &&
		    ((http_class[p[i]] & HTTP_IS_HEX) != 0 || p[i] == ':' ||
			p[i] == '.'))
			i++;
		if (i < 4 || i == s.n || p[i++] != ']')
			return false;
	} else if ((i = skip_class(p, 0, s.n, HTTP_IS_HOST)) == 0)
		return false;
	if (i == s.n)
		return true;
	if (p[i++] != ':')
		return false;
	port = i;
	while (i < s.n && p[i] >= '0' && p[i] <= '9')
		i++;
	return i == s.n && i - port <= 5;
}

/*
 * Cuts the scheme and authority off an absolute-form target.  A user name in
 * it is refused: it only ever served to mislead (RFC 9110 4.2.4).
 */
static int
take_absolute(struct http_request *r, struct str *rest)
{
	size_t scheme = 0;

	if (rest->n > 7 && http_name_is((struct str){ rest->p, 7 }, "http://"))
		scheme = 7;
	if (rest->n > 8 && http_name_is((struct str){ rest->p, 8 }, "https://"))
		scheme = 8;
	if (scheme == 0)
		return BAD;
	r->secure = scheme == 8;
	rest->p += scheme;
	rest->n -= scheme;
	r->host = (struct str){ rest->p, 0 };
	while (r->host.n < rest->n && rest->p[r->host.n] != '/' &&
	    rest->p[r->host.n] != '?')
		r->host.n++;
	rest->p += r->host.n;
	rest->n -= r->host.n;
	return is_authority(r->host) ? GO_ON : BAD;
}

/* Splits the target into path and query (RFC 9112 3.2). */
static int
take_target(struct http_request *r)
{
	struct str rest = r->target;
	size_t i = 0;

	r->host = (struct str){ NULL, 0 };
	r->secure = false;
	if (str_is(rest, "*") && str_is(r->method_name, "OPTIONS"))
		return -501; /* of the server as a whole there are none */
	if (rest.p[0] != '/' && take_absolute(r, &rest) != GO_ON)
		return BAD;
	while (i < rest.n && rest.p[i] != '?')
		i++;
	r->path = i == 0 ? str_of("/") : (struct str){ rest.p, i };
	i += i < rest.n;
	r->query = (struct str){ rest.p + i, rest.n - i };
	return GO_ON;
}

/* "HTTP/1.0" or "HTTP/1.1" and CRLF; another number is 505. */
static int
take_version(struct parse *s)
{
	const uint8_t *p = s->p + s->at;
	int step;

	if (memcmp(p, "HTTP/", 5) != 0 || p[5] < '0' || p[5] > '9' ||
	    p[6] != '.' || p[7] < '0' || p[7] > '9')
		return BAD;
	s->at += 8;
	step = take_crlf(s);
	if (step != GO_ON)
		return step;
	if (p[5] != '1' || p[7] > '1')
		return -505;
	s->r->minor = p[7] - '0';
	return GO_ON;
}

static int
take_request_line(struct parse *s)
{
	struct http_request *r = s->r;
	size_t from = s->at, end = s->n, i;
	int cut = MORE, step;
	bool known;

	if (end - from > s->limits->request_line) {
		end = from + s->limits->request_line;
		cut = -414;
	}
	i = skip_class(s->p, from, end, HTTP_IS_TOKEN);
	if (i == end)
		return cut;
	if (i == from || s->p[i] != ' ')
		return BAD;
	r->method_name = span(s, from, i);
	known = take_method(r);
	from = i + 1;
	i = skip_class(s->p, from, end, HTTP_IS_TARGET);
	if (i == end)
		return cut;
	if (i == from || s->p[i] != ' ')
		return BAD;
	r->target = span(s, from, i);
	s->at = i + 1;
	if (end - s->at < 8)
		return cut;
	step = take_version(s);
	if (step != GO_ON)
		return step;
	return known ? take_target(r) : -501;
}

static int
take_host(struct parse *s, struct str value)
{
	if ((s->seen & SEEN_HOST) != 0 || !is_authority(value))
		return BAD;
	s->seen |= SEEN_HOST;
	if (s->r->host.p == NULL) /* absolute-form goes before it */
		s->r->host = value;
	return GO_ON;
}

/* Digits only, once.  A number too large for us stays at the maximum. */
static int
take_length(struct parse *s, struct str value)
{
	uint64_t v = 0;

	if ((s->seen & SEEN_LENGTH) != 0 || value.n == 0)
		return BAD;
	for (size_t i = 0; i < value.n; i++) {
		unsigned digit = (unsigned)(uint8_t)value.p[i] - '0';

		if (digit > 9)
			return BAD;
		v = v > (UINT64_MAX - digit) / 10 ? UINT64_MAX : v * 10 + digit;
	}
	s->seen |= SEEN_LENGTH;
	s->r->content_length = v;
	return GO_ON;
}

/* Takes an item, perhaps an empty one, off the front of a list. */
static struct str
take_item(struct str *list)
{
	struct str item = { list->p, 0 };

	while (item.n < list->n && item.p[item.n] != ',')
		item.n++;
	list->p += item.n;
	list->n -= item.n;
	if (list->n > 0) {
		list->p++;
		list->n--;
	}
	return http_trim(item);
}

/*
 * Only "chunked" is ours.  Where it does not come last, nobody can say where
 * the body ends (RFC 9112 6.3); codings before it we do not know (6.1).
 */
static int
take_coding(struct parse *s, struct str value)
{
	size_t last = value.n;

	if ((s->seen & SEEN_CODING) != 0)
		return BAD;
	s->seen |= SEEN_CODING;
	while (last > 0 && value.p[last - 1] != ',')
		last--;
	if (!http_name_is(
		http_trim((struct str){ value.p + last, value.n - last }),
		"chunked"))
		return BAD;
	if (last > 0)
		s->seen |= SEEN_OTHER_CODING;
	return GO_ON;
}

/* Notes the options; whoever writes them badly gets no second request. */
static int
take_connection(struct parse *s, struct str value)
{
	while (value.n > 0) {
		struct str item = take_item(&value);

		if (http_name_is(item, "keep-alive"))
			s->seen |= SEEN_KEEP_ALIVE;
		else if (http_name_is(item, "close") ||
		    !all_of(item, HTTP_IS_TOKEN))
			s->seen |= SEEN_CLOSE;
	}
	return GO_ON;
}

static int
take_expect(struct parse *s, struct str value)
{
	while (value.n > 0) {
		struct str item = take_item(&value);

		if (http_name_is(item, "100-continue"))
			s->seen |= SEEN_CONTINUE;
		else if (item.n > 0)
			s->seen |= SEEN_OTHER_EXPECT;
	}
	return GO_ON;
}

/* The fields the parser itself must understand. */
static int
take_known(struct parse *s, const struct http_field *field)
{
	static const struct {
		const char *name;
		size_t len;
		int (*take)(struct parse *, struct str);
	} known[] = {
		{ "host", 4, take_host },
		{ "content-length", 14, take_length },
		{ "transfer-encoding", 17, take_coding },
		{ "connection", 10, take_connection },
		{ "expect", 6, take_expect },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (field->name.n == known[i].len &&
		    http_name_is(field->name, known[i].name))
			return known[i].take(s, field->value);
	return GO_ON;
}

/*
 * One field line.  The name begins at once and the colon follows at once, so
 * neither obs-fold nor a blank before the colon passes (RFC 9112 5.1, 5.2).
 */
static int
take_field(struct parse *s)
{
	struct http_field *field = &s->r->fields[s->r->nfields];
	size_t from = s->at, i;
	int step;

	i = skip_class(s->p, from, s->n, HTTP_IS_TOKEN);
	if (i == s->n)
		return MORE;
	if (i == from || s->p[i] != ':')
		return BAD;
	field->name = span(s, from, i);
	from = i + 1;
	s->at = skip_class(s->p, from, s->n, HTTP_IS_VALUE);
	field->value = http_trim(span(s, from, s->at));
	step = take_crlf(s);
	if (step != GO_ON)
		return step;
	s->r->nfields++;
	return take_known(s, field);
}

static int
take_fields(struct parse *s)
{
	int step;

	for (;;) {
		if (s->at == s->n)
			return MORE;
		if (s->p[s->at] == '\r')
			return take_crlf(s);
		if (s->r->nfields == HTTP_MAX_FIELDS)
			return -431;
		step = take_field(s);
		if (step != GO_ON)
			return step;
	}
}

/* Where the body ends (RFC 9112 6.3), or why nobody can say. */
static int
judge_body(struct parse *s)
{
	struct http_request *r = s->r;

	r->body = HTTP_BODY_NONE;
	if ((s->seen & SEEN_CODING) != 0) {
		if ((s->seen & SEEN_LENGTH) != 0 || r->minor == 0)
			return BAD;
		if ((s->seen & SEEN_OTHER_CODING) != 0)
			return -501;
		r->body = HTTP_BODY_CHUNKED;
	} else if ((s->seen & SEEN_LENGTH) != 0) {
		if (r->content_length > s->limits->body)
			return -413;
		r->body = HTTP_BODY_LENGTH;
	}
	return GO_ON;
}

/* What needs the whole head. */
static int
judge_head(struct parse *s)
{
	struct http_request *r = s->r;
	int step;

	if ((s->seen & SEEN_HOST) == 0 && r->minor == 1)
		return BAD;
	step = judge_body(s);
	if (step != GO_ON)
		return step;
	if ((s->seen & SEEN_OTHER_EXPECT) != 0)
		return -417;
	r->keep_alive = (s->seen & SEEN_CLOSE) == 0 &&
	    (r->minor == 1 || (s->seen & SEEN_KEEP_ALIVE) != 0);
	/* RFC 9110 10.1.1: not for HTTP/1.0, and only before a body. */
	r->expect_continue = (s->seen & SEEN_CONTINUE) != 0 && r->minor == 1 &&
	    (r->body == HTTP_BODY_CHUNKED || r->content_length > 0);
	return GO_ON;
}

long
http_request_parse(const uint8_t *p, size_t n, const struct http_limits *limits,
    struct http_request *out)
{
	struct parse s = { p, n, 0, 0, limits, out };
	int step = GO_ON, too_long = -414;

	if (s.n > limits->head)
		s.n = limits->head;
	out->nfields = 0;
	out->content_length = 0;
	if (n > 0 && p[0] == '\r')
		step = take_crlf(&s);
	if (step == GO_ON)
		step = take_request_line(&s);
	if (step == GO_ON) {
		too_long = -431;
		step = take_fields(&s);
	}
	if (step == GO_ON)
		step = judge_head(&s);
	if (step == MORE && n >= limits->head)
		return too_long;
	return step == GO_ON ? (long)s.at : step;
}
