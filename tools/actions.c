/*
 * actions.c - what people said and what was done about it.
 */
#include "actions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gehoor/scan.h"
#include "gehoor/week.h"
#include "output.h"

#define LINE_MAX_BYTES ((size_t)64 << 10)
#define SPANS_MAX 16

static const char *const statuses[] = { "new", "busy", "done", "not", NULL };

struct reading {
	const char *name;
	size_t line;
	const struct conf *conf;
	actions_doubt_fn *doubt;
	void *arg;
	struct err *err;
};

static int
wrong(const struct reading *r, const char *what)
{
	return err_set(r->err, "%s:%zu: %s", r->name, r->line, what);
}

static void
look_for_people(const struct reading *r, const char *field, const char *lang,
    const json_t *text)
{
	const struct str s = { json_string_value(text),
		json_string_length(text) };
	struct scan_span spans[SPANS_MAX];
	size_t n = scan_text(s, NULL, spans, SPANS_MAX);

	for (size_t i = 0; i < n; i++)
		r->doubt(&(struct actions_doubt){ r->line, field, lang,
			     scan_label(spans[i].kind),
			     { s.p + spans[i].start,
				 spans[i].end - spans[i].start } },
		    r->arg);
}

/* Texts by language: {"nl": "..."}; where it is needed, at least one. */
static int
check_texts(
    const struct reading *r, const json_t *item, const char *field, bool needed)
{
	json_t *texts = json_object_get(item, field), *text;
	char what[160];
	const char *lang;

	snprintf(what, sizeof(what),
	    "\"%s\" is missing or not so; write {\"%s\": \"...\"}", field,
	    r->conf->langs[0].code);
	if (texts == NULL)
		return needed ? wrong(r, what) : 0;
	if (!json_is_object(texts) || json_object_size(texts) == 0)
		return wrong(r, what);
	json_object_foreach(texts, lang, text)
	{
		if (conf_lang_find(r->conf, str_of(lang)) == NULL) {
			snprintf(what, sizeof(what),
			    "\"%s\": %.8s is not one of languages", field,
			    lang);
			return wrong(r, what);
		}
		if (json_string_length(text) == 0)
			return wrong(r, what);
		look_for_people(r, field, lang, text);
	}
	return 0;
}

static int
check_status(const struct reading *r, const json_t *item, size_t *out)
{
	const char *status = json_string_value(json_object_get(item, "status"));
	size_t i = 0;

	while (statuses[i] != NULL &&
	    (status == NULL || strcmp(statuses[i], status) != 0))
		i++;
	*out = i;
	return statuses[i] != NULL
	    ? 0
	    : wrong(r,
		  "\"status\" is missing or not so; write new, busy, done or "
		  "not");
}

static int
check_period(const struct reading *r, const json_t *item)
{
	const json_t *period = json_object_get(item, "period");
	struct period p;

	if (period == NULL ||
	    (json_is_string(period) &&
		period_parse(json_string_value(period),
		    json_string_length(period), &p) == 0 &&
		p.quarter > 0))
		return 0;
	return wrong(r, "\"period\" is no quarter; write \"2026-Q3\"");
}

/* A key that nobody reads is a slip. */
static int
check_keys(const struct reading *r, json_t *item)
{
	static const char *const known[] = { "status", "period", "said", "did",
		"why", NULL };
	char what[120];
	const char *key;
	json_t *v;

	json_object_foreach(item, key, v)
	{
		size_t i = 0;

		while (known[i] != NULL && strcmp(known[i], key) != 0)
			i++;
		if (known[i] != NULL)
			continue;
		snprintf(what, sizeof(what),
		    "there is no \"%.32s\"; there are: status, period, said, "
		    "did, why",
		    key);
		return wrong(r, what);
	}
	return 0;
}

static int
check_item(const struct reading *r, json_t *item)
{
	size_t status;

	if (!json_is_object(item))
		return wrong(r, "not a JSON object");
	if (check_keys(r, item) == -1 || check_status(r, item, &status) == -1 ||
	    check_period(r, item) == -1 ||
	    check_texts(r, item, "said", true) == -1 ||
	    check_texts(r, item, "did", status == 1 || status == 2) == -1)
		return -1;
	if (status == 3 && json_object_get(item, "why") == NULL)
		return wrong(
		    r, "\"status\" is not, so \"why\" must say the reason");
	return check_texts(r, item, "why", false);
}

static int
read_line(struct reading *r, const char *line, size_t n, json_t *items)
{
	json_error_t je;
	json_t *item = json_loadb(line, n, JSON_REJECT_DUPLICATES, &je);

	if (item == NULL)
		return err_set(
		    r->err, "%s:%zu: not JSON: %s", r->name, r->line, je.text);
	if (json_array_size(items) == ACTIONS_MAX) {
		json_decref(item);
		return wrong(r, "more than 500; leave old ones out");
	}
	if (check_item(r, item) == -1) {
		json_decref(item);
		return -1;
	}
	return json_array_append_new(items, item);
}

static bool
is_blank(const char *line)
{
	return line[strspn(line, " \t\r\n")] == '\0';
}

json_t *
actions_read(FILE *f, const char *name, const struct conf *c,
    actions_doubt_fn *doubt, void *arg, struct err *e)
{
	struct reading r = { name, 0, c, doubt, arg, e };
	json_t *items = json_array();
	char *line = NULL;
	size_t room = 0;
	ssize_t n = 0;
	int ret = 0;

	while (ret == 0 && (n = getline(&line, &room, f)) > 0) {
		r.line++;
		if ((size_t)n > LINE_MAX_BYTES)
			ret = wrong(&r, "longer than 64 KiB");
		else if (!is_blank(line))
			ret = read_line(&r, line, (size_t)n, items);
	}
	if (ret == 0 && ferror(f))
		ret = err_sys(e, "%s", name);
	free(line);
	if (ret == 0)
		return items;
	json_decref(items);
	return NULL;
}

int
actions_publish(const char *state, json_t *items, struct err *e)
{
	struct buf path = BUF_INIT;
	json_t *all = json_pack("{s:i, s:O}", "v", 1, "items", items);
	struct output o;
	int ret = -1;

	buf_addf(&path, "%s/public", state);
	if (all == NULL || buf_cstr(&path) == NULL)
		err_set(e, "no memory");
	else if (mkdir(buf_cstr(&path), 0755) == -1 && errno != EEXIST)
		err_sys(e, "%s", buf_cstr(&path));
	else {
		buf_adds(&path, "/actions.json");
		ret = output_open_file(&o, buf_cstr(&path), e);
	}
	if (ret == 0) {
		json_dumpf(all, o.file, JSON_INDENT(1) | JSON_SORT_KEYS);
		fputc('\n', o.file);
		ret = output_finish(&o, e);
	}
	json_decref(all);
	buf_free(&path);
	return ret;
}

int
actions_published(const char *state, json_t **out, struct err *e)
{
	char *path = NULL;
	json_error_t why;
	json_t *all;
	int ret = 0;

	*out = NULL;
	if (asprintf(&path, "%s/public/actions.json", state) == -1)
		return err_set(e, "no memory");
	all = json_load_file(path, 0, &why);
	if (all == NULL && access(path, F_OK) == 0)
		ret = err_set(e, "%s: line %d: %s", path, why.line, why.text);
	*out = json_incref(json_object_get(all, "items"));
	json_decref(all);
	free(path);
	return ret;
}
