/*
 * http_request.h - the strict HTTP/1.1 request parser, a pure function.
 *
 * Sources: RFC 9112 (message syntax), RFC 9110 (semantics).  It accepts less
 * than the RFCs allow wherever leniency has been used for smuggling: CRLF
 * only, no obs-fold, no blank before a colon, one Host, one Content-Length of
 * digits only, Transfer-Encoding exactly "chunked" and never beside a
 * Content-Length, origin-form or absolute-form targets of visible ASCII, a
 * method that HTTP itself defines.
 */
#ifndef GEHOOR_HTTP_REQUEST_H
#define GEHOOR_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/bytes.h"

#define HTTP_MAX_FIELDS 64
#define HTTP_CHUNK_EXT_MAX 256

struct http_limits {
	size_t request_line; /* bytes without CRLF; beyond: 414 */
	size_t head;         /* request line and fields; beyond: 431 */
	uint64_t body;       /* beyond: 413 */
};

enum http_method {
	HTTP_GET,
	HTTP_HEAD,
	HTTP_POST,
	HTTP_OTHER_METHOD /* known, but not one of ours: 405 */
};

enum http_body { HTTP_BODY_NONE, HTTP_BODY_LENGTH, HTTP_BODY_CHUNKED };

struct http_field {
	struct str name;  /* as received; compare with http_name_is */
	struct str value; /* without blanks around it */
};

/* All strings are borrowed from the bytes parsed. */
struct http_request {
	enum http_method method;
	struct str method_name;
	struct str target;
	struct str path;  /* "/..." without the query, not decoded */
	struct str query; /* behind "?", empty if none */
	struct str host;  /* Host field, or authority of absolute-form */
	bool secure;      /* absolute-form of an "https" URI */
	unsigned minor;   /* HTTP/1.minor, 0 or 1 */
	struct http_field fields[HTTP_MAX_FIELDS];
	size_t nfields;
	enum http_body body;
	uint64_t content_length;
	bool keep_alive; /* as the request wants it */
	bool expect_continue;
};

/*
 * Parses the head of a request at p.  Returns the length of the head (up to
 * and including the empty line) when it is whole; 0 when more bytes are
 * needed; or minus the status to answer with before closing: -400, -413,
 * -414, -417, -431, -501, -505.  A verdict never depends on how the bytes
 * were cut, except that an error may be seen later with fewer bytes.
 * Only a result above 0 says anything about *out.
 * One empty line (CRLF) before the request line is skipped (RFC 9112 2.2).
 */
long http_request_parse(const uint8_t *p, size_t n,
    const struct http_limits *limits, struct http_request *out);

/* Case-insensitive comparison of a field name (ASCII). */
bool http_name_is(struct str name, const char *lit);

/* The value of the first field of that name; p NULL if there is none. */
struct str http_request_field(const struct http_request *r, const char *name);

/*
 * Whether a media type (the part before ";") equals lit, and the value of a
 * parameter (quoted-string undone into out, at most max bytes; length or -1).
 */
bool http_media_type_is(struct str value, const char *lit);
long http_parameter(struct str value, const char *name, char *out, size_t max);

/*
 * Whether the Accept field prefers the first media type to the second
 * ("application/json" to "text/html"); absent or "*" prefers the second.
 */
bool http_prefers(struct str accept, const char *a, const char *b);

/*
 * Whether an Accept-Encoding field names a coding ("gzip") with a weight that
 * is not 0 (RFC 9110 12.5.3); absent names none.
 */
bool http_accepts(struct str accept, const char *what);

/*
 * What the preconditions of a GET or HEAD make of an answer that would be
 * successful: 0 to send it, or 304 or 412.  None of ours has an entity tag or
 * a date of modification, so that If-Match fits only "*", If-None-Match fails
 * only for "*", and dates are ignored (RFC 9110 13.1).
 */
int http_precondition(const struct http_request *r);

/*
 * Chunked decoding, in place and incremental.  Feed bytes as they come; data
 * is moved to the front of *p, *n becomes the length of the decoded data,
 * *used how many bytes were consumed.
 */
struct http_chunked {
	int state;      /* zero to begin with */
	uint64_t left;  /* of the chunk at hand */
	uint64_t total; /* decoded so far */
	unsigned digits;
	size_t line; /* bytes of the line at hand */
};

enum http_chunked_result {
	HTTP_CHUNKED_MORE,
	HTTP_CHUNKED_END,     /* trailer section included */
	HTTP_CHUNKED_BAD,     /* 400 */
	HTTP_CHUNKED_TOO_LONG /* 413: beyond max */
};
enum http_chunked_result http_chunked_decode(
    struct http_chunked *c, uint8_t *p, size_t *n, size_t *used, uint64_t max);

#endif
