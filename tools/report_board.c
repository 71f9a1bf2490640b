/*
 * report_board.c - "you said - we did": what the organisation published, the
 * open ones first, with since when.
 */
#include <string.h>

#include "report_parts.h"
#include "report_set.h"

#define LETTERS 44 /* that fit a line of a column */
#define HEAD 3
#define DID_HEAD 5 /* with the room below the list */

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

/* What is printed of the board, the open ones first. */
struct board {
	struct board_item {
		json_t *item;
		enum text status;
		struct period period;
	} items[REPORT_BOARD];
	size_t n;
	unsigned done;
};

static void
board_read(const struct report *r, size_t max, struct board *out)
{
	size_t at;
	json_t *item;

	out->n = out->done = 0;
	for (size_t i = 0; i < NSTATUSES; i++)
		json_array_foreach(r->board, at, item)
		{
			struct board_item *to = &out->items[out->n];

			if (out->n == max ||
			    strcmp(string_of(item, "status"),
				statuses[i].status) != 0 ||
			    !is_of_period(r, item, &to->period))
				continue;
			to->item = item;
			to->status = statuses[i].name;
			out->done += to->status == TEXT_ACTION_DONE;
			out->n++;
		}
}

/* Returns the height. */
static unsigned
row(const struct report *r, struct buf *b, const struct board_item *i)
{
	const char *said = text_of(r, i->item, "said");
	const char *did = text_of(r, i->item, "did");
	const char *why = text_of(r, i->item, "why");
	struct words since = words_period(r, i->period, WORDS_TINY);
	struct buf text = BUF_INIT;
	unsigned left, right;

	buf_addf(&text, "%s %s %s", r->lang->texts[i->status], did, why);
	buf_adds(b, "<tr><td dir=\"auto\">");
	html_escape(b, str_of(said));
	if (i->period.year != 0) {
		buf_adds(b, " <small>");
		html_escape(b, str_of(since.text));
		buf_adds(b, "</small>");
	}
	buf_adds(b, "</td><td dir=\"auto\"><strong>");
	words_put(r, b, i->status);
	buf_adds(b, "</strong> ");
	html_escape(b, str_of(did));
	if (*why != '\0') {
		buf_addc(b, ' ');
		html_escape(b, str_of(why));
	}
	buf_adds(b, "</td></tr>\n");
	left = plan_lines(said, LETTERS) + (i->period.year != 0);
	right =
	    plan_lines(buf_cstr(&text) == NULL ? "" : buf_cstr(&text), LETTERS);
	buf_free(&text);
	return PLAN_LINE * (left > right ? left : right) + 1;
}

static void
board_title(const struct report *r, const struct board *board, struct buf *b)
{
	struct words done = words_number(board->done);
	struct words open = words_number(board->n - board->done);

	if (board->n == 0)
		words_put(r, b, TEXT_REPORT_BOARD_NONE);
	else
		words_add(r, b, TEXT_REPORT_BOARD_COUNT,
		    (struct html_value[]){ { "done", str_of(done.text) },
			{ "open", str_of(open.text) } },
		    2);
}

/* What the organisation did, as a heading of a column or of a list. */
static void
did_head(const struct report *r, const char *element, const char *attribute,
    struct buf *b)
{
	buf_addf(b, "<%s %s>", element, attribute);
	words_add(r, b, TEXT_ANSWERS_DID,
	    (struct html_value[]){
		{ "organisation", str_of(r->conf->organisation) } },
	    1);
	buf_addf(b, "</%s>\n", element);
}

static unsigned
board_open(const struct report *r, struct buf *b)
{
	buf_adds(b, "<table class=\"board\"><thead><tr><th scope=\"col\">");
	words_put(r, b, TEXT_ANSWERS_SAID);
	buf_adds(b, "</th>");
	did_head(r, "th", "scope=\"col\"", b);
	buf_adds(b, "</tr></thead>\n<tbody>\n");
	return HEAD;
}

/* A table, on every page that it takes. */
static void
board_table(const struct report *r, const struct board *board,
    struct plan *plan, struct buf *b, unsigned height)
{
	struct buf line = BUF_INIT;

	height += board_open(r, b);
	for (size_t i = 0; i < board->n; i++) {
		unsigned one = row(r, &line, &board->items[i]);

		if (i == 0 && height + one > plan_left(plan))
			plan_break(plan);
		if (i > 0 && height + one > plan_left(plan)) {
			buf_adds(b, "</tbody></table>\n");
			plan_add(plan, b, height);
			plan_break(plan);
			height = board_open(r, b);
		}
		buf_add(b, line.data, line.len);
		b->failed |= line.failed;
		buf_clear(&line);
		height += one;
	}
	buf_adds(b, "</tbody></table>\n");
	plan_add(plan, b, height);
	buf_free(&line);
}

unsigned
report_did(const struct report *r, struct buf *b, size_t max, unsigned room)
{
	struct board board;
	struct buf items = BUF_INIT;
	unsigned height = 0;
	size_t n = 0;

	board_read(r, REPORT_BOARD, &board);
	for (size_t i = board.n; i-- > 0 && n < max;) {
		const struct board_item *one = &board.items[i];
		const char *did = text_of(r, one->item, "did");
		unsigned lines = plan_lines(did, LETTERS) * PLAN_LINE;

		if ((one->status != TEXT_ACTION_DONE &&
			one->status != TEXT_ACTION_BUSY) ||
		    DID_HEAD + height + lines > room)
			continue;
		buf_adds(&items, "<li dir=\"auto\">");
		html_escape(&items, str_of(did));
		buf_adds(&items, "</li>\n");
		height += lines;
		n++;
	}
	if (n > 0) {
		did_head(r, "h2", "class=\"in\"", b);
		buf_adds(b, "<ul class=\"finds\">\n");
		buf_add(b, items.data, items.len);
		buf_adds(b, "</ul>\n");
		height += DID_HEAD;
	}
	b->failed |= items.failed;
	buf_free(&items);
	return height;
}

void
report_board(const struct report *r, struct plan *plan, size_t max)
{
	struct buf b = BUF_INIT, heading = BUF_INIT;
	struct board board;
	unsigned height;

	board_read(r, max, &board);
	board_title(r, &board, &heading);
	height = SET_GAP + set_part(r, &b, TEXT_REPORT_BOARD_HEAD, &heading);
	if (board.n > 0)
		board_table(r, &board, plan, &b, height);
	else
		plan_add(plan, &b, height);
	buf_free(&b);
}
