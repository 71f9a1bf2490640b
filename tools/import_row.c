/*
 * import_row.c - a row of a file as a record, or what is wrong with it.
 */
#include "import_row.h"

#include <stdio.h>
#include <string.h>

#include "csv_write.h"
#include "gehoor/utf8.h"
#include "import_date.h"
#include "import_words.h"

#define BLANKS " \t\r\n"
#define SEVERAL ";|" /* between the values of one answer */
#define NSCALE 5

/* Ids that are the same in every configuration, and how pages call them. */
static const struct {
	const char *id;
	enum text form, report;
} whos[] = {
	{ "jongere", TEXT_WHO_YOUNG, TEXT_REPORT_WHO_YOUNG },
	{ "ouder", TEXT_WHO_PARENT, TEXT_REPORT_WHO_PARENT },
	{ "pleegouder", TEXT_WHO_FOSTER, TEXT_REPORT_WHO_FOSTER },
	{ "anders", TEXT_WHO_OTHER, TEXT_REPORT_WHO_OTHER },
};
#define NWHOS (sizeof(whos) / sizeof(whos[0]))

/* Not of the server's own: those come with their own logs. */
static const enum channel channels[] = { CHANNEL_TABLE, CHANNEL_PAPER,
	CHANNEL_VIA };
#define NCHANNELS (sizeof(channels) / sizeof(channels[0]))

static const char *const scale[NSCALE] = { "1", "2", "3", "4", "5" };

/* ---- what can be said of a row ------------------------------------------- */

static struct str
field_at(const struct csv_row *row, size_t column)
{
	if (column >= row->n)
		return (struct str){ "", 0 };
	return str_trim(csv_unguarded(row->fields[column]), BLANKS);
}

static struct str
field_of(const struct import_rules *r, const struct csv_row *row,
    enum import_field f)
{
	return field_at(row, r->map->column[f]);
}

static void
list_add(char *out, size_t room, const char *word)
{
	size_t used = strlen(out);

	if (used + strlen(word) + 6 < room)
		snprintf(out + used, room - used, "%s%s", used == 0 ? "" : ", ",
		    word);
	else if (used + 6 < room && strstr(out, "...") == NULL)
		snprintf(out + used, room - used, ", ...");
}

static const struct conf_question *
question_named(const struct import_rules *r, const char *field)
{
	for (size_t i = 0; i < r->box->nquestions; i++)
		if (strncmp(field, "q.", 2) == 0 &&
		    strcmp(field + 2, r->box->questions[i].id) == 0)
			return &r->box->questions[i];
	return NULL;
}

void
import_row_known(
    const struct import_rules *r, const char *field, char *out, size_t room)
{
	const struct conf_question *q = question_named(r, field);

	out[0] = '\0';
	if (strcmp(field, "region") == 0)
		for (size_t i = 0; i < r->conf->regions.n; i++)
			list_add(out, room, r->conf->regions.items[i]);
	else if (strcmp(field, "who") == 0)
		for (size_t i = 0; i < NWHOS; i++)
			list_add(out, room, whos[i].id);
	else if (strcmp(field, "channel") == 0)
		for (size_t i = 0; i < NCHANNELS; i++)
			list_add(out, room, channel_names[channels[i]]);
	else if (strcmp(field, "lang") == 0)
		for (size_t i = 0; i < r->conf->languages.n; i++)
			list_add(out, room, r->conf->languages.items[i]);
	else if (q != NULL && q->type == QUESTION_SCALE)
		for (size_t i = 0; i < NSCALE; i++)
			list_add(out, room, scale[i]);
	else if (q != NULL)
		for (size_t i = 0; i < q->noptions; i++)
			list_add(out, room, q->options[i].id);
}

/* -1: the value is none of those that the field can have. */
static int
not_known(const struct import_rules *r, struct import_row *out,
    const char *field, struct str value, size_t column, struct err *e)
{
	char known[300];

	snprintf(out->unknown, sizeof(out->unknown), "%s", field);
	out->unknown_value = value;
	import_row_known(r, field, known, sizeof(known));
	return err_set(e, "column %zu (%s) is none of: %s", column + 1, field,
	    known[0] == '\0' ? "(there are none)" : known);
}

/* ---- fields --------------------------------------------------------------- */

static int
take_week(const struct import_rules *r, const struct csv_row *row,
    struct import_row *out, struct err *e)
{
	size_t column = r->map->column[IMPORT_WEEK];
	struct err why;

