/*
 * gauge_model.c - what each feature says about a message: an open table of
 * hashes that points to rows of values.
 */
#include "gauge_model.h"

#include <stdlib.h>

#include "gauge_features.h"
#include "normalise.h"

#define FEATURE_MAX 160
#define GAUGE_WORDS 3 /* of a feature at most */

const char *const gauge_output_names[GAUGE_OUTPUT_COUNT] = {
#define X(id, name) name,
	GAUGE_OUTPUTS(X)
#undef X
};

const struct gauge_axis gauge_axes[GAUGE_AXIS_COUNT] = {
#define X(id, first, n, steps) { GAUGE_##first, n, steps },
	GAUGE_AXES(X)
#undef X
};

/* Small, so that the table stays in the processor's cache. */
struct slot {
	uint32_t tag;                /* a part of the hash */
	uint32_t row[GAUGE_SOURCES]; /* of values, from 1; 0: none */
};

struct gauge_model {
	struct slot *slots;
	int16_t (*values)[GAUGE_OUTPUT_COUNT];
	size_t mask, rows;
};

/* A file under way. */
struct reading {
	struct gauge_model *model;
	enum gauge_source source;
	struct gauge_room room;
};

/* A slot is free if it has no row. */
static bool
is_free(const struct slot *s)
{
	return (s->row[GAUGE_LEARNED] | s->row[GAUGE_SPOKEN] |
		   s->row[GAUGE_OWN]) == 0;
}

static struct slot *
slot_of(const struct gauge_model *m, uint64_t hash)
{
	uint32_t tag = (uint32_t)(hash >> 32);
	size_t i = (size_t)(hash ^ hash >> 29) & m->mask;

	while (m->slots[i].tag != tag && !is_free(&m->slots[i]))
		i = (i + 1) & m->mask;
	return &m->slots[i];
}

struct gauge_values
gauge_model_find(const struct gauge_model *m, uint64_t hash)
{
	const struct slot *s = slot_of(m, hash);
	struct gauge_values v;

	for (int i = 0; i < GAUGE_SOURCES; i++)
		v.of[i] = s->row[i] == 0 ? NULL : m->values[s->row[i] - 1];
	return v;
}

const int16_t *
gauge_model_line(const struct gauge_model *m, const char *name)
{
	return gauge_model_find(m, gauge_hash(str_of(name))).of[GAUGE_LEARNED];
}

static struct str
cut(struct str *rest, char at)
{
	const char *end = memchr(rest->p, at, rest->n);
	struct str s = { rest->p,
		end == NULL ? rest->n : (size_t)(end - rest->p) };
	size_t used = s.n + (end != NULL);

	rest->p += used;
	rest->n -= used;
	return s;
}

static int
output_of(struct str name)
{
	for (int i = 0; i < GAUGE_OUTPUT_COUNT; i++)
		if (str_is(name, gauge_output_names[i]))
			return i;
	return -1;
}

/* "weg=210": the number ends at a blank or the end of the line. */
static int
read_value(struct str item, int16_t *values)
{
	int output = output_of(cut(&item, '='));
	char *end;
	long v;

	if (output == -1 || item.n == 0)
		return -1;
	v = strtol(item.p, &end, 10);
	if (end != item.p + item.n || v < -20000 || v > 20000)
		return -1;
	values[output] = (int16_t)v;
	return 0;
}

/* How a feature is compared that is written by hand, or nothing. */
static struct str
as_compared(struct str feature, struct gauge_room *room)
{
	struct gauge_noise noise = { 0 };
	bool head = feature.p[feature.n - 1] == '*';
	struct str words;
	unsigned n = 1;

	feature.n -= head;
	if (gauge_words(feature, room, &noise, &words) == -1)
		return (struct str){ NULL, 0 };
	words = str_trim(words, " ");
	for (size_t i = 0; i < words.n; i++) {
		n += words.p[i] == ' ';
		if (words.p[i] == '.')
			return (struct str){ NULL, 0 };
	}
	if (n > GAUGE_WORDS || (head && words.n != GAUGE_HEAD))
		return (struct str){ NULL, 0 };
	if (head) /* there was a blank behind it */
		room->words
		    .data[words.p + words.n - (const char *)room->words.data] =
		    '*';
	return (struct str){ words.p, words.n + head };
}

