/*
 * sheet.c - a page prepared once: fixed HTML with slots for what differs.
 */
#include "sheet.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS_STEP 32

void
sheet_free(struct sheet *s)
{
	for (size_t i = 0; i < s->nslots; i++) {
		free(s->slots[i].name);
		free(s->slots[i].other);
		free(s->slots[i].value);
	}
	free(s->slots);
	for (size_t i = 0; s->packed != NULL && i < 2; i++)
		gzip_piece_free(&s->packed[i]);
	free(s->packed);
	buf_free(&s->html);
	*s = (struct sheet){ 0 };
}

void
sheet_fill(struct sheet *s, const struct words *w, const char *tmpl,
    const struct html_value *extra, size_t nextra)
{
	words_fill(&s->html, w, tmpl, extra, nextra);
	s->failed |= s->html.failed;
}

/* Room for one more slot, or NULL. */
static struct slot *
slot_new(struct sheet *s)
{
	struct slot *more;

	if (s->nslots % SLOTS_STEP == 0) {
		more =
		    realloc(s->slots, (s->nslots + SLOTS_STEP) * sizeof(*more));
		if (more == NULL)
			return NULL;
		s->slots = more;
	}
	return &s->slots[s->nslots++];
}

static void
slot_add(struct sheet *s, enum slot_kind kind, const char *name,
    const char *other, const char *value)
{
	struct slot *sl = slot_new(s);

	if (sl == NULL) {
		s->failed = true;
		return;
	}
	*sl = (struct slot){ kind, s->html.len, strdup(name), strdup(other),
		strdup(value) };
	if (sl->name == NULL || sl->other == NULL || sl->value == NULL)
		s->failed = true;
}

void
sheet_slot(
    struct sheet *s, enum slot_kind kind, const char *name, const char *value)
{
	slot_add(s, kind, name, "", value);
}

void
sheet_if(
    struct sheet *s, const char *name, const char *other, const char *value)
{
	slot_add(s, SLOT_IF, name, other, value);
}

void
sheet_problem(struct sheet *s, const struct words *w, const char *tmpl)
{
	struct buf b = BUF_INIT;
	const char *html;

	words_fill(&b, w, tmpl, NULL, 0);
	if ((html = buf_cstr(&b)) != NULL)
		sheet_slot(s, SLOT_PROBLEM, "", html);
	else
		s->failed = true;
	buf_free(&b);
}

/* Whether the form has a field of that name with that value. */
static bool
form_has(const struct form *f, const char *name, const char *value)
{
	for (size_t i = 0; f != NULL && i < f->nfields; i++)
		if (str_is(form_name_at(f, i), name) &&
		    str_is(form_value_at(f, i), value))
			return true;
	return false;
}

/* The first value of that name; empty if there is none. */
static struct str
form_value(const struct form *f, const char *name)
{
	return f == NULL ? (struct str){ NULL, 0 } : form_get(f, name);
}

/* The page that comes next makes its own step and token. */
static void
hidden_fields(const struct form *f, struct buf *out)
{
	for (size_t i = 0; f != NULL && i < f->nfields; i++) {
		struct str name = form_name_at(f, i);

		if (str_is(name, "step") || str_is(name, "token"))
			continue;
		buf_adds(out, "<input type=\"hidden\" name=\"");
		html_escape(out, name);
		buf_adds(out, "\" value=\"");
		html_escape(out, form_value_at(f, i));
		buf_adds(out, "\">\n");
	}
}

static void
write_problem(
    const struct slot *sl, const struct sheet_view *v, struct buf *out)
{
	const struct html_value message = { "message", v->problem };

	if (v->problem.p != NULL)
		html_fill(out, sl->value, &message, 1);
}

static void
write_slot(const struct slot *sl, const struct sheet_view *v, struct buf *out)
{
	switch (sl->kind) {
	case SLOT_TOKEN:
		html_escape(out, v->token);
		break;
	case SLOT_CODE:
		html_escape(out, v->code);
		break;
	case SLOT_PROBLEM:
		write_problem(sl, v, out);
		break;
	case SLOT_VALUE:
		html_escape(out, form_value(v->form, sl->name));
		break;
	case SLOT_IF:
		if (form_has(v->form, sl->name, sl->other))
			buf_adds(out, sl->value);
		break;
	case SLOT_NONE:
		if (form_value(v->form, sl->name).n == 0)
			buf_adds(out, sl->value);
		break;
	case SLOT_EXTRA:
		buf_addstr(out, v->extra);
		break;
	case SLOT_HIDDEN:
		hidden_fields(v->form, out);
		break;
	}
}

void
sheet_write(const struct sheet *s, const struct sheet_view *v, struct buf *out)
{
	size_t from = 0;

	for (size_t i = 0; i < s->nslots; i++) {
		const struct slot *sl = &s->slots[i];

		buf_add(out, s->html.data + from, sl->at - from);
		from = sl->at;
		write_slot(sl, v, out);
	}
	buf_add(out, s->html.data + from, s->html.len - from);
}

/* The page for nobody, and how far into it the token would stand. */
static void
write_empty(const struct sheet *s, struct buf *out, size_t *token)
{
	const struct sheet_view nothing = { .form = NULL };
	size_t from = 0;

	*token = 0;
	for (size_t i = 0; i < s->nslots; i++) {
		const struct slot *sl = &s->slots[i];

		buf_add(out, s->html.data + from, sl->at - from);
		from = sl->at;
		if (sl->kind == SLOT_TOKEN)
			*token = out->len;
		else
			write_slot(sl, &nothing, out);
	}
	buf_add(out, s->html.data + from, s->html.len - from);
}

void
sheet_pack(struct sheet *s)
{
	struct buf b = BUF_INIT;
	size_t at;
	const char *html;

	write_empty(s, &b, &at);
	html = (const char *)b.data;
	s->packed = calloc(2, sizeof(*s->packed));
	if (b.failed || s->packed == NULL ||
	    gzip_piece((struct str){ html, at }, false, &s->packed[0]) != 0 ||
	    gzip_piece((struct str){ html + at, b.len - at }, true,
		&s->packed[1]) != 0)
		s->failed = true;
	buf_free(&b);
}

void
sheet_write_packed(const struct sheet *s, struct str token, struct buf *out)
{
	gzip_join(&s->packed[0], token, &s->packed[1], out);
}

size_t
sheet_packed_len(const struct sheet *s)
{
	struct buf b = BUF_INIT;
	size_t n;

	if (s->packed == NULL)
		return 0;
	sheet_write_packed(s, (struct str){ NULL, 0 }, &b);
	n = b.len;
	buf_free(&b);
	return n;
}