	out->record.week = r->week;
	if (column == IMPORT_NOWHERE)
		return 0;
	if (field_at(row, column).n == 0 && r->week.year != 0)
		return 0;
	if (import_date_read(field_at(row, column), &out->record.week, &why) ==
	    -1)
		return err_set(
		    e, "column %zu (week) %.300s", column + 1, why.msg);
	return weeks_between(out->record.week, r->now) >= 0
	    ? 0
	    : err_set(e, "column %zu (week) is in the future", column + 1);
}

static int
take_region(const struct import_rules *r, const struct csv_row *row,
    struct import_row *out, struct err *e)
{
	struct str v = field_of(r, row, IMPORT_REGION);

	out->record.region = str_of(r->region);
	if (v.n == 0)
		return 0;
	for (size_t i = 0; i < r->conf->regions.n; i++)
		if (import_words_mean(v, r->conf->regions.items[i],
			&r->conf->region_words[i].label)) {
			out->record.region = str_of(r->conf->regions.items[i]);
			return 0;
		}
	return not_known(r, out, "region", v, r->map->column[IMPORT_REGION], e);
}

static bool
is_who(const struct conf *c, struct str v, size_t who)
{
	if (import_words_equal(v, str_of(whos[who].id)))
		return true;
	for (size_t i = 0; i < c->nlangs; i++)
		if (import_words_equal(
			v, str_of(c->langs[i].texts[whos[who].form])) ||
		    import_words_equal(
			v, str_of(c->langs[i].texts[whos[who].report])))
			return true;
	return false;
}

static int
take_who(const struct import_rules *r, const struct csv_row *row,
    struct import_row *out, struct err *e)
{
	struct str v = field_of(r, row, IMPORT_WHO);

	for (size_t i = 0; v.n > 0 && i < NWHOS; i++)
		if (is_who(r->conf, v, i)) {
			out->record.who = str_of(whos[i].id);
			return 0;
		}
	return v.n == 0
	    ? 0
	    : not_known(r, out, "who", v, r->map->column[IMPORT_WHO], e);
}

static int
take_channel(const struct import_rules *r, const struct csv_row *row,
    struct import_row *out, struct err *e)
{
	struct str v = field_of(r, row, IMPORT_CHANNEL);

	out->record.channel = r->channel;
	for (size_t i = 0; v.n > 0 && i < NCHANNELS; i++)
		if (import_words_equal(v, str_of(channel_names[channels[i]]))) {
			out->record.channel = channels[i];
			return 0;
		}
	return v.n == 0 ? 0
			: not_known(r, out, "channel", v,
			      r->map->column[IMPORT_CHANNEL], e);
}

static int
take_lang(const struct import_rules *r, const struct csv_row *row,
    struct import_row *out, struct err *e)
{
	struct str v = field_of(r, row, IMPORT_LANG);

	out->record.lang = str_of(r->lang);
	for (size_t i = 0; v.n > 0 && i < r->conf->languages.n; i++)
		if (import_words_equal(
			v, str_of(r->conf->languages.items[i]))) {
			out->record.lang = str_of(r->conf->languages.items[i]);
			return 0;
		}
	return v.n == 0
	    ? 0
	    : not_known(r, out, "lang", v, r->map->column[IMPORT_LANG], e);
}

/* Cleans into the room what people wrote themselves; long is refused. */
static int
take_words(struct str v, size_t column, struct buf *room, struct str *out,
    struct err *e)
{
	buf_clear(room);
	utf8_clean(room, v.p, v.n);
	if (room->failed)
		return err_set(e, "no memory");
	if (utf8_count(room->data, room->len) > IMPORT_TEXT_MAX)
		return err_set(e, "column %zu is longer than %d characters",
		    column + 1, IMPORT_TEXT_MAX);
	*out = (struct str){ (const char *)room->data, room->len };
	return 0;
}

static int
take_text(const struct import_rules *r, const struct csv_row *row,
    struct import_row *out, struct err *e)
{
	size_t column = r->map->column[IMPORT_TEXT];

	out->record.text = (struct str){ "", 0 };
	if (column == IMPORT_NOWHERE || field_at(row, column).n == 0)
		return 0;
	return take_words(csv_unguarded(row->fields[column]), column,
	    &out->text, &out->record.text, e);
}

