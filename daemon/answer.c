/*
 * answer.c - filling in the response of an exchange.
 */
#include "answer.h"

#include "gehoor/json_write.h"
#include "site.h"

/* For what most pages get beside what was prepared. */
#define ANSWER_ROOM 1024

static const char type_html[] = "text/html; charset=utf-8";
static const char type_json[] = "application/json";
static const char type_text[] = "text/plain; charset=UTF-8";

bool
answer_as_json(const struct exchange *x)
{
	const struct http_request *r = x->request;
	struct str accept;

	if (r == NULL)
		return false;
	accept = http_request_field(r, "Accept");
	if (http_media_type_is(
		http_request_field(r, "Content-Type"), type_json))
		return !http_prefers(accept, "text/html", type_json);
	return http_prefers(accept, type_json, "text/html");
}

/* No memory for an answer: say so in a few constant bytes. */
static void
no_memory(struct exchange *x)
{
	static const char sorry[] = "503\n";

	buf_clear(&x->response.body);
	x->response.status = 503;
	x->response.type = type_text;
	x->response.style = NULL;
	x->response.packed = false;
	x->response.fixed = (struct str){ sorry, sizeof(sorry) - 1 };
	x->response.close = true;
}

static struct buf *
begin(struct exchange *x, int status, const char *type)
{
	x->response.status = status;
	x->response.type = type;
	x->response.style = NULL;
	x->response.packed = x->response.varies = false;
	x->response.fixed = (struct str){ NULL, 0 };
	buf_clear(&x->response.body);
	return &x->response.body;
}

/* A page: its style is named, and it may have been compressed before. */
static struct buf *
begin_page(struct exchange *x, int status, const struct sheet *s)
{
	struct buf *b = begin(x, status, type_html);

	x->response.style = site_style_csp(x->app->site, s->style);
	return b;
}

/* Whether to send it compressed; either way the answer says it depends. */
static bool
send_packed(struct exchange *x, const struct sheet *s)
{
	if (s->packed == NULL)
		return false;
	x->response.varies = true;
	x->response.packed = x->request != NULL &&
	    http_accepts(
		http_request_field(x->request, "Accept-Encoding"), "gzip");
	return x->response.packed;
}

void
answer_plain(struct exchange *x, int status, const struct sheet *s)
{
	begin_page(x, status, s);
	x->response.fixed =
	    (struct str){ (const char *)s->html.data, s->html.len };
}

void
answer_fixed(struct exchange *x, int status, const struct sheet *s)
{
	struct buf *b;

	answer_plain(x, status, s);
	if (!send_packed(x, s))
		return;
	b = &x->response.body;
	x->response.fixed = (struct str){ NULL, 0 };
	sheet_write_packed(s, (struct str){ NULL, 0 }, b);
	if (b->failed)
		no_memory(x);
}

void
answer_form(struct exchange *x, const struct sheet *s, struct str token)
{
	const struct sheet_view view = { .token = token };
	struct buf *b = begin_page(x, 200, s);

	x->response.noindex = true;
	buf_room(b, s->html.len + ANSWER_ROOM);
	if (send_packed(x, s))
		sheet_write_packed(s, token, b);
	else
		sheet_write(s, &view, b);
	if (b->failed)
		no_memory(x);
}

void
answer_sheet(struct exchange *x, int status, const struct sheet *s,
    const struct sheet_view *v)
{
	struct buf *b = begin_page(x, status, s);

	x->response.noindex = true;
	buf_room(b, s->html.len + ANSWER_ROOM);
	sheet_write(s, v, b);
	if (b->failed)
		no_memory(x);
}

void
answer_json(struct exchange *x, int status, const char *key, struct str value,
    const char *key2, struct str value2)
{
	struct buf *b = begin(x, status, type_json);

	json_open(b, '{');
	json_member(b, key, value);
	if (key2 != NULL)
		json_member(b, key2, value2);
	json_close(b, '}');
	buf_addc(b, '\n');
	if (b->failed)
		no_memory(x);
}

void
answer_typed(struct exchange *x, int status, const char *type, struct str body)
{
	struct buf *b = begin(x, status, type);

	buf_addstr(b, body);
	if (b->failed)
		no_memory(x);
}

void
answer_text(struct exchange *x, int status, struct str text)
{
	answer_typed(x, status, type_text, text);
}
