/*
 * web.c - the form of a box: given out, checked, sent, and the receipt.
 */
#include <stdio.h>
#include <stdlib.h>

#include "answer.h"
#include "form_body.h"
#include "gehoor/clock.h"
#include "intake.h"
#include "page.h"
#include "route.h"
#include "site.h"
#include "token.h"

/* Seconds to wait where no bucket says how many. */
#define BUSY_SECONDS 5

/* A message on its way to the disk, and who waits for the answer. */
struct pending {
	struct journal_entry entry;
	struct exchange_hold *hold;
	char code[CODE_SHOWN_LEN + 1];
};

static const struct str no_str = { NULL, 0 };

static const struct sheet *
page_of(struct exchange *x, const struct route_match *m, enum site_box_page p)
{
	return site_box_page(x->app->site, m->lang, m->box, p);
}

/* The token that came along if it is good, or a new one. */
static struct str
carry_token(struct exchange *x, const struct form *f,
    char made[static TOKEN_TEXT_LEN + 1])
{
	struct str old = f == NULL ? no_str : form_get(f, "token");
	int64_t now = clock_now();
	struct token token;

	if (token_read(x->app->keys, old, now, &token) < TOKEN_STALE)
		return old;
	token_make(x->app->keys, now, made);
	return str_of(made);
}

void
web_show(struct exchange *x, const struct sheet *sheet, int status,
    const struct form *f, struct str problem, struct str extra)
{
	char made[TOKEN_TEXT_LEN + 1];
	const struct sheet_view view = { .form = f,
		.problem = problem,
		.extra = extra,
		.token = carry_token(x, f, made) };

	answer_sheet(x, status, sheet, &view);
}

static void
show(struct exchange *x, const struct sheet *sheet, int status,
    const struct form *f, struct str problem)
{
	web_show(x, sheet, status, f, problem, no_str);
}

/*
 * Whether people can write there, or could when they were given the form:
 * who began in time is heard.
 */
static bool
is_open(struct exchange *x, const struct conf_box *box, const struct form *f)
{
	int64_t now = clock_now();
	struct token token;

	if (page_is_open(box, now))
		return true;
	token_read(x->app->keys, form_get(f, "token"), now, &token);
	return token.genuine && page_is_open(box, token.made);
}

/* Nothing is lost: what was typed can be taken to another box. */
static void
closed(struct exchange *x, const struct route_match *m, const struct form *f)
{
	if (answer_as_json(x))
		answer_json(x, 410, "error", str_of("closed"), NULL, no_str);
	else if (intake_is_blank(form_get(f, "text")))
		answer_fixed(x, 410, page_of(x, m, SITE_CLOSED));
	else
		show(x, page_of(x, m, SITE_CARRY), 410, f, no_str);
}

enum route_verdict
web_form(struct exchange *x, const struct route_match *m)
{
	char made[TOKEN_TEXT_LEN + 1];

	if (page_is_open(&x->app->conf->boxes[m->box], clock_now()))
		answer_form(
		    x, page_of(x, m, SITE_FORM), carry_token(x, NULL, made));
	else
		answer_fixed(x, 410, page_of(x, m, SITE_CLOSED));
	return ROUTE_NOW;
}

/* The form again with a message in which {name} became the number. */
static void
show_again(struct exchange *x, const struct route_match *m, int status,
    const struct form *f, enum text t, const char *name, size_t number)
{
	char digits[24];
	struct buf message = BUF_INIT;

	snprintf(digits, sizeof(digits), "%zu", number);
	words_replace(&message, site_text(x->app->site, m->lang, m->box, t),
	    name, digits);
	show(x, page_of(x, m, SITE_FORM), status, f,
	    (struct str){ (const char *)message.data, message.len });
	buf_free(&message);
}

/* Nothing was stored: everything typed comes back, with when to try again. */
static void
busy(struct exchange *x, const struct route_match *m, const struct form *f,
    int seconds)
{
	if (answer_as_json(x))
		answer_json(x, 503, "error", str_of("busy"), NULL, no_str);
	else
		show_again(
		    x, m, 503, f, TEXT_ERROR_BUSY, "seconds", (size_t)seconds);
	x->response.retry_after = seconds;
}

