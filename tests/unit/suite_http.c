/*
 * suite_http.c - the request cases of llhttp (../shared/suites, skipped where
 * that is not there): what strict llhttp refuses we refuse; what we refuse
 * besides is listed below, with the reason.
 *
 * A case in the Markdown files is a heading, a comment with its type, a block
 * of HTTP and a block with the parse expected.  Only requests parsed strictly
 * are taken.  As most of them have no Host, one is put in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/buf.h"
#include "gehoor/http_request.h"
#include "suite.h"

#define SUITE "../shared/suites/http-llhttp-cases/test/request/"

enum outcome {
	WHOLE, /* one or more requests */
	PART,  /* more bytes are needed */
	REFUSED
};

/* llhttp takes these, we do not. */
static const struct {
	const char *title, *why;
} stricter[] = {
	{ "CRLF between requests, implicit `keep-alive`",
	    "one empty line before a request, not more" },
	{ "M-SEARCH request", "\"*\" is for OPTIONS (RFC 9112 3.2.4)" },
	{ "SOURCE request with ICE", "not HTTP" },
	{ "OPTIONS request with RTSP", "not HTTP" },
	{ "ANNOUNCE request with RTSP", "not HTTP" },
	{ "curl GET", "its Host, 0.0.0.0=5000, is none (RFC 9110 7.2)" },
	{ "Firefox GET", "its Host, 0.0.0.0=5000, is none" },
	{ "No HTTP version", "HTTP/0.9" },
	{ "POST with `chunked` as last transfer-encoding",
	    "a coding besides chunked: 501" },
	{ "POST with `chunked` as last transfer-encoding (multiple headers)",
	    "two Transfer-Encoding fields" },
	{ "Fragment in URI", "a fragment is never sent (RFC 9112 3.2)" },
	{ "`host:port` and basic auth", "a user name in the target" },
};

/* llhttp knows the methods by name; to us they are others, 405 or 501. */
static const char *const other_method[] = { "HTTP protocol and ANNOUNCE method",
	"Invalid method" };

/*
 * What the block stands for: line ends are CRLF, a backslash joins lines, and
 * \r \n \t \f \x1f and \037 are bytes.
 */
static void
expand(struct buf *out, const char *p, const char *end)
{
	static const char letters[] = "rntf";

	while (p < end) {
		char *behind;

		if (*p == '\n') {
			buf_adds(out, "\r\n");
			p++;
		} else if (*p != '\\') {
			buf_addc(out, *p++);
		} else if (p[1] == '\n') {
			p += 2;
		} else if (p[1] == 'x') {
			buf_addc(out, (char)strtoul(p + 2, &behind, 16));
			p = behind;
		} else if (p[1] >= '0' && p[1] <= '7') {
			char digits[4] = { p[1], p[2], p[3], '\0' };

			buf_addc(out, (char)strtoul(digits, &behind, 8));
			p += 1 + (behind - digits);
		} else {
			const char *letter =
			    p[1] == '\0' ? NULL : strchr(letters, p[1]);

			buf_addc(out,
			    letter == NULL ? '\\'
					   : "\r\n\t\f"[letter - letters]);
			p += letter == NULL ? 1 : 2;
		}
	}
}

/* Puts a Host behind every request line of a head that has none. */
static void
add_hosts(struct buf *b)
{
	static const char line[] = " HTTP/1.1\r\n";
	const char *p = buf_cstr(b), *behind, *host, *end;
	struct buf with = BUF_INIT;

	while ((behind = strstr(p, line)) != NULL) {
		behind += strlen(line);
		buf_add(&with, p, (size_t)(behind - p));
		p = behind;
		host = strcasestr(p - 1, "\nHost:");
		end = strstr(p - 2, "\r\n\r\n");
		if (host == NULL || (end != NULL && end < host))
			buf_adds(&with, "Host: a\r\n");
	}
	buf_adds(&with, p);
	buf_free(b);
	*b = with;
}

/* The body at p; adds its length to *at. */
static enum outcome
take_body(const struct http_request *r, uint8_t *p, size_t n, size_t *at)
{
	struct http_chunked c = { 0 };
	size_t used;

	if (r->body == HTTP_BODY_NONE)
		return WHOLE;
	if (r->body == HTTP_BODY_LENGTH) {
		*at += r->content_length < n ? (size_t)r->content_length : n;
		return r->content_length <= n ? WHOLE : PART;
	}
	switch (http_chunked_decode(&c, p, &n, &used, 100000)) {
	case HTTP_CHUNKED_END:
		*at += used;
		return WHOLE;
	case HTTP_CHUNKED_MORE:
		return PART;
	default:
		return REFUSED;
	}
}

