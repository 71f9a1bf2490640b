/*
 * response.c - the head of an answer.
 *
 * There is no Server field, no cookie, no entity tag: nothing that tells
 * visitors apart.  Values are constants of the program or of the
 * configuration; what a request said never comes back in a head.
 */
#include "response.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "log.h"

static const struct {
	int status;
	const char *reason;
} reasons[] = {
	{ 200, "OK" },
	{ 201, "Created" },
	{ 202, "Accepted" },
	{ 204, "No Content" },
	{ 301, "Moved Permanently" },
	{ 303, "See Other" },
	{ 304, "Not Modified" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 408, "Request Timeout" },
	{ 410, "Gone" },
	{ 412, "Precondition Failed" },
	{ 413, "Content Too Large" },
	{ 414, "URI Too Long" },
	{ 415, "Unsupported Media Type" },
	{ 417, "Expectation Failed" },
	{ 421, "Misdirected Request" },
	{ 422, "Unprocessable Content" },
	{ 431, "Request Header Fields Too Large" },
	{ 500, "Internal Server Error" },
	{ 501, "Not Implemented" },
	{ 503, "Service Unavailable" },
	{ 505, "HTTP Version Not Supported" },
};

/* On every answer, whatever it is. */
static const char always[] =
    "Cache-Control: no-store\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: accelerometer=(), ambient-light-sensor=(), "
    "attribution-reporting=(), autoplay=(), bluetooth=(), "
    "browsing-topics=(), camera=(), clipboard-read=(), "
    "clipboard-write=(), display-capture=(), encrypted-media=(), "
    "fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), "
    "idle-detection=(), interest-cohort=(), keyboard-map=(), "
    "local-fonts=(), magnetometer=(), microphone=(), midi=(), "
    "payment=(), picture-in-picture=(), "
    "publickey-credentials-get=(), screen-wake-lock=(), serial=(), "
    "storage-access=(), usb=(), web-share=(), window-management=(), "
    "xr-spatial-tracking=()\r\n";

static const char csp_start[] = "Content-Security-Policy: default-src 'none'; ";
static const char csp_end[] =
    "img-src data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'\r\n";

/* The head as it grows. */
struct head {
	char *p;
	size_t n;
};

static void
head_add(struct head *h, const char *s, size_t n)
{
	if (n > RESPONSE_HEAD_MAX - h->n)
		fatalx("the head of an answer is too long");
	memcpy(h->p + h->n, s, n);
	h->n += n;
}

static void
head_adds(struct head *h, const char *s)
{
	head_add(h, s, strlen(s));
}

static void
head_number(struct head *h, unsigned long long v)
{
	char digits[24];
	size_t i = sizeof(digits);

	do
		digits[--i] = (char)('0' + v % 10);
	while ((v /= 10) > 0);
	head_add(h, digits + i, sizeof(digits) - i);
}

/* One field; a value that could end the line is left out with its name. */
static void
head_field(struct head *h, const char *name, const char *value)
{
	const unsigned char *c;

	if (value == NULL)
		return;
	for (c = (const unsigned char *)value; *c != '\0'; c++)
		if (*c < 0x20 || *c > 0x7e)
			return;
	head_adds(h, name);
	head_add(h, ": ", 2);
	head_adds(h, value);
	head_add(h, "\r\n", 2);
}

static void
head_status(struct head *h, int status)
{
	const char *reason = "Answer";
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].status == status)
			reason = reasons[i].reason;
	head_adds(h, "HTTP/1.1 ");
	head_number(h, (unsigned)status);
	head_add(h, " ", 1);
	head_adds(h, reason);
	head_add(h, "\r\n", 2);
}

static void
head_policy(struct head *h, const char *style)
{
	head_add(h, csp_start, sizeof(csp_start) - 1);
	if (style != NULL) {
		head_adds(h, "style-src ");
		head_adds(h, style);
		head_add(h, "; ", 2);
	}
	head_add(h, csp_end, sizeof(csp_end) - 1);
}

static void
head_length(struct head *h, const struct response *r, size_t length)
{
	if (!response_has_body(r->status))
		return;
	head_field(h, "Content-Type", r->type);
	if (r->packed)
		head_field(h, "Content-Encoding", "gzip");
	head_adds(h, "Content-Length: ");
	head_number(h, length);
	head_add(h, "\r\n", 2);
}

/* What only some answers have. */
static void
head_special(struct head *h, const struct response *r)
{
	if (r->varies)
		head_field(h, "Vary", "Accept-Encoding");
	head_field(h, "Location", r->location);
	head_field(h, "Allow", r->allow);
	head_field(h, "Content-Disposition", r->disposition);
	if (r->challenge)
		head_field(h, "WWW-Authenticate", "Basic realm=\"sms\"");
	if (r->retry_after > 0) {
		head_adds(h, "Retry-After: ");
		head_number(h, (unsigned)r->retry_after);
		head_add(h, "\r\n", 2);
	}
	if (r->noindex)
		head_field(h, "X-Robots-Tag", "noindex");
	if (r->clear_site_data)
		head_field(h, "Clear-Site-Data", "\"cache\"");
}

size_t
response_head(const struct response *r, const struct response_frame *f,
    char out[static RESPONSE_HEAD_MAX])
{
	struct head h = { out, 0 };

	head_status(&h, r->status);
	head_field(&h, "Date", f->date);
	head_length(&h, r, f->length);
	if (!f->keep)
		head_field(&h, "Connection", "close");
	else if (f->minor == 0)
		head_field(&h, "Connection", "keep-alive");
	head_special(&h, r);
	head_policy(&h, r->style);
	/* RFC 6797: from now on only with TLS. */
	if (f->tls)
		head_field(&h, "Strict-Transport-Security", "max-age=31536000");
	if (f->onion != NULL && *f->onion != '\0')
		head_field(&h, "Onion-Location", f->onion);
	head_add(&h, always, sizeof(always) - 1);
	head_add(&h, "\r\n", 2);
	return h.n;
}

/* By hand: strftime would use the words of a locale. */
void
response_date(int64_t now, char out[static RESPONSE_DATE_LEN + 1])
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t t = (time_t)now;
	struct tm tm;

	if (gmtime_r(&t, &tm) == NULL)
		memset(&tm, 0, sizeof(tm));
	snprintf(out, RESPONSE_DATE_LEN + 1,
	    "%.3s, %02u %.3s %04u %02u:%02u:%02u GMT",
	    &days[(size_t)3 * (size_t)tm.tm_wday], (unsigned)tm.tm_mday % 100,
	    &months[(size_t)3 * (size_t)tm.tm_mon],
	    (unsigned)(tm.tm_year + 1900) % 10000, (unsigned)tm.tm_hour % 100,
	    (unsigned)tm.tm_min % 100, (unsigned)tm.tm_sec % 100);
}

bool
response_has_body(int status)
{
	return status >= 200 && status != 204 && status != 304;
}
