/*
 * record_read.c - the JSON of a sealed record, read back (record.h).
 */
#include "record_read.h"

#include <string.h>

#include "json_scan.h"

static bool
read_version(struct json_scan *s, struct record *r)
{
	unsigned v;

	(void)r;
	return json_scan_count(s, &v) &&
	    (v == RECORD_VERSION ||
		json_scan_fail(s, "a version that is not known here"));
}

static bool
read_box(struct json_scan *s, struct record *r)
{
	return json_scan_string(s, &r->box);
}

static bool
read_lang(struct json_scan *s, struct record *r)
{
	return json_scan_string(s, &r->lang);
}

static bool
read_text(struct json_scan *s, struct record *r)
{
	return json_scan_string(s, &r->text);
}

static bool
read_region(struct json_scan *s, struct record *r)
{
	return json_scan_string(s, &r->region);
}

static bool
read_who(struct json_scan *s, struct record *r)
{
	return json_scan_string(s, &r->who);
}

static bool
read_wish(struct json_scan *s, struct record *r)
{
	return json_scan_string(s, &r->wish);
}

static bool
read_thread(struct json_scan *s, struct record *r)
{
	return json_scan_string(s, &r->thread);
}

static bool
read_dedup(struct json_scan *s, struct record *r)
{
	return json_scan_string(s, &r->dedup);
}

static bool
read_week(struct json_scan *s, struct record *r)
{
	struct str v;

	return json_scan_string(s, &v) &&
	    (week_parse(v.p, v.n, &r->week) == 0 ||
		json_scan_fail(s, "not a week"));
}

static bool
read_channel(struct json_scan *s, struct record *r)
{
	struct str v;
	size_t i;

	if (!json_scan_string(s, &v))
		return false;
	for (i = 0; i < CHANNEL_COUNT; i++)
		if (str_is(v, channel_names[i])) {
			r->channel = (enum channel)i;
			return true;
		}
	return json_scan_fail(s, "a channel that is not known here");
}

/* All values of one question. */
static bool
read_values(struct json_scan *s, struct record *r, struct str id)
{
	struct record_answer *a;
	bool first = true;

	if (!json_scan_open(s, '['))
		return false;
	while (json_scan_item(s, &first)) {
		if (r->nanswers == RECORD_MAX_ANSWERS)
			return json_scan_fail(s, "too many answers");
		a = &r->answers[r->nanswers];
		a->id = id;
		if (!json_scan_string(s, &a->value))
			return false;
		r->nanswers++;
	}
	return s->why == NULL;
}

static bool
read_answers(struct json_scan *s, struct record *r)
{
	struct str id;
	bool first = true;

	if (!json_scan_open(s, '{'))
		return false;
	while (json_scan_member(s, &first, &id))
		if (!read_values(s, r, id))
			return false;
	return s->why == NULL;
}

static bool
read_publish(struct json_scan *s, struct record *r)
{
	bool first = true;
	struct str v;

	if (!json_scan_open(s, '['))
		return false;
	while (json_scan_item(s, &first)) {
		if (!json_scan_string(s, &v))
			return false;
		r->publish_report |= str_is(v, "report");
		r->publish_read |= str_is(v, "read");
	}
	return s->why == NULL;
}

static bool
read_seen(struct json_scan *s, struct record *r)
{
	bool first = true;

	if (!json_scan_open(s, '['))
		return false;
	while (json_scan_item(s, &first)) {
		if (r->nseen == RECORD_MAX_SEEN)
			return json_scan_fail(s, "too many observations");
		if (!json_scan_string(s, &r->seen[r->nseen]))
			return false;
		r->nseen++;
	}
	return s->why == NULL;
}

static bool
read_part(struct json_scan *s, struct record *r)
{
	bool first = true, ok;
	struct str name;

	if (!json_scan_open(s, '{'))
		return false;
	while (json_scan_member(s, &first, &name)) {
		if (str_is(name, "ref"))
			ok = json_scan_string(s, &r->part.ref);
		else if (str_is(name, "n"))
			ok = json_scan_count(s, &r->part.n);
		else if (str_is(name, "of"))
			ok = json_scan_count(s, &r->part.of);
		else
			ok = json_scan_skip(s);
		if (!ok)
			return false;
	}
	return s->why == NULL;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
read_reply_key(struct json_scan *s, struct record *r)
{
	struct str v;
	size_t i;
	int high, low;

	if (!json_scan_string(s, &v))
		return false;
	if (v.n != 2 * sizeof(r->reply_key))
		return json_scan_fail(s, "not a reply key");
	for (i = 0; i < sizeof(r->reply_key); i++) {
		high = hex_digit(v.p[2 * i]);
		low = hex_digit(v.p[2 * i + 1]);
		if (high == -1 || low == -1)
			return json_scan_fail(s, "not a reply key");
		r->reply_key[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

static const struct field {
	const char *name;
	bool (*read)(struct json_scan *s, struct record *r);
	bool needed;
} fields[] = {
	{ "v", read_version, true },
	{ "box", read_box, true },
	{ "week", read_week, true },
	{ "channel", read_channel, true },
	{ "lang", read_lang, false },
	{ "text", read_text, false },
	{ "answers", read_answers, false },
	{ "region", read_region, false },
	{ "who", read_who, false },
	{ "wish", read_wish, false },
	{ "publish", read_publish, false },
	{ "reply_key", read_reply_key, false },
	{ "thread", read_thread, false },
	{ "dedup", read_dedup, false },
	{ "part", read_part, false },
	{ "seen", read_seen, false },
};
#define NFIELDS (sizeof(fields) / sizeof(fields[0]))

static bool
read_field(
    struct json_scan *s, struct record *r, struct str name, uint32_t *given)
{
	size_t i;

	for (i = 0; i < NFIELDS; i++) {
		if (!str_is(name, fields[i].name))
			continue;
		if (*given & 1u << i)
			return json_scan_fail(s, "a field is given twice");
		*given |= 1u << i;
		return fields[i].read(s, r);
	}
	return json_scan_skip(s);
}

static bool
check_needed(struct json_scan *s, uint32_t given)
{
	size_t i;

	for (i = 0; i < NFIELDS; i++)
		if (fields[i].needed && !(given & 1u << i))
			return json_scan_fail(s, "a field is missing");
	return true;
}

int
record_read(
    struct str json, struct buf *store, struct record *out, struct err *e)
{
	struct json_scan s;
	struct str name;
	uint32_t given = 0;
	bool first = true;

	memset(out, 0, sizeof(*out));
	json_scan_start(&s, json.p, json.n, store);
	if (json_scan_open(&s, '{'))
		while (json_scan_member(&s, &first, &name))
			if (!read_field(&s, out, name, &given))
				break;
	if (json_scan_finish(&s) && check_needed(&s, given))
		return 0;
	return err_set(e, "not a record: %s", s.why);
}
