/*
 * desk_event.c - what people at a desk did, read from JSON.
 */
#include "desk_event.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "gehoor/act.h"
#include "gehoor/conf.h"
#include "gauge.h"
#include "json_bounds.h"

#define NAME_LEN_MAX 64

const char *const desk_act_names[DESK_ACT_COUNT] = {
#define X(c, name) [c] = (name),
	DESK_ACTS(X)
#undef X
};

struct desk_event_store {
	json_t *root;
	struct desk_count *counts;
};

struct desk_event_store *
desk_event_store_new(void)
{
	return calloc(1, sizeof(struct desk_event_store));
}

static void
store_clear(struct desk_event_store *s)
{
	json_decref(s->root);
	s->root = NULL;
	free(s->counts);
	s->counts = NULL;
}

void
desk_event_store_free(struct desk_event_store **s)
{
	if (*s == NULL)
		return;
	store_clear(*s);
	free(*s);
	*s = NULL;
}

static bool
get_text(const json_t *o, const char *key, size_t max, struct str *out)
{
	const json_t *v = json_object_get(o, key);

	if (!json_is_string(v) || json_string_length(v) > max)
		return false;
	*out = (struct str){ json_string_value(v), json_string_length(v) };
	return true;
}

static bool
get_number(const json_t *o, const char *key, uint64_t max, uint64_t *out)
{
	const json_t *v = json_object_get(o, key);

	if (!json_is_integer(v) || json_integer_value(v) < 0 ||
	    (uint64_t)json_integer_value(v) > max)
		return false;
	*out = (uint64_t)json_integer_value(v);
	return true;
}

static int
hex_digit(char c)
{
	const char *digits = "0123456789abcdef";
	const char *at = c == '\0' ? NULL : strchr(digits, c);

	return at == NULL ? -1 : (int)(at - digits);
}

