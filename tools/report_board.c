/*
 * report_board.c - "you said - we did": what the organisation published, the
 * open ones first, with since when.
 */
#include <string.h>

#include "report_parts.h"
#include "report_words.h"

static const struct {
	const char *status;
	enum text name;
} statuses[] = {
	{ "new", TEXT_ACTION_NEW },
	{ "busy", TEXT_ACTION_BUSY },
	{ "not", TEXT_ACTION_NOT },
	{ "done", TEXT_ACTION_DONE },
};

#define NSTATUSES (sizeof(statuses) / sizeof(statuses[0]))

static const char *
string_of(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s == NULL ? "" : s;
}

/* In the report's language, or in the first there is. */
static const char *
text_of(const struct report *r, json_t *item, const char *field)
{
	json_t *texts = json_object_get(item, field);
	const char *own = string_of(texts, r->lang->code);
	void *first = json_object_iter(texts);
	const char *s;

	if (*own != '\0' || first == NULL)
		return own;
	s = json_string_value(json_object_iter_value(first));
	return s == NULL ? "" : s;
}

/* Whether it is of the period or before; or of no period. */
static bool
is_of_period(const struct report *r, const json_t *item, struct period *p)
{
	const char *text = string_of(item, "period");
	struct week first, last, end;

	*p = (struct period){ 0, 0, 0 };
	if (*text == '\0')
		return true;
	if (period_parse(text, strlen(text), p) == -1)
		return false;
	period_weeks(*p, &first, &last);
	period_weeks(r->scope->period, &last, &end);
	return week_number(first) <= week_number(end);
}

static void
row(const struct report *r, struct buf *b, json_t *item, enum text status,
    struct period period)
{
	const char *why = text_of(r, item, "why");
	struct words since = words_period(r, period, WORDS_TINY);

	buf_adds(b, "<tr><td dir=\"auto\">");
	html_escape(b, str_of(text_of(r, item, "said")));
	if (period.year != 0) {
		buf_adds(b, " <small>");
		html_escape(b, str_of(since.text));
		buf_adds(b, "</small>");
	}
	buf_adds(b, "</td><td dir=\"auto\"><strong>");
	words_put(r, b, status);
	buf_adds(b, "</strong> ");
	html_escape(b, str_of(text_of(r, item, "did")));
	if (*why != '\0') {
		buf_addc(b, ' ');
		html_escape(b, str_of(why));
	}
	buf_adds(b, "</td></tr>\n");
}

static size_t
rows(const struct report *r, struct buf *b, size_t max)
{
	size_t n = 0, at;
	struct period period;
	json_t *item;

	for (size_t i = 0; i < NSTATUSES; i++)
		json_array_foreach(r->board, at, item)
		{
			if (n == max ||
			    strcmp(string_of(item, "status"),
				statuses[i].status) != 0 ||
			    !is_of_period(r, item, &period))
				continue;
			row(r, b, item, statuses[i].name, period);
			n++;
		}
	return n;
}

void
report_board(const struct report *r, struct buf *b, size_t max)
{
	struct buf list = BUF_INIT;

	words_element(r, b, "h2", "", TEXT_REPORT_BOARD_HEAD);
	if (rows(r, &list, max) > 0) {
		buf_adds(b,
		    "<table class=\"board\"><thead><tr>"
		    "<th scope=\"col\">");
		words_put(r, b, TEXT_ANSWERS_SAID);
		buf_adds(b, "</th><th scope=\"col\">");
		words_put(r, b, TEXT_ANSWERS_DID);
		buf_adds(b, "</th></tr></thead>\n<tbody>\n");
		buf_add(b, list.data, list.len);
		buf_adds(b, "</tbody></table>\n");
	} else {
		words_element(
		    r, b, "p", " class=\"note\"", TEXT_REPORT_BOARD_NONE);
	}
	b->failed |= list.failed;
	buf_free(&list);
}
