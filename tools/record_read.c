/*
 * record_read.c - the JSON of a sealed record, read back (record.h).
 *
 * jansson makes the tree and judges the syntax; here the fields are taken
 * from it, row by row of a table.
 */
#include "record_read.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <sodium.h>

#include "json_bounds.h"

#define MAX_COUNT 999999999
/* More than a record can have; the rest of it is text. */
#define CONTAINERS_MAX 256
#define VALUES_MAX 8192
#define KEY_LEN sizeof(((struct record *)NULL)->reply_key)

/* A reader fills what is at to, and returns NULL or what is wrong. */
struct field {
	const char *name;
	const char *(*read)(json_t *v, void *to);
	size_t at; /* in struct record */
	bool needed;
};
#define AT(member) offsetof(struct record, member)
#define WHOLE 0 /* the reader fills more than one member */

static const char *
read_fields(
    json_t *object, const struct field *fields, size_t n, struct record *r)
{
	const char *why = NULL;
	json_t *v;
	size_t i;

	if (!json_is_object(object))
		return "an object is expected";
	for (i = 0; i < n && why == NULL; i++) {
		v = json_object_get(object, fields[i].name);
		if (v != NULL)
			why = fields[i].read(v, (char *)r + fields[i].at);
		else if (fields[i].needed)
			why = "a field is missing";
	}
	return why;
}

static const char *
read_version(json_t *v, void *to)
{
	(void)to;
	if (!json_is_integer(v))
		return "a whole number is expected";
	return json_integer_value(v) == RECORD_VERSION
	    ? NULL
	    : "a version that is not known here";
}

static const char *
read_count(json_t *v, void *to)
{
	json_int_t n = json_integer_value(v);

	if (!json_is_integer(v) || n < 0 || n > MAX_COUNT)
		return "a whole number is expected";
	*(unsigned *)to = (unsigned)n;
	return NULL;
}

static const char *
read_string(json_t *v, void *to)
{
	if (!json_is_string(v))
		return "a string is expected";
	*(struct str *)to =
	    (struct str){ json_string_value(v), json_string_length(v) };
	return NULL;
}

static const char *
read_week(json_t *v, void *to)
{
	return json_is_string(v) &&
		week_parse(json_string_value(v), json_string_length(v), to) == 0
	    ? NULL
	    : "not a week";
}

static const char *
read_channel(json_t *v, void *to)
{
	struct str name;
	const char *why = read_string(v, &name);
	size_t i;

	if (why != NULL)
		return why;
	for (i = 0; i < CHANNEL_COUNT; i++)
		if (str_is(name, channel_names[i])) {
			*(enum channel *)to = (enum channel)i;
			return NULL;
		}
	return "a channel that is not known here";
}

/* All values of one question. */
static const char *
read_values(json_t *list, struct str id, struct record *r)
{
	const char *why = NULL;
	json_t *v;
	size_t i;

	if (!json_is_array(list))
		return "an array is expected";
	json_array_foreach(list, i, v)
	{
		if (r->nanswers == RECORD_MAX_ANSWERS)
			return "too many answers";
		why = read_string(v, &r->answers[r->nanswers].value);
		if (why != NULL)
			return why;
		r->answers[r->nanswers++].id = id;
	}
	return NULL;
}

/* jansson keeps members in the order in which they were written. */
static const char *
read_answers(json_t *v, void *to)
{
	const char *id, *why;
	json_t *list;

	if (!json_is_object(v))
		return "an object is expected";
	json_object_foreach(v, id, list)
	{
		why = read_values(list, str_of(id), to);
		if (why != NULL)
			return why;
	}
	return NULL;
}

static const char *
read_publish(json_t *list, void *to)
{
	struct record *r = to;
	const char *why;
	struct str where;
	json_t *v;
	size_t i;

	if (!json_is_array(list))
		return "an array is expected";
	json_array_foreach(list, i, v)
	{
		why = read_string(v, &where);
		if (why != NULL)
			return why;
		r->publish_report |= str_is(where, "report");
		r->publish_read |= str_is(where, "read");
	}
	return NULL;
}

