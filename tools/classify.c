/*
 * classify.c - a message as a line of JSON, and what is found in it.
 */
#include "classify.h"

#include <jansson.h>
#include <stdio.h>

#include "gehoor/json_write.h"

#define REASONS 10 /* told of a theme */

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
add_themes(struct str text, const struct conf *c, struct themes_scratch *s,
    bool why, struct buf *out)
{
	struct theme_found found[THEMES_MAX];
	size_t n = themes_ranked(text, s, found);

	json_key(out, "themes");
	json_open(out, '[');
	for (size_t i = 0; i < n; i++)
		json_item(out, str_of(c->themes[found[i].theme].id));
	json_close(out, ']');
	if (!why)
		return;
	json_key(out, "why");
	json_open(out, '[');
	for (size_t i = 0; i < n; i++)
		add_why(&found[i], c, s, out);
	json_close(out, ']');
}

int
classify_line(struct str line, const struct conf *c, struct themes_scratch *s,
    bool why, struct buf *out, struct err *e)
{
	json_error_t reason;
	json_t *o = json_loadb(line.p, line.n, 0, &reason);
	const json_t *id = json_object_get(o, "id");
	const json_t *text = json_object_get(o, "text");
	int rc = -1;

	if (o == NULL)
		err_set(e, "no JSON: %s", reason.text);
	else if (!json_is_string(id) || !json_is_string(text))
		err_set(e, "an object with id and text is expected");
	else {
		json_open(out, '{');
		json_member(out, "id",
		    (struct str){
			json_string_value(id), json_string_length(id) });
		add_themes((struct str){ json_string_value(text),
			       json_string_length(text) },
		    c, s, why, out);
		/* Other fields of a message go here, a function each. */
		json_close(out, '}');
		buf_addc(out, '\n');
		rc = out->failed ? err_set(e, "no memory") : 0;
	}
	json_decref(o);
	return rc;
}
