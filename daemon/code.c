/*
 * code.c - what who has a code asks for: what became of the message,
 * something to add, a proof to keep.  What they see is in code_page.c.
 *
 * The code travels in the body of a post only.
 */
#include "code.h"

#include <stdlib.h>

#include "form_body.h"
#include "gehoor/clock.h"
#include "gehoor/form.h"
#include "intake.h"
#include "keys.h"
#include "limits.h"

/* A code on its way to be looked up, and who waits for it. */
struct asking {
	struct journal_entry entry;
	struct exchange_hold *hold;
	struct code code;
	struct journal_found found; /* of an addition */
};

static const struct str no_str = { NULL, 0 };

static void
asking_free(struct asking *a)
{
	exchange_hold_free(&a->hold);
	buf_free(&a->entry.json);
	crypto_wipe(a, sizeof(*a));
	free(a);
}

/* Takes over the hold, which an exchange has only one of. */
static struct asking *
asking_new(
    struct exchange_hold **hold, const struct code *c, journal_done_fn *done)
{
	struct asking *a = *hold == NULL ? NULL : calloc(1, sizeof(*a));

	if (a == NULL)
		return NULL;
	a->code = *c;
	a->entry.done = done;
	a->entry.arg = a;
	a->hold = *hold;
	*hold = NULL;
	return a;
}

/* The addition is on disk, or is not: the body is still there to be shown. */
static void
show_outcome(
    struct exchange *x, const struct asking *a, enum journal_outcome outcome)
{
	struct route_match m;
	struct form f;

	form_init(&f);
	if (!route_match(x, &m) ||
	    (outcome == JOURNAL_FAILED && form_body(x, &f) != 0))
		code_show_busy(x, CODE_BUSY_SECONDS);
	else if (outcome != JOURNAL_FAILED)
		code_show_status(
		    x, &m, &a->code, &a->found, true, str_of(""), no_str);
	else
		code_show_not_added(
		    x, &m, &a->code, &a->found, form_get(&f, "text"));
	form_free(&f);
}

static void
added_cb(struct journal_entry *en)
{
	struct asking *a = en->arg;
	struct exchange *x = a->hold->x;

	if (x != NULL) {
		show_outcome(x, a, en->outcome);
		exchange_done(x);
	}
	asking_free(a);
}

/* Queues the addition; false if it cannot be taken now. */
static bool
add(struct exchange *x, const struct route_match *m, struct asking *a,
    const struct form *f)
{
	const struct conf_box *box = conf_box_find(x->app->conf,
	    str_of(journal_box_name(x->app->journal, a->entry.found.box)));
	struct asking *next;
	struct intake in;
	bool queued;

	if (box == NULL || intake_admit(x->app, box) > 0)
		return false;
	next = asking_new(&a->hold, &a->code, added_cb);
	if (next == NULL)
		return false;
	next->found = a->entry.found;
	intake_addition(x->app, box, str_of(x->app->conf->langs[m->lang].code),
	    f, clock_now(), &a->code, a->entry.found.leaf, &in);
	queued = intake_submit(x->app, &in, &next->entry);
	intake_wipe(&in);
	if (!queued)
		asking_free(next);
	return queued;
}

/* True if the answer is still to come. */
static bool
take_addition(struct exchange *x, const struct route_match *m, struct asking *a,
    const struct form *f)
{
	struct str text = form_get(f, "text");
	enum intake_problem what;
	size_t count;

	what = intake_check(text, &count);
	if (what == INTAKE_FINE && add(x, m, a, f))
		return true;
	if (what == INTAKE_FINE)
		code_show_not_added(x, m, &a->code, &a->entry.found, text);
	else
		code_show_again(x, m, &a->code, &a->entry.found, text,
		    what == INTAKE_EMPTY ? TEXT_ERROR_EMPTY : TEXT_ERROR_LONG,
		    "count", count);
	return false;
}

/* True if the answer is still to come. */
static bool
take_step(struct exchange *x, const struct route_match *m, struct asking *a,
    const struct form *f)
{
	struct str step = form_get(f, "step");

	if (str_is(step, "add"))
		return take_addition(x, m, a, f);
	if (str_is(step, "proof"))
		code_proof(x, &a->entry.found);
	else
		code_show_status(
		    x, m, &a->code, &a->entry.found, false, str_of(""), no_str);
	return false;
}

/* What was typed leads somewhere, or does not. */
static void
looked_cb(struct journal_entry *en)
{
	struct asking *a = en->arg;
	struct exchange *x = a->hold->x;
	bool later = false;
	struct route_match m;
	struct form f;

	if (x != NULL) {
		if (en->outcome == JOURNAL_FAILED || !route_match(x, &m) ||
		    form_body(x, &f) != 0)
			code_show_busy(x, CODE_BUSY_SECONDS);
		else {
			if (en->found.found)
				later = take_step(x, &m, a, &f);
			else
				code_show_unknown(x, &m, form_get(&f, "code"));
			form_free(&f);
		}
		if (!later)
			exchange_done(x);
	}
	asking_free(a);
}

/* Queues the look; false if it cannot be taken now. */
static bool
look(struct exchange *x, const struct code *c)
{
	struct exchange_hold *hold = exchange_hold(x);
	struct asking *a = asking_new(&hold, c, looked_cb);

	if (a == NULL) {
		exchange_hold_free(&hold);
		return false;
	}
	a->entry.look = true;
	code_tag(keys_pepper(x->app->keys), c, a->entry.tag);
	if (journal_submit(x->app->journal, &a->entry))
		return true;
	asking_free(a);
	return false;
}

enum route_verdict
code_get(struct exchange *x, const struct route_match *m)
{
	code_show_entry(x, m);
	return ROUTE_NOW;
}

enum route_verdict
code_post(struct exchange *x, const struct route_match *m)
{
	enum route_verdict verdict = ROUTE_NOW;
	int wait = limits_take_code(x->app->limits, intake_now_ms());
	struct code c;
	struct form f;

	if (wait > 0) {
		code_show_busy(x, wait);
		return ROUTE_NOW;
	}
	if (form_body(x, &f) != 0) {
		route_error(x, f.store.failed ? 503 : 400);
	} else if (code_read(form_get(&f, "code").p, form_get(&f, "code").n,
		       &c) != CODE_OK) {
		code_show_unknown(x, m, form_get(&f, "code"));
	} else if (look(x, &c)) {
		verdict = ROUTE_LATER;
	} else {
		code_show_busy(x, CODE_BUSY_SECONDS);
	}
	crypto_wipe(&c, sizeof(c));
	form_free(&f);
	return verdict;
}
