/*
 * classify.c - a message as a line of JSON, and what is found in it.
 */
#include "classify.h"

#include <jansson.h>
#include <stdio.h>

#include "gehoor/json_write.h"

#define REASONS 10 /* told of a theme */
#define VOICES 3   /* told of an output of the gauge */

/* {"theme":"wachten","margin":0.31,"reasons":[{"kind":"term",...},...]} */
static void
add_why(const struct theme_found *found, const struct conf *c,
    struct themes_scratch *s, struct buf *out)
{
	struct theme_reason reasons[REASONS];
	size_t n = themes_why(s, found->theme, reasons, REASONS);

	json_open(out, '{');
	json_member(out, "theme", str_of(c->themes[found->theme].id));
	json_key(out, "margin");
	buf_addf(out, "%.2f", found->margin);
	json_key(out, "reasons");
	json_open(out, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(out, '{');
		json_member(out, "kind", str_of(reasons[i].kind));
		json_member(out, "text", reasons[i].text);
		if (reasons[i].weight > 0) {
			json_key(out, "weight");
			buf_addf(out, "%.3f", reasons[i].weight);
		}
		json_close(out, '}');
	}
	json_close(out, ']');
	json_close(out, '}');
}

/* The fields of a message that are about its themes. */
static void
add_themes(struct str text, const struct answerer *a, struct buf *out)
{
	struct theme_found found[THEMES_MAX];
	size_t n = themes_ranked(text, a->themes, found);

	json_key(out, "themes");
	json_open(out, '[');
	for (size_t i = 0; i < n; i++)
		json_item(out, str_of(a->conf->themes[found[i].theme].id));
	json_close(out, ']');
	if (!a->why)
		return;
	json_key(out, "why");
	json_open(out, '[');
	for (size_t i = 0; i < n; i++)
		add_why(&found[i], a->conf, a->themes, out);
	json_close(out, ']');
}

/* {"output":"weight2","text":"slaat","weight":1.42} */
static void
add_voice(enum gauge_output output, struct str words, int hundredths, void *arg)
{
	struct buf *out = arg;

	json_open(out, '{');
	json_member(out, "output", str_of(gauge_output_names[output]));
	json_member(out, "text", words);
	json_key(out, "weight");
	buf_addf(out, "%.2f", hundredths / 100.0);
	json_close(out, '}');
}

/* What it weighs. 0, or -1 without memory. */
static int
add_gauge(struct str text, const struct answerer *a, struct buf *out)
{
	struct gauge g;
	int rc;

	if (gauge_of(a->gauger, text, a->gauge, &g) == -1)
		return -1;
	gauge_json(out, &g);
	if (!a->why)
		return 0;
	json_key(out, "why_gauge");
	json_open(out, '[');
	rc = gauge_why(a->gauger, text, VOICES, add_voice, out);
	json_close(out, ']');
	return rc;
}

/* 0, or -1 without memory. */
static int
add_answer(
    struct str id, struct str text, const struct answerer *a, struct buf *out)
{
	json_open(out, '{');
	json_member(out, "id", id);
	add_themes(text, a, out);
	if (add_gauge(text, a, out) == -1)
		return -1;
	json_close(out, '}');
	buf_addc(out, '\n');
	return out->failed ? -1 : 0;
}

static struct str
string_of(const json_t *value)
{
	return (
	    struct str){ json_string_value(value), json_string_length(value) };
}

int
classify_line(
    struct str line, const struct answerer *a, struct buf *out, struct err *e)
{
	json_error_t reason;
	json_t *o = json_loadb(line.p, line.n, 0, &reason);
	const json_t *id = json_object_get(o, "id");
	const json_t *text = json_object_get(o, "text");
	size_t before = out->len;
	int rc = -1;

	if (o == NULL)
		err_set(e, "no JSON: %s", reason.text);
	else if (!json_is_string(id) || !json_is_string(text))
		err_set(e, "an object with id and text is expected");
	else if (add_answer(string_of(id), string_of(text), a, out) == -1)
		err_set(e, "no memory");
	else
		rc = 0;
	if (rc == -1)
		out->len = before;
	json_decref(o);
	return rc;
}