static bool
get_hex(const json_t *o, const char *key, uint8_t *out, size_t n)
{
	struct str s;

	if (!get_text(o, key, 2 * n, &s) || s.n != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int high = hex_digit(s.p[2 * i]),
		    low = hex_digit(s.p[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

static bool
is_role(struct str s)
{
	for (size_t i = 0; conf_roles[i] != NULL; i++)
		if (str_is(s, conf_roles[i]))
			return true;
	return false;
}

static bool
get_role(const json_t *o, const char *key, struct str *out)
{
	return get_text(o, key, NAME_LEN_MAX, out) && is_role(*out);
}

static bool
get_week(const json_t *o, struct week *out)
{
	struct str s;

	return get_text(o, "week", WEEK_TEXT_LEN, &s) &&
	    week_parse(s.p, s.n, out) == 0;
}

/* One row of counts: quarter, region, dimension, category, number. */
static bool
read_count(const json_t *row, struct desk_count *c)
{
	struct str *const texts[] = { &c->region, &c->dimension, &c->category };
	const json_t *v = json_array_get(row, 0);
	struct period p;

	if (json_array_size(row) != 5 || !json_is_string(v) ||
	    period_parse(json_string_value(v), json_string_length(v), &p) !=
		0 ||
	    p.quarter == 0)
		return false;
	c->quarter = p.year * 10 + p.quarter;
	for (size_t i = 0; i < 3; i++) {
		v = json_array_get(row, i + 1);
		if (!json_is_string(v) || json_string_length(v) > NAME_LEN_MAX)
			return false;
		*texts[i] =
		    (struct str){ json_string_value(v), json_string_length(v) };
	}
	v = json_array_get(row, 4);
	if (!json_is_integer(v) || json_integer_value(v) < 1)
		return false;
	c->n = (uint64_t)json_integer_value(v);
	return true;
}

static bool
read_counts(const json_t *o, struct desk_event_store *s, struct desk_event *ev)
{
	const json_t *list = json_object_get(o, "counts");

	if (!json_is_array(list) || json_array_size(list) > DESK_COUNTS_MAX)
		return false;
	ev->ncounts = json_array_size(list);
	s->counts = calloc(ev->ncounts + 1, sizeof(*s->counts));
	if (s->counts == NULL)
		return false;
	ev->counts = s->counts;
	for (size_t i = 0; i < ev->ncounts; i++)
		if (!read_count(json_array_get(list, i), &s->counts[i]))
			return false;
	return true;
}

static bool
get_segment(const json_t *o, uint32_t *out)
{
	uint64_t n;

	if (!get_number(o, "segment", SEGMENT_MAX_NUMBER, &n) || n == 0)
		return false;
	*out = (uint32_t)n;
	return true;
}

/* What became of so many records: they add up. */
static bool
read_sums(const json_t *o, uint64_t left, struct desk_event *ev)
{
	const json_t *sums = json_object_get(o, "sums");

	if (!json_is_object(sums))
		return false;
	for (size_t i = 0; i < STATUS_COUNT; i++) {
		if (json_object_get(sums, status_names[i]) != NULL &&
		    !get_number(sums, status_names[i], left, &ev->sums[i]))
			return false;
		left -= ev->sums[i];
	}
	return left == 0;
}

static bool
read_expired(const json_t *o, struct desk_event_store *s, struct desk_event *ev)
{
	return get_segment(o, &ev->segment) &&
	    get_number(o, "first", INT64_MAX, &ev->first) &&
	    get_number(o, "size", INT64_MAX, &ev->size) &&
	    ev->first <= ev->size && read_sums(o, ev->size - ev->first, ev) &&
	    read_counts(o, s, ev);
}

/* How often a message was answered, or labelled. */
static bool
get_version(const json_t *o, struct desk_event *ev)
{
	uint64_t version;

	if (!get_number(o, "version", UINT32_MAX, &version) || version == 0)
		return false;
	ev->version = (uint32_t)version;
	return true;
}

static bool
read_replied(const json_t *o, struct desk_event_store *s, struct desk_event *ev)
{
	(void)s;
	return get_version(o, ev) &&
	    get_text(o, "text", REPLY_TEXT_MAX, &ev->text) &&
	    (json_object_get(o, "passed_on") == NULL ||
		get_role(o, "passed_on", &ev->passed_on));
}

static bool
read_erased(const json_t *o, struct desk_event_store *s, struct desk_event *ev)
{
	(void)s;
	return get_number(o, "index", INT64_MAX, &ev->index) &&
	    get_segment(o, &ev->segment) &&
	    get_text(o, "reason", ACT_REASON_MAX, &ev->text) &&
	    get_role(o, "second", &ev->second);
}

/* The form of an id of the configuration. */
static bool
is_id(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\0' ||
		    strchr("abcdefghijklmnopqrstuvwxyz0123456789-", s.p[i]) ==
			NULL)
			return false;
	return s.n > 0 && s.n <= NAME_LEN_MAX;
}

static bool
get_themes(const json_t *o, struct desk_label *l)
{
	const json_t *list = json_object_get(o, "themes"), *v;

	l->has_themes = list != NULL;
	if (list == NULL)
		return true;
	if (!json_is_array(list) || json_array_size(list) > DESK_THEMES_MAX)
		return false;
	l->nthemes = json_array_size(list);
	for (size_t i = 0; i < l->nthemes; i++) {
		v = json_array_get(list, i);
		l->themes[i] =
		    (struct str){ json_string_value(v), json_string_length(v) };
		if (!is_id(l->themes[i]))
			return false;
	}
	return true;
}

static bool
get_polarity(const json_t *o, struct str *out)
{
	if (json_object_get(o, "polarity") == NULL)
		return true;
	if (!get_text(o, "polarity", NAME_LEN_MAX, out))
		return false;
	for (int p = 0; p < POLARITY_COUNT; p++)
		if (str_is(*out, polarity_name((enum polarity)p)))
			return true;
	return false;
}

static bool
read_labelled(
    const json_t *o, struct desk_event_store *s, struct desk_event *ev)
{
	uint64_t weight = 0;

	(void)s;
	ev->label.has_weight = json_object_get(o, "weight") != NULL;
	if (!get_version(o, ev) || !get_themes(o, &ev->label) ||
	    !get_polarity(o, &ev->label.polarity) ||
	    (ev->label.has_weight && !get_number(o, "weight", 3, &weight)))
		return false;
	ev->label.weight = (unsigned)weight;
	return true;
}

static bool
read_quoted(const json_t *o, struct desk_event_store *s, struct desk_event *ev)
{
	(void)s;
	return get_text(o, "theme", NAME_LEN_MAX, &ev->theme) &&
	    is_id(ev->theme) && get_hex(o, "words", ev->words, HASH_LEN);
}

static bool
read_withheld(
    const json_t *o, struct desk_event_store *s, struct desk_event *ev)
{
	(void)o;
	(void)s;
	(void)ev;
	return true;
}

static bool (*const readers[])(
    const json_t *o, struct desk_event_store *s, struct desk_event *ev) = {
	[DESK_REPLIED] = read_replied,
	[DESK_ERASED] = read_erased,
	[DESK_EXPIRED] = read_expired,
	[DESK_LABELLED] = read_labelled,
	[DESK_QUOTED] = read_quoted,
	[DESK_WITHHELD] = read_withheld,
};

/* 0, 1 for an act that is not known here, or -1. */
static int
read_object(const json_t *o, struct desk_event_store *s, struct desk_event *ev)
{
	struct str act;
	uint64_t version;

	if (!get_number(o, "v", 1000, &version) ||
	    version != DESK_EVENT_VERSION ||
	    !get_text(o, "act", NAME_LEN_MAX, &act) ||
	    !get_role(o, "role", &ev->role) || !get_week(o, &ev->week))
		return -1;
	for (ev->act = 0; ev->act < DESK_ACT_COUNT; ev->act++)
		if (str_is(act, desk_act_names[ev->act]))
			break;
	if (ev->act == DESK_ACT_COUNT)
		return 1;
	if (!get_hex(o, "log", ev->log_id, LOG_ID_LEN) ||
	    !get_text(o, "box", BOX_NAME_MAX, &ev->box) ||
	    (ev->act != DESK_EXPIRED &&
		!get_hex(o, "leaf", ev->leaf, HASH_LEN)))
		return -1;
	return readers[ev->act](o, s, ev) ? 0 : -1;
}

int
desk_event_read(struct str json, struct desk_event_store *s,
    struct desk_event *out, struct err *e)
{
	struct desk_event ev;
	int rc = -1;

	memset(&ev, 0, sizeof(ev));
	store_clear(s);
	if (json_bounded(json, DESK_COUNTS_MAX + 16, 5 * DESK_COUNTS_MAX + 256))
		s->root =
		    json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, NULL);
	if (json_is_object(s->root))
		rc = read_object(s->root, s, &ev);
	if (rc == -1)
		return err_set(e, "not an event of a desk");
	*out = ev;
	return rc;
}
