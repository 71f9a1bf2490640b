/*
 * suite_http.c - the request and URL cases of llhttp (../shared/suites,
 * skipped where that is not there): what strict llhttp refuses we refuse; what
 * we refuse besides is listed below, with the reason.  What llhttp takes only
 * when told to be lenient must be refused, too.
 *
 * A case in the Markdown files is a heading, a comment with its type, a block
 * of HTTP and a block with the parse expected.  As most of them have no Host,
 * one is put in.
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

#define SUITE "../shared/suites/http-llhttp-cases/test/"

enum outcome {
	WHOLE, /* one or more requests */
	PART,  /* more bytes are needed */
	REFUSED
};

#define NOT_HTTPS "no method that RFC 9110 defines, nor PATCH: 501 (9.1)"
#define FRAGMENT "a fragment is never sent (RFC 9112 3.2)"
#define USER "a user name in the target (RFC 9110 4.2.4)"
#define ZONE "a zone means nothing to others (RFC 6874 4)"

/* llhttp takes these, we do not. */
static const struct {
	const char *title, *why;
} stricter[] = {
	{ "CRLF between requests, implicit `keep-alive`",
	    "one empty line before a request, not more" },
	{ "REPORT request", NOT_HTTPS },
	{ "M-SEARCH request", NOT_HTTPS },
	{ "PURGE request", NOT_HTTPS },
	{ "SEARCH request", NOT_HTTPS },
	{ "LINK request", NOT_HTTPS }, /* and UNLINK */
	{ "SOURCE request", NOT_HTTPS },
	{ "QUERY request", NOT_HTTPS },
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
	{ "Fragment in URI", FRAGMENT },
	{ "`host:port` and basic auth", USER },
	{ "Absolute URL", FRAGMENT },
	{ "Relative URL", FRAGMENT },
	{ "URL fragment", FRAGMENT },
	{ "Complex URL fragment", FRAGMENT },
	{ "Complex URL from node.js url parser doc", FRAGMENT },
	{ "Complex URL with basic auth from node.js url parser doc", USER },
	{ "Proxy basic auth with url encoded space", USER },
	{ "Proxy basic auth with unreserved chars", USER },
	{ "IPv6 address with Zone ID", ZONE },
	{ "IPv6 address with Zone ID, but `%` is not percent-encoded", ZONE },
};

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
	return outcome == REFUSED;
}

/* A case, from its heading to the end of its log. */
struct test_case {
	struct str title, type, block, log;
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
next_case(const char **p, const char *open, struct test_case *c)
{
	const char *from = *p;

	if (!take_block(p, open, &c->block) ||
	    !take_block(p, "```log\n", &c->log))
		return false;
	c->title = last_line(from, c->block.p, "\n##");
	c->type = last_line(c->title.p, c->block.p, "<!-- meta=");
	return true;
}

static bool
holds(struct str s, const char *what)
{
	return memmem(s.p, s.n, what, strlen(what)) != NULL;
}

/* The error that the log ends in, or 0. */
static int
error_of(const struct test_case *c)
{
	static const char mark[] = "error code=";
	const char *error = memmem(c->log.p, c->log.n, mark, sizeof(mark) - 1);

	return error == NULL ? 0 : atoi(error + sizeof(mark) - 1);
}

/* Whether we do with the bytes of a case what its type and log ask for. */
static bool
judge(const struct test_case *c, struct buf *b)
{
	if (holds(c->type, "\"request-finish\""))
		return outcome_of(b->data, b->len) ==
		    (holds(c->log, "finish=0") ? WHOLE : PART);
	/* What comes behind "Connection: close" is never looked at. */
	if (holds(c->type, "request-lenient-keep-alive"))
		return outcome_of(b->data, b->len) == WHOLE;
	if (holds(c->type, "request-lenient"))
		return outcome_of(b->data, b->len) == REFUSED;
	assert_true(holds(c->type, "\"request\""));
	return agrees(c->title, b, error_of(c));
}

/* Runs the cases of a file; returns how many. */
static size_t
run_file(const char *name)
{
	struct test_case c;
	struct buf file, b = BUF_INIT;
	size_t cases = 0;
	char path[256];
	const char *p;

	snprintf(path, sizeof(path), SUITE "request/%s.md", name);
	file = slurp(path);
	p = buf_cstr(&file);
	while (next_case(&p, "```http\n", &c)) {
		buf_clear(&b);
		expand(&b, c.block.p, c.block.p + c.block.n);
		add_hosts(&b);
		if (!judge(&c, &b))
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
		"finish", "invalid", "lenient-header-value-relaxed",
		"lenient-headers", "lenient-version", "method", "pausing",
		"pipelining", "sample", "transfer-encoding", "uri" };
	size_t cases = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		cases += run_file(files[i]);
	assert_true(cases > 160);
}

static void
llhttp_url_cases(void **state)
{
	struct buf file = slurp(SUITE "url.md"), b = BUF_INIT;
	const char *p = buf_cstr(&file);
	struct test_case c;
	size_t cases = 0;

	(void)state;
	while (next_case(&p, "```url\n", &c)) {
		buf_clear(&b);
		buf_adds(&b, "GET ");
		expand(&b, c.block.p, c.block.p + c.block.n);
		buf_adds(&b, " HTTP/1.1\r\nHost: a\r\n\r\n");
		if (!agrees(c.title, &b, error_of(&c)))
			fail_msg("%.*s", (int)c.title.n, c.title.p);
		cases++;
	}
	assert_true(cases > 20);
	buf_free(&b);
	buf_free(&file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(llhttp_request_cases),
		cmocka_unit_test(llhttp_url_cases),
	};

	return cmocka_run_group_tests_name("suite_http", tests, NULL, NULL);
}
