/*
 * report_heard.c - whom we heard, and whom we did not.
 */
#include <string.h>

#include "report_bars.h"
#include "report_parts.h"

#define HEARD_NUMBER 201 /* of the first chart here */

static const struct {
	const char *dimension;
	enum text head;
} groups[] = {
	{ "who", TEXT_REPORT_DIM_WHO },
	{ "channel", TEXT_REPORT_DIM_CHANNEL },
	{ "lang", TEXT_REPORT_DIM_LANG },
	{ "wish", TEXT_REPORT_DIM_WISH },
};

#define NGROUPS (sizeof(groups) / sizeof(groups[0]))

static void
heard(const struct report *r, struct buf *b)
{
	struct bars bars;

	buf_adds(b, "<div class=\"halves\">\n");
	for (size_t i = 0; i < NGROUPS; i++) {
		bars_rank_all(r, groups[i].dimension, &bars);
		if (bars.n == 0)
			continue;
		buf_adds(b, "<div class=\"half\">");
		words_element(r, b, "h3", "", groups[i].head);
		bars_add(
		    r, b, &bars, BARS_MAX, HEARD_NUMBER + 100 * (int)i, false);
		buf_adds(b, "</div>\n");
	}
	buf_adds(b, "</div>\n");
}

static void
add_name(struct buf *b, const char *name)
{
	if (b->len > 0)
		buf_adds(b, ", ");
	buf_adds(b, name);
}

static void
add_missed(const struct printed *p, const char *name, struct buf *none,
    struct buf *few)
{
	if (p == NULL || p->status == PRINTED_HIDDEN)
		return;
	if (p->status == PRINTED_UNDER5)
		add_name(few, name);
	else if (p->value == 0)
		add_name(none, name);
}

/* Of languages, only those that the forms are in. */
static bool
is_expected(const struct report *r, const struct printed *p)
{
	if (strcmp(p->key.category, CELL_UNKNOWN) == 0)
		return false;
	for (size_t i = 0; strcmp(p->key.dimension, "lang") == 0; i++)
		if (i == r->conf->languages.n)
			return false;
		else if (strcmp(p->key.category, r->conf->languages.items[i]) ==
		    0)
			break;
	return true;
}

static void
find_missed(const struct report *r, struct buf *none, struct buf *few)
{
	const struct printed *p;

	for (size_t i = 0; i < NGROUPS - 1; i++)
		for (size_t j = 0;
		     (p = report_category(r, groups[i].dimension, j)) != NULL;
		     j++)
			if (is_expected(r, p))
				add_missed(p,
				    words_category(
					r, p->key.dimension, p->key.category),
				    none, few);
	for (size_t i = 0; r->scope->region == NULL && r->scope->box == NULL &&
	     i < r->conf->regions.n;
	     i++) {
		const char *id = r->conf->regions.items[i];

		add_missed(release_find(r->release, r->scope->period, "", id,
			       "total", ""),
		    words_category(r, "region", id), none, few);
	}
}

static void
names(const struct report *r, struct buf *b, enum text t, struct buf *list)
{
	if (list->len == 0)
		return;
	buf_adds(b, "<li>");
	words_add(r, b, t,
	    (struct html_value[]){
		{ "names", { (const char *)list->data, list->len } } },
	    1);
	buf_adds(b, "</li>\n");
}

static void
missed(const struct report *r, struct buf *b)
{
	struct buf none = BUF_INIT, few = BUF_INIT;

	words_element(r, b, "h3", "", TEXT_REPORT_MISSED_HEAD);
	find_missed(r, &none, &few);
	if (none.len == 0 && few.len == 0) {
		words_element(r, b, "p", "", TEXT_REPORT_MISSED_NOBODY);
	} else {
		buf_adds(b, "<ul class=\"finds\">\n");
		names(r, b, TEXT_REPORT_MISSED_NONE, &none);
		names(r, b, TEXT_REPORT_MISSED_FEW, &few);
		buf_adds(b, "</ul>\n");
	}
	b->failed |= none.failed || few.failed;
	buf_free(&none);
	buf_free(&few);
}

void
report_heard(const struct report *r, struct buf *b)
{
	buf_adds(b, "<section>\n");
	words_element(r, b, "h2", "", TEXT_REPORT_HEARD_HEAD);
	words_element(r, b, "p", " class=\"sub\"", TEXT_REPORT_HEARD_SUB);
	heard(r, b);
	missed(r, b);
	buf_adds(b, "</section>\n");
}