/* What becomes of a connection that sends these bytes. */
static enum outcome
outcome_of(uint8_t *p, size_t n)
{
	const struct http_limits limits = { 2048, 8192, 100000 };
	enum outcome result = WHOLE;
	struct http_request r;
	size_t at = 0;

	while (at < n && result == WHOLE) {
		long head = http_request_parse(p + at, n - at, &limits, &r);

		if (head < 0)
			return REFUSED;
		if (head == 0)
			return PART;
		at += (size_t)head;
		result = take_body(&r, p + at, n - at, &at);
		if (!r.keep_alive)
			break;
	}
	return result;
}

static bool
is_stricter(struct str title)
{
	for (size_t i = 0; i < sizeof(stricter) / sizeof(stricter[0]); i++)
		if (str_is(title, stricter[i].title))
			return true;
	return false;
}

static bool
is_other_method(struct str title, const struct buf *b)
{
	const struct http_limits limits = { 2048, 8192, 100000 };
	struct http_request r;

	for (size_t i = 0; i < 2; i++)
		if (str_is(title, other_method[i]))
			return http_request_parse(
				   b->data, b->len, &limits, &r) > 0 &&
			    r.method == HTTP_OTHER_METHOD;
	return false;
}

/* Whether we do with the bytes what the error code (0: none) asks for. */
static bool
agrees(struct str title, struct buf *b, int code)
{
	enum outcome outcome = outcome_of(b->data, b->len);

	if (code == 0)
		return (outcome == REFUSED) == is_stricter(title);
	/*
	 * 5 is data after "Connection: close", which we do not even read;
	 * 22 and 23 are pauses on an upgrade, no faults.
	 */
	if (code == 5 || code == 22 || code == 23)
		return true;
	/* Some cases end behind the fault; a head must end. */
	if (outcome == PART) {
		buf_adds(b, "\r\n\r\n");
		outcome = outcome_of(b->data, b->len);
	}
	return outcome == REFUSED || is_other_method(title, b);
}

/* A case, from its heading to the end of its log. */
struct test_case {
	struct str title, type, http, log;
};

/* The block between two marks from p on; moves p behind it. */
static bool
take_block(const char **p, const char *open, struct str *block)
{
	const char *from = strstr(*p, open), *to;

	if (from == NULL)
		return false;
	from += strlen(open);
	to = strstr(from - 1, "\n```");
	assert_non_null(to);
	*block = (struct str){ from, to < from ? 0 : (size_t)(to - from) };
	*p = to + 4;
	return true;
}

/* The rest of the last line before end that begins with the mark. */
static struct str
last_line(const char *p, const char *end, const char *mark)
{
	struct str line = { p, 0 };

	while ((p = strstr(p, mark)) != NULL && p < end) {
		p += strlen(mark);
		p += strspn(p, "# ");
		line = (struct str){ p, strcspn(p, "\n") };
	}
	return line;
}

static bool
next_case(const char **p, struct test_case *c)
{
	const char *from = *p;

	if (!take_block(p, "```http\n", &c->http) ||
	    !take_block(p, "```log\n", &c->log))
		return false;
	c->title = last_line(from, c->http.p, "\n##");
	c->type = last_line(c->title.p, c->http.p, "<!-- meta=");
	return true;
}

/* Runs the strict request cases of a file; returns how many. */
static size_t
run_file(const char *name)
{
	struct test_case c;
	struct buf file, b = BUF_INIT;
	size_t cases = 0;
	char path[256];
	const char *p, *error;

	snprintf(path, sizeof(path), SUITE "%s.md", name);
	file = slurp(path);
	p = buf_cstr(&file);
	while (next_case(&p, &c)) {
		if (memmem(c.type.p, c.type.n, "\"request\"", 9) == NULL ||
		    memmem(c.type.p, c.type.n, "pause", 5) != NULL)
			continue;
		buf_clear(&b);
		expand(&b, c.http.p, c.http.p + c.http.n);
		add_hosts(&b);
		error = memmem(c.log.p, c.log.n, "error code=", 11);
		if (!agrees(c.title, &b,
			error == NULL ? 0
				      : atoi(error + strlen("error code="))))
			fail_msg("%s: %.*s", name, (int)c.title.n, c.title.p);
		cases++;
	}
	buf_free(&b);
	buf_free(&file);
	return cases;
}

static void
llhttp_request_cases(void **state)
{
	static const char *const files[] = { "connection", "content-length",
		"invalid", "lenient-header-value-relaxed", "lenient-headers",
		"method", "pipelining", "sample", "transfer-encoding", "uri" };
	size_t cases = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		cases += run_file(files[i]);
	assert_true(cases > 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(llhttp_request_cases),
	};

	return cmocka_run_group_tests_name("suite_http", tests, NULL, NULL);
}