/* The values of a feature, which is new or was there; NULL: it is none. */
static int16_t *
row_of(struct reading *r, struct str feature)
{
	struct gauge_model *m = r->model;
	struct slot *s;
	uint64_t hash;

	if (r->source != GAUGE_LEARNED)
		feature = as_compared(feature, &r->room);
	if (feature.n == 0)
		return NULL;
	hash = gauge_hash(feature);
	s = slot_of(m, hash);
	s->tag = (uint32_t)(hash >> 32);
	if (s->row[r->source] == 0)
		s->row[r->source] = (uint32_t)++m->rows;
	return m->values[s->row[r->source] - 1];
}

static int
read_line(struct reading *r, struct str line)
{
	struct str feature = cut(&line, '\t');
	int16_t *values;

	if (feature.n == 0 || feature.n > FEATURE_MAX || line.n == 0)
		return -1;
	values = row_of(r, feature);
	if (values == NULL)
		return -1;
	while (line.n > 0)
		if (read_value(cut(&line, ' '), values) == -1)
			return -1;
	return 0;
}

static size_t
count_lines(const char *text)
{
	size_t n = 1;

	for (; *text != '\0'; text++)
		n += *text == '\n';
	return n;
}

/* "#" also stands for a number: such a line has a tab. */
static bool
is_comment(struct str line)
{
	return line.n == 0 ||
	    (line.p[0] == '#' && memchr(line.p, '\t', line.n) == NULL);
}

static int
read_all(struct reading *r, const struct embed_file *f, struct err *e)
{
	struct str rest = str_of(f->text);

	for (unsigned n = 1; rest.n > 0; n++) {
		struct str line = cut(&rest, '\n');

		if (is_comment(line))
			continue;
		if (read_line(r, line) == -1)
			return err_set(e,
			    "%s:%u: expected one to three words, or the "
			    "first five letters of one and *, a tab, and "
			    "\"output=hundredths\"",
			    f->name, n);
	}
	return 0;
}

static int
make_room(struct gauge_model *m, size_t lines)
{
	size_t room = 64;

	while (room < lines * 2)
		room *= 2;
	m->mask = room - 1;
	m->slots = calloc(room, sizeof(*m->slots));
	m->values = calloc(lines, sizeof(*m->values));
	return m->slots == NULL || m->values == NULL ? -1 : 0;
}

int
gauge_model_new(const struct embed_file *const files[GAUGE_SOURCES],
    struct gauge_model **out, struct err *e)
{
	struct gauge_model *m = calloc(1, sizeof(*m));
	struct reading r = { .model = m };
	size_t lines = 1;
	int rc = 0;

	for (int i = 0; i < GAUGE_SOURCES; i++)
		if (files[i] != NULL)
			lines += count_lines(files[i]->text);
	if (m == NULL || make_room(m, lines) == -1)
		rc = err_set(e, "gauge: no memory");
	for (int i = 0; i < GAUGE_SOURCES && rc == 0; i++) {
		r.source = (enum gauge_source)i;
		if (files[i] != NULL)
			rc = read_all(&r, files[i], e);
	}
	gauge_room_free(&r.room);
	if (rc == -1)
		gauge_model_free(&m);
	else
		*out = m;
	return rc;
}

const struct embed_file *
gauge_file(const char *name)
{
	const struct embed_file *f = gauge_files;

	while (f->name != NULL && !str_is(str_of(f->name), name))
		f++;
	return f;
}

void
gauge_model_free(struct gauge_model **m)
{
	if (*m == NULL)
		return;
	free((*m)->slots);
	free((*m)->values);
	free(*m);
	*m = NULL;
}
