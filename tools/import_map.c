/*
 * import_map.c - which column of a file is what.
 */
#include "import_map.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import_words.h"

#define BLANKS " \t\r\n"

const char *const import_field_names[IMPORT_FIELD_COUNT] = {
#define X(constant, name, headers) name,
	IMPORT_FIELDS(X)
#undef X
};

static const char *const headers[IMPORT_FIELD_COUNT] = {
#define X(constant, name, headers) headers,
	IMPORT_FIELDS(X)
#undef X
};

/* The column of that head. 0, 1 if there is none, or -1: there are two. */
static int
column_by_head(const struct csv_row *head, struct str name, size_t *out)
{
	int found = 1;

	for (size_t i = 0; i < head->n; i++) {
		if (!import_words_equal(head->fields[i], name))
			continue;
		if (found == 0)
			return -1;
		found = 0;
		*out = i;
	}
	return found;
}

static bool
column_by_number(const struct csv_row *head, struct str s, size_t *out)
{
	size_t n = 0;

	if (s.n == 0 || s.n > 3)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		n = n * 10 + (size_t)(s.p[i] - '0');
	}
	if (n < 1 || n > head->n)
		return false;
	*out = n - 1;
	return true;
}

/* The heads, to be named in a message. */
static void
heads_say(const struct csv_row *head, char *out, size_t room)
{
	size_t used = 0;

	out[0] = '\0';
	for (size_t i = 0; i < head->n && used + 1 < room; i++) {
		struct str h = str_trim(head->fields[i], BLANKS);
		int n = snprintf(out + used, room - used, "%s%.*s",
		    i == 0 ? "" : ", ", (int)(h.n > 40 ? 40 : h.n), h.p);

		used += n > 0 ? (size_t)n : 0;
	}
}

static int
column_find(
    const struct csv_row *head, struct str name, size_t *out, struct err *e)
{
	char heads[300];
	int rc = column_by_head(head, name, out);

	if (rc == 0)
		return 0;
	if (rc == -1)
		return err_set(e,
		    "two columns are called \"%.*s\"; name the column by its "
		    "number",
		    (int)name.n, name.p);
	if (column_by_number(head, name, out))
		return 0;
	heads_say(head, heads, sizeof(heads));
	return err_set(e, "there is no column \"%.*s\"; there are: %s",
	    (int)(name.n > 60 ? 60 : name.n), name.p, heads);
}

static int
unknown_field(const struct conf_box *box, struct str name, struct err *e)
{
	int rc = err_set(e, "\"%.*s\" is no field; there are: ",
	    (int)(name.n > 40 ? 40 : name.n), name.p);
	size_t used = strlen(e->msg);

	for (size_t i = 0; i < IMPORT_FIELD_COUNT; i++)
		used += (size_t)snprintf(e->msg + used, sizeof(e->msg) - used,
		    "%s%s", i == 0 ? "" : ", ", import_field_names[i]);
	for (size_t i = 0; i < box->nquestions && used + 40 < sizeof(e->msg);
	     i++)
		used += (size_t)snprintf(e->msg + used, sizeof(e->msg) - used,
		    ", q.%s", box->questions[i].id);
	return rc;
}

static int
answer_add(struct import_map *m, const struct conf_question *q, size_t column,
    struct err *e)
{
	for (size_t i = 0; i < m->nanswers; i++)
		if (m->answers[i].question == q)
			return err_set(e, "q.%s is named twice", q->id);
	if (m->nanswers == RECORD_MAX_ANSWERS)
		return err_set(e, "more than %d questions", RECORD_MAX_ANSWERS);
	m->answers[m->nanswers++] = (struct import_answer){ column, q };
	return 0;
}

static const struct conf_question *
question_of(const struct conf_box *box, struct str name)
{
	if (name.n < 3 || memcmp(name.p, "q.", 2) != 0)
		return NULL;
	name = (struct str){ name.p + 2, name.n - 2 };
	for (size_t i = 0; i < box->nquestions; i++)
		if (str_is(name, box->questions[i].id))
			return &box->questions[i];
	return NULL;
}

/* One "field=column". */
static int
item_take(struct str item, const struct csv_row *head,
    const struct conf_box *box, struct import_map *m, struct err *e)
{
	const char *is = memchr(item.p, '=', item.n);
	const struct conf_question *q;
	struct str name, column;
	size_t at = 0;

	if (is == NULL)
		return err_set(e, "\"%.*s\" is not of the form field=column",
		    (int)(item.n > 60 ? 60 : item.n), item.p);
	name = (struct str){ item.p, (size_t)(is - item.p) };
	column = (struct str){ is + 1, item.n - name.n - 1 };
	if (column_find(head, column, &at, e) == -1)
		return -1;
	q = question_of(box, name);
	if (q != NULL)
		return answer_add(m, q, at, e);
	for (size_t i = 0; i < IMPORT_FIELD_COUNT; i++) {
		if (!str_is(name, import_field_names[i]))
			continue;
		if (m->column[i] != IMPORT_NOWHERE)
			return err_set(
			    e, "%s is named twice", import_field_names[i]);
		m->column[i] = at;
		return 0;
	}
	return unknown_field(box, name, e);
}

static int
by_asked(const char *asked, const struct csv_row *head,
    const struct conf_box *box, struct import_map *m, struct err *e)
{
	for (size_t n; *asked != '\0'; asked += n) {
		n = strcspn(asked, ",");
		if (n > 0 &&
		    item_take((struct str){ asked, n }, head, box, m, e) == -1)
			return -1;
		n += asked[n] == ',';
	}
	return 0;
}

static int
by_heads(const struct csv_row *head, const struct conf_box *box,
    struct import_map *m, struct err *e)
{
	const struct conf_question *q;

	for (size_t i = 0; i < head->n; i++) {
		struct str h = str_trim(head->fields[i], BLANKS);

		q = question_of(box, h);
		if (q != NULL && answer_add(m, q, i, e) == -1)
			return -1;
		for (size_t f = 0; q == NULL && f < IMPORT_FIELD_COUNT; f++) {
			if (!import_words_among(h, headers[f]))
				continue;
			if (m->column[f] != IMPORT_NOWHERE)
				return err_set(e,
				    "columns %zu and %zu could both be %s; "
				    "say which: --map %s=NUMBER,...",
				    m->column[f] + 1, i + 1,
				    import_field_names[f],
				    import_field_names[f]);
			m->column[f] = i;
		}
	}
	return 0;
}

int
import_map_read(const char *asked, const struct csv_row *head,
    const struct conf_box *box, struct import_map *out, struct err *e)
{
	char heads[300];

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < IMPORT_FIELD_COUNT; i++)
		out->column[i] = IMPORT_NOWHERE;
	out->columns = head->n;
	if ((asked != NULL ? by_asked(asked, head, box, out, e)
			   : by_heads(head, box, out, e)) == -1)
		return -1;
	if (out->column[IMPORT_TEXT] != IMPORT_NOWHERE || out->nanswers > 0)
		return 0;
	heads_say(head, heads, sizeof(heads));
	return err_set(e,
	    "no column is the text; say which: --map text=COLUMN (there are: "
	    "%s)",
	    heads);
}

const char *
import_map_name(const struct import_map *m, size_t column, char room[static 48])
{
	for (size_t i = 0; i < IMPORT_FIELD_COUNT; i++)
		if (m->column[i] == column)
			return import_field_names[i];
	for (size_t i = 0; i < m->nanswers; i++) {
		if (m->answers[i].column != column)
			continue;
		snprintf(room, 48, "q.%.40s", m->answers[i].question->id);
		return room;
	}
	return NULL;
}
