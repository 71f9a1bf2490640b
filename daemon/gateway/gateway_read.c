/*
 * gateway_read.c - messages out of forms and JSON, by tables of names.
 */
#include <stdio.h>

#include "gateway.h"

/* ---- forms ------------------------------------------------------------------ */

struct sms *
gateway_read_names(
    const struct gateway *g, const struct pairs *p, struct sms_list *out)
{
	struct sms *m = sms_list_add(out);

	if (m == NULL)
		return NULL;
	sms_set(m, &m->from, pairs_get(p, g->names.from));
	sms_set(m, &m->to, pairs_get(p, g->names.to));
	sms_set(m, &m->id, pairs_get(p, g->names.id));
	sms_set(m, &m->time, pairs_get(p, g->names.time));
	return m;
}

/* A form of another kind, which would be taken for one without a text. */
static bool
is_other_form(const struct gateway_request *r)
{
	static const char *const other[] = { "text/xml", "application/xml",
		"multipart/form-data" };
	struct str type = http_request_field(r->head, "Content-Type");

	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
		if (http_media_type_is(type, other[i]))
			return true;
	return false;
}

/*
 * Where a signature covers names and values without a mark between them, one
 * could become a part of another: then sender or id are missing.
 */
static bool
lacks_something(const struct gateway *g, const struct sms *m)
{
	return g->names.complete && (m->from.n == 0 || m->id.n == 0);
}

enum gateway_verdict
gateway_read_form(const struct gateway *g, const struct gateway_request *r,
    struct sms_list *out)
{
	const struct pairs *p = gateway_request_pairs(r);
	struct str text = pairs_get(p, g->names.text);
	struct sms *m = gateway_read_names(g, p, out);

	if (is_other_form(r))
		return GATEWAY_BAD;
	if (m == NULL || text.p == NULL)
		return GATEWAY_IGNORE; /* a report of delivery, for one */
	if (lacks_something(g, m))
		return GATEWAY_BAD;
	sms_set_text(m, CHARSET_UNKNOWN, text);
	return GATEWAY_MESSAGE;
}

/* ---- JSON ------------------------------------------------------------------- */

#define PATH_NAME_MAX 40

/* The value at "a.b.c", or NULL. */
static const json_t *
at_path(const json_t *j, const char *path)
{
	char name[PATH_NAME_MAX];

	while (j != NULL && *path != '\0') {
		size_t n = strcspn(path, ".");

		snprintf(name, sizeof(name), "%.*s", (int)n, path);
		j = json_object_get(j, name);
		path += n + (path[n] == '.');
	}
	return j;
}

/* The first of the paths that leads to a string or an integer. */
static const json_t *
first_of(const json_t *j, const char *const *paths)
{
	for (; *paths != NULL; paths++) {
		const json_t *v = at_path(j, *paths);

		if (json_is_string(v) || json_is_integer(v))
			return v;
	}
	return NULL;
}

static struct str
string_of(const json_t *v)
{
	return json_is_string(v)
	    ? (struct str){ json_string_value(v), json_string_length(v) }
	    : (struct str){ NULL, 0 };
}

static void
set(struct sms *m, struct sms_field *field, const json_t *v)
{
	char number[32];

	if (json_is_integer(v)) {
		snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT,
		    json_integer_value(v));
		sms_set(m, field, str_of(number));
	} else {
		sms_set(m, field, string_of(v));
	}
}

/* Whether it is the event of a message that came in. */
static bool
is_event(const struct gateway_names *names, const json_t *j)
{
	const json_t *v = first_of(j, names->event);

	if (names->event_is == NULL)
		return true;
	return v == NULL ? !names->event_needed
			 : str_is(string_of(v), names->event_is);
}

static enum gateway_verdict
read_one(
    const struct gateway_names *names, const json_t *j, struct sms_list *out)
{
	struct sms *m = sms_list_add(out);
	const json_t *text = first_of(j, names->text);

	if (m == NULL)
		return GATEWAY_IGNORE;
	set(m, &m->from, first_of(j, names->from));
	set(m, &m->to, first_of(j, names->to));
	set(m, &m->id, first_of(j, names->id));
	set(m, &m->time, first_of(j, names->time));
	if (!json_is_string(text) || !is_event(names, j))
		return GATEWAY_IGNORE;
	sms_set_text(m, CHARSET_UTF8, string_of(text));
	return GATEWAY_MESSAGE;
}

/* Several in one delivery: those without a text stay empty, and are nothing
 * to keep. */
static enum gateway_verdict
read_list(
    const struct gateway_names *names, const json_t *list, struct sms_list *out)
{
	enum gateway_verdict verdict = GATEWAY_IGNORE;
	const json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
	{
		if (read_one(names, one, out) == GATEWAY_MESSAGE)
			verdict = GATEWAY_MESSAGE;
	}
	return verdict;
}

enum gateway_verdict
gateway_read_json(const struct gateway *g, const struct gateway_request *r,
    struct sms_list *out)
{
	const json_t *list;

	if (r->json == NULL)
		return GATEWAY_BAD;
	if (g->names.list == NULL)
		return read_one(&g->names, r->json, out);
	list = at_path(r->json, g->names.list);
	return json_is_array(list) ? read_list(&g->names, list, out)
				   : GATEWAY_BAD;
}