static const char *
read_seen(json_t *list, void *to)
{
	struct record *r = to;
	const char *why;
	json_t *v;
	size_t i;

	if (!json_is_array(list))
		return "an array is expected";
	if (json_array_size(list) > RECORD_MAX_SEEN)
		return "too many observations";
	json_array_foreach(list, i, v)
	{
		why = read_string(v, &r->seen[i]);
		if (why != NULL)
			return why;
	}
	r->nseen = json_array_size(list);
	return NULL;
}

/* Lower case only, which sodium_hex2bin alone would not insist on. */
static const char *
read_reply_key(json_t *v, void *to)
{
	const char *hex = json_string_value(v);
	size_t n = json_string_length(v);

	if (hex == NULL || n != 2 * KEY_LEN ||
	    strspn(hex, "0123456789abcdef") != n ||
	    sodium_hex2bin(to, KEY_LEN, hex, n, NULL, NULL, NULL) != 0)
		return "not a reply key";
	return NULL;
}

static const struct field part_fields[] = {
	{ "ref", read_string, AT(part.ref), false },
	{ "before", read_string, AT(part.before), false },
	{ "n", read_count, AT(part.n), false },
	{ "of", read_count, AT(part.of), false },
};

static const char *
read_part(json_t *v, void *to)
{
	return read_fields(
	    v, part_fields, sizeof(part_fields) / sizeof(part_fields[0]), to);
}

static const struct field record_fields[] = {
	{ "v", read_version, WHOLE, true },
	{ "box", read_string, AT(box), true },
	{ "week", read_week, AT(week), true },
	{ "channel", read_channel, AT(channel), true },
	{ "lang", read_string, AT(lang), false },
	{ "text", read_string, AT(text), false },
	{ "answers", read_answers, WHOLE, false },
	{ "region", read_string, AT(region), false },
	{ "who", read_string, AT(who), false },
	{ "wish", read_string, AT(wish), false },
	{ "publish", read_publish, WHOLE, false },
	{ "reply_key", read_reply_key, AT(reply_key), false },
	{ "thread", read_string, AT(thread), false },
	{ "dedup", read_string, AT(dedup), false },
	{ "part", read_part, WHOLE, false },
	{ "seen", read_seen, WHOLE, false },
};

/* jansson's own words would quote what stands near the fault. */
static const char *
fault_of(const json_error_t *error)
{
	switch (json_error_code(error)) {
	case json_error_duplicate_key:
		return "a field is given twice";
	case json_error_invalid_utf8:
		return "not UTF-8";
	case json_error_out_of_memory:
		return "no memory";
	case json_error_stack_overflow:
		return "nested too deeply";
	default:
		return "not JSON";
	}
}

/* The depth is bounded by JSON_PARSER_MAX_DEPTH of jansson. */
static const char *
parse(struct str json, json_t **root)
{
	json_error_t error = { 0 };

	/* jansson loses a NUL byte that follows a number. */
	if (json.n == 0 || memchr(json.p, '\0', json.n) != NULL)
		return "not JSON";
	if (!json_bounded(json, CONTAINERS_MAX, VALUES_MAX))
		return "more values than a record has";
	*root = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, &error);
	return *root == NULL ? fault_of(&error) : NULL;
}

int
record_read(struct str json, struct record_read_store *store,
    struct record *out, struct err *e)
{
	const char *why;

	memset(out, 0, sizeof(*out));
	record_read_free(store);
	why = parse(json, &store->root);
	if (why == NULL)
		why = read_fields(store->root, record_fields,
		    sizeof(record_fields) / sizeof(record_fields[0]), out);
	return why == NULL ? 0 : err_set(e, "not a record: %s", why);
}

void
record_read_free(struct record_read_store *store)
{
	json_decref(store->root);
	store->root = NULL;
}

static void
wipe_and_free(void *p)
{
	if (p != NULL)
		explicit_bzero(p, malloc_usable_size(p));
	free(p);
}

void
record_read_wipes(void)
{
	json_set_alloc_funcs(malloc, wipe_and_free);
}