/* The two things there are to put right. */
static void
problem(struct exchange *x, const struct route_match *m, const struct form *f,
    enum intake_problem what, size_t count)
{
	bool empty = what == INTAKE_EMPTY;

	if (answer_as_json(x))
		answer_json(x, 422, "error",
		    str_of(empty ? "text-empty" : "text-too-long"), NULL,
		    no_str);
	else
		show_again(x, m, 422, f,
		    empty ? TEXT_ERROR_EMPTY : TEXT_ERROR_LONG, "count", count);
}

static void
receipt(struct exchange *x, const struct route_match *m, const char *code)
{
	const struct sheet_view view = { .code = str_of(code) };

	if (answer_as_json(x))
		answer_json(x, 201, "code", str_of(code), "box",
		    str_of(x->app->conf->boxes[m->box].name));
	else
		answer_sheet(x, 200,
		    site_page(x->app->site, m->lang, m->box, SITE_RECEIPT),
		    &view);
}

/* Not stored after all: the body is still there to be shown again. */
static void
not_stored(struct exchange *x, const struct route_match *m)
{
	struct form f;

	if (form_body(x, &f) == 0)
		busy(x, m, &f, BUSY_SECONDS);
	else
		route_error(x, 503);
	form_free(&f);
}

/* The batch is on disk, or is not; a repeat is answered like the first. */
static void
stored_cb(struct journal_entry *en)
{
	struct pending *p = en->arg;
	struct exchange *x = p->hold->x;
	struct route_match m;

	if (x != NULL) {
		if (!route_match(x, &m))
			route_error(x, 503);
		else if (en->outcome == JOURNAL_FAILED)
			not_stored(x, &m);
		else
			receipt(x, &m, p->code);
		exchange_done(x);
	}
	exchange_hold_free(&p->hold);
	buf_free(&en->json);
	crypto_wipe(p, sizeof(*p));
	free(p);
}

/* Queues the record; false if that is not possible now. */
static bool
queue(struct exchange *x, struct intake *in)
{
	struct pending *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return false;
	p->entry.done = stored_cb;
	p->entry.arg = p;
	code_show(&in->identity.code, p->code);
	p->hold = exchange_hold(x);
	if (p->hold != NULL && intake_submit(x->app, in, &p->entry))
		return true;
	exchange_hold_free(&p->hold);
	free(p);
	return false;
}

static enum route_verdict
send_form(struct exchange *x, const struct route_match *m, const struct form *f)
{
	const struct conf_box *box = &x->app->conf->boxes[m->box];
	int wait = intake_admit(x->app, box);
	struct intake in;
	bool queued;

	if (wait > 0) {
		busy(x, m, f, wait);
		return ROUTE_NOW;
	}
	intake_form(x->app, box, str_of(x->app->conf->langs[m->lang].code), f,
	    clock_now(), &in);
	queued = queue(x, &in);
	intake_wipe(&in);
	if (queued)
		return ROUTE_LATER;
	busy(x, m, f, BUSY_SECONDS);
	return ROUTE_NOW;
}

static enum route_verdict
take_form(struct exchange *x, const struct route_match *m, const struct form *f)
{
	struct str step = form_get(f, "step");
	enum intake_problem what;
	size_t count;

	if (!is_open(x, &x->app->conf->boxes[m->box], f)) {
		closed(x, m, f);
		return ROUTE_NOW;
	}
	if (str_is(step, "edit")) {
		show(x, page_of(x, m, SITE_FORM), 200, f, no_str);
		return ROUTE_NOW;
	}
	what = intake_check(form_get(f, "text"), &count);
	if (what != INTAKE_FINE) {
		problem(x, m, f, what, count);
		return ROUTE_NOW;
	}
	if (str_is(step, "check") || str_is(step, "clean")) {
		web_check(x, m, f, str_is(step, "clean"));
		return ROUTE_NOW;
	}
	return send_form(x, m, f);
}

enum route_verdict
web_post(struct exchange *x, const struct route_match *m)
{
	enum route_verdict verdict = ROUTE_NOW;
	struct form f;

	if (form_body(x, &f) == 0)
		verdict = take_form(x, m, &f);
	else
		route_error(x, f.store.failed ? 503 : 400);
	form_free(&f);
	return verdict;
}