static int
answer_put(struct import_row *out, const struct conf_question *q,
    struct str value, struct err *e)
{
	struct record *record = &out->record;

	if (record->nanswers == RECORD_MAX_ANSWERS)
		return err_set(
		    e, "has more than %d answers", RECORD_MAX_ANSWERS);
	record->answers[record->nanswers++] =
	    (struct record_answer){ str_of(q->id), value };
	return 0;
}

/* The option that is meant, as the form would send it; NULL: none. */
static const char *
option_meant(const struct conf_question *q, struct str v)
{
	for (size_t i = 0; q->type == QUESTION_SCALE && i < NSCALE; i++)
		if (str_is(v, scale[i]))
			return scale[i];
	for (size_t i = 0; i < q->noptions; i++)
		if (import_words_mean(
			v, q->options[i].id, &q->options[i].label))
			return q->options[i].id;
	return NULL;
}

static int
take_choice(const struct import_rules *r, const struct import_answer *a,
    struct str v, struct import_row *out, struct err *e)
{
	const char *id = option_meant(a->question, v);
	char name[48];

	if (id != NULL)
		return answer_put(out, a->question, str_of(id), e);
	(void)import_map_name(r->map, a->column, name);
	return not_known(r, out, name, v, a->column, e);
}

static int
take_answer(const struct import_rules *r, size_t i, const struct csv_row *row,
    struct import_row *out, struct err *e)
{
	const struct import_answer *a = &r->map->answers[i];
	struct str v = field_at(row, a->column), one = v;

	if (v.n == 0)
		return 0;
	if (a->question->type == QUESTION_TEXT)
		return take_words(v, a->column, &out->answers[i], &one, e) == -1
		    ? -1
		    : answer_put(out, a->question, one, e);
	while (v.n > 0) {
		size_t n = 0;

		while (n < v.n &&
		    (a->question->type != QUESTION_SEVERAL ||
			strchr(SEVERAL, v.p[n]) == NULL))
			n++;
		one = str_trim((struct str){ v.p, n }, BLANKS);
		if (one.n > 0 && take_choice(r, a, one, out, e) == -1)
			return -1;
		n += n < v.n;
		v = (struct str){ v.p + n, v.n - n };
	}
	return 0;
}

/* ---- rows ----------------------------------------------------------------- */

static bool
is_empty(const struct csv_row *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (str_trim(row->fields[i], BLANKS).n > 0)
			return false;
	return true;
}

static int
take_fields(const struct import_rules *r, const struct csv_row *row,
    struct import_row *out, struct err *e)
{
	if (take_week(r, row, out, e) == -1 ||
	    take_region(r, row, out, e) == -1 ||
	    take_who(r, row, out, e) == -1 ||
	    take_channel(r, row, out, e) == -1 ||
	    take_lang(r, row, out, e) == -1 || take_text(r, row, out, e) == -1)
		return -1;
	for (size_t i = 0; i < r->map->nanswers; i++)
		if (take_answer(r, i, row, out, e) == -1)
			return -1;
	if (out->record.text.n > 0 || out->record.nanswers > 0)
		return 0;
	return r->map->column[IMPORT_TEXT] == IMPORT_NOWHERE
	    ? err_set(e, "has no answer to any question")
	    : err_set(e, "column %zu (text) is empty",
		  r->map->column[IMPORT_TEXT] + 1);
}

enum import_row_result
import_row_read(const struct import_rules *r, const struct csv_row *row,
    struct import_row *out, struct err *e)
{
	memset(&out->record, 0, sizeof(out->record));
	out->unknown[0] = '\0';
	if (is_empty(row))
		return IMPORT_ROW_EMPTY;
	if (row->n != r->map->columns) {
		err_set(e,
		    "has %zu columns where the head has %zu; is a separator "
		    "or a quote missing?",
		    row->n, r->map->columns);
		return IMPORT_ROW_REJECTED;
	}
	out->record.box = str_of(r->box->name);
	out->id = field_of(r, row, IMPORT_ID);
	return take_fields(r, row, out, e) == 0 ? IMPORT_ROW_TAKEN
						: IMPORT_ROW_REJECTED;
}

void
import_row_free(struct import_row *row)
{
	buf_free(&row->text);
	for (size_t i = 0; i < RECORD_MAX_ANSWERS; i++)
		buf_free(&row->answers[i]);
}
