/*
 * report_heard.c - whom we heard, and whom we did not.
 */
#include <string.h>

#include "report_findings.h"
#include "report_parts.h"
#include "report_set.h"

#define HEARD_NUMBER 201 /* of the first chart here */
#define HEARD_MAX 8

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
heard(const struct report *r, struct plan *plan)
{
	struct pairs pairs = PAIRS_INIT(plan);
	struct buf b = BUF_INIT;
	struct bars bars;
	unsigned height;

	for (size_t i = 0; i < NGROUPS; i++) {
		struct bars_look look = { HEARD_NUMBER + 100 * (int)i,
			HEARD_MAX, false, groups[i].head };

		bars_rank_all(r, groups[i].dimension, &bars);
		if (bars.n == 0)
			continue;
		height = bars_add(r, &b, &bars, &look);
		pairs_add(&pairs, &b, height);
	}
	pairs_end(&pairs);
	buf_free(&b);
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

/* Whom we missed. */
struct missed {
	struct buf none, few; /* names, ", " between */
};

static unsigned
names(const struct report *r, struct buf *b, enum text t, struct buf *list)
{
	if (list->len == 0)
		return 0;
	return set_text(r, b, &set_item, t,
	    (struct html_value[]){
		{ "names", { (const char *)list->data, list->len } } },
	    1);
}

static void
missed(const struct report *r, struct missed *m, struct plan *plan)
{
	struct buf b = BUF_INIT;
	unsigned height = set_head(r, &b, TEXT_REPORT_MISSED_HEAD);

	if (m->none.len == 0 && m->few.len == 0) {
		height += set_text(
		    r, &b, &set_para, TEXT_REPORT_MISSED_NOBODY, NULL, 0);
	} else {
		buf_adds(&b, "<ul class=\"finds\">\n");
		height += names(r, &b, TEXT_REPORT_MISSED_NONE, &m->none);
		height += names(r, &b, TEXT_REPORT_MISSED_FEW, &m->few);
		buf_adds(&b, "</ul>\n");
		height += PLAN_LINE;
	}
	plan_add(plan, &b, height + PLAN_LINE);
	buf_free(&b);
}

/* A kind of sender that we missed, if there is one. */
static void
heard_title(const struct report *r, const struct missed *m, struct buf *b)
{
	struct findings f;

	findings_make(r, &f);
	if (f.missed != NULL)
		words_add(r, b, TEXT_REPORT_HEARD_MISSED,
		    (struct html_value[]){ { "names",
			str_of(words_category(
			    r, "who", f.missed->key.category)) } },
		    1);
	else
		words_put(r, b,
		    m->none.len + m->few.len == 0 ? TEXT_REPORT_HEARD_ALL
						  : TEXT_REPORT_MISSED_HEAD);
}

static void
section(const struct report *r, struct plan *plan)
{
	struct buf b = BUF_INIT, heading = BUF_INIT;
	struct missed m = { BUF_INIT, BUF_INIT };
	unsigned height;

	find_missed(r, &m.none, &m.few);
	heard_title(r, &m, &heading);
	height = SET_GAP + set_part(r, &b, TEXT_REPORT_HEARD_HEAD, &heading);
	height += set_text(r, &b, &set_note, TEXT_REPORT_HEARD_SUB, NULL, 0);
	plan_add(plan, &b, height);
	heard(r, plan);
	missed(r, &m, plan);
	b.failed |= m.none.failed || m.few.failed;
	buf_free(&m.none);
	buf_free(&m.few);
	buf_free(&b);
}

/* It stays together: a last line of it alone is no page. */
void
report_heard(const struct report *r, struct plan *plan)
{
	struct buf nowhere = BUF_INIT;
	struct plan trial = *plan;

	trial.out = &nowhere;
	section(r, &trial);
	if (trial.pages > plan->pages)
		plan_break(plan);
	plan->out->failed |= nowhere.failed;
	buf_free(&nowhere);
	section(r, plan);
}
