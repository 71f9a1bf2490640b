/*
 * gateway_sample.c - a request as a gateway would send it, by its names.
 */
#include <stdio.h>
#include <time.h>

#include "gateway.h"

/* "2026-11-27T10:00:00", which all of them can be told. */
static void
show_time(int64_t now, char *out, size_t size)
{
	time_t t = (time_t)now;
	struct tm tm;

	out[0] = '\0';
	if (gmtime_r(&t, &tm) != NULL)
		strftime(out, size, "%Y-%m-%dT%H:%M:%S", &tm);
}

/* Each name that the gateway has, with its value, to a function. */
typedef void add_fn(void *to, const char *name, const char *value);

static void
add_all(const struct gateway_names *n, const struct sample_text *t, add_fn *add,
    void *to)
{
	char time[32];
	const struct {
		const char *name, *value;
	} all[] = {
		{ n->from[0], t->from },
		{ n->to[0], t->to },
		{ n->text[0], t->text },
		{ n->id[0], t->id },
		{ n->time[0], time },
		{ n->event[0], n->event_is },
	};

	show_time(t->now, time, sizeof(time));
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].name != NULL && all[i].value != NULL)
			add(to, all[i].name, all[i].value);
}

static void
add_pair(void *to, const char *name, const char *value)
{
	sample_pair(to, str_of(name), str_of(value));
}

void
gateway_sample_form(const struct gateway *g, struct gateway_sample *s,
    const struct sample_text *t)
{
	s->post = true;
	sample_field(
	    s, "Content-Type", str_of("application/x-www-form-urlencoded"));
	add_all(&g->names, t, add_pair, &s->body);
}

void
gateway_sample_query(const struct gateway *g, struct gateway_sample *s,
    const struct sample_text *t)
{
	s->post = false;
	add_all(&g->names, t, add_pair, &s->query);
}

/* Puts a string at "a.b.c", making the objects on the way. */
static void
add_path(void *to, const char *path, const char *value)
{
	json_t *at = to, *next;
	char name[40];
	size_t n;

	while (path[n = strcspn(path, ".")] == '.') {
		snprintf(name, sizeof(name), "%.*s", (int)n, path);
		next = json_object_get(at, name);
		if (next == NULL) {
			next = json_object();
			json_object_set_new(at, name, next);
		}
		at = next;
		path += n + 1;
	}
	json_object_set_new(at, path, json_string(value));
}

void
gateway_sample_json(const struct gateway *g, struct gateway_sample *s,
    const struct sample_text *t)
{
	json_t *one = json_object(), *all = one;
	size_t n;

	s->post = true;
	sample_field(s, "Content-Type", str_of("application/json"));
	add_all(&g->names, t, add_path, one);
	if (g->names.list != NULL)
		all = json_pack("{s:[o]}", g->names.list, one);
	n = json_dumpb(all, NULL, 0, JSON_COMPACT);
	if (n > 0 && buf_room(&s->body, n) != NULL)
		s->body.len += json_dumpb(
		    all, (char *)s->body.data + s->body.len, n, JSON_COMPACT);
	json_decref(all);
}
