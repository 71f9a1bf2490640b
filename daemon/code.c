/*
 * code.c - the page for who has a code: what became of the message, the
 * answer, something to add, a proof to keep.
 *
 * The code travels in the body of a post only.  All answers of this page have
 * one size and one status, so that nobody on the way can tell a code that is
 * known from one that is not, or an answer from none.
 */
#include "code.h"

#include <stdio.h>
#include <stdlib.h>

#include "answer.h"
#include "answers.h"
#include "form_body.h"
#include "gehoor/clock.h"
#include "gehoor/form.h"
#include "gehoor/json_write.h"
#include "intake.h"
#include "limits.h"
#include "route.h"
#include "site.h"
#include "token.h"

/* Seconds to wait where the disk did not take it. */
#define BUSY_SECONDS 5
#define LOST_WEEKS 26 /* for so long a restoring is told of */

/* A code on its way to be looked up, and who waits for it. */
struct asking {
	struct journal_entry entry;
	struct exchange_hold *hold;
	struct code code;
	struct journal_found found; /* of an addition */
};

static const struct str no_str = { NULL, 0 };

/* ---- what is shown --------------------------------------------------------- */

/* White space up to the one size; it is nothing in HTML and in JSON. */
static void
pad(struct exchange *x)
{
	struct buf *b = &x->response.body;
	size_t over = b->len % CODE_PAGE_SIZE;
	uint8_t *to;

	x->response.noindex = true;
	if (over == 0 || x->response.fixed.p != NULL)
		return;
	to = buf_room(b, CODE_PAGE_SIZE - over);
	if (to == NULL)
		return;
	memset(to, '\n', CODE_PAGE_SIZE - over);
	b->len += CODE_PAGE_SIZE - over;
}

static void
show(struct exchange *x, const struct route_match *m, enum site_page page,
    const struct form *f, const char *code, struct str problem)
{
	char made[TOKEN_TEXT_LEN + 1] = "";
	struct sheet_view view = {
		.form = f, .problem = problem, .code = str_of(code)
	};

	if (page == SITE_STATUS)
		token_make(x->app->keys, clock_now(), made);
	view.token = str_of(made);
	answer_sheet(x, 200, site_page(x->app->site, m->lang, page), &view);
	pad(x);
}

/* Whether a code may be of what a restoring of not long ago has lost. */
static bool
may_be_lost(const struct exchange *x, struct week *when)
{
	return journal_restored(x->app->journal, when) &&
	    weeks_between(*when, week_of(clock_now())) <= LOST_WEEKS;
}

/* What is said of a code that leads nowhere, without a false comfort. */
static void
add_unknown(struct exchange *x, const struct route_match *m, struct buf *b)
{
	struct week when;
	char week[32];

	buf_adds(b, site_text(x->app->site, m->lang, TEXT_CODE_WRONG));
	if (!may_be_lost(x, &when))
		return;
	snprintf(week, sizeof(week), "%d (%d)", when.week, when.year);
	buf_addc(b, ' ');
	words_replace(b, site_text(x->app->site, m->lang, TEXT_CODE_RESTORED),
	    "week", week);
}

static void
json_unknown(struct exchange *x)
{
	char week[WEEK_TEXT_LEN + 1] = "";
	struct week when;
	bool lost = may_be_lost(x, &when);

	if (lost)
		week_format(when, week);
	answer_json(x, 200, "status", str_of("unknown"),
	    lost ? "restored" : NULL, str_of(week));
	pad(x);
}

/* One that is mistyped and one that is not there are answered alike. */
static void
show_unknown(struct exchange *x, const struct route_match *m, struct str typed)
{
	struct buf why = BUF_INIT;
	struct form f;

	if (answer_as_json(x)) {
		json_unknown(x);
		return;
	}
	form_init(&f);
	add_unknown(x, m, &why);
	if (!why.failed &&
	    form_add(&f, str_of("code"),
		(struct str){ typed.p,
		    typed.n < CODE_TYPED_MAX ? typed.n : CODE_TYPED_MAX }) == 0)
		show(x, m, SITE_CODE, &f, "",
		    (struct str){ (const char *)why.data, why.len });
	else
		route_error(x, 503);
	form_free(&f);
	buf_free(&why);
}

/* A text with its place filled in, as a field of the page. */
static int
add_sentence(struct exchange *x, const struct route_match *m, struct form *f,
    const char *field, enum text t, const char *place, const char *value)
{
	struct buf b = BUF_INIT;
	int rc;

	words_replace(&b, site_text(x->app->site, m->lang, t), place, value);
	rc = b.failed ? -1
		      : form_add(f, str_of(field),
			    (struct str){ (const char *)b.data, b.len });
	buf_free(&b);
	return rc;
}

static const char *
role_words(struct exchange *x, const struct route_match *m, const char *role)
{
	static const enum text roles[] = { TEXT_ROLE_PEER, TEXT_ROLE_COUNCIL,
		TEXT_ROLE_QUALITY, TEXT_ROLE_BOARD };

	for (size_t i = 0; conf_roles[i] != NULL; i++)
		if (strcmp(conf_roles[i], role) == 0)
			return site_text(x->app->site, m->lang, roles[i]);
	return role;
}

static int
add_covered(struct exchange *x, const struct route_match *m, struct form *f,
    struct week covered)
{
	char week[32];

	snprintf(week, sizeof(week), "%d (%d)", covered.week, covered.year);
	return add_sentence(x, m, f, "covered",
	    covered.year == 0 ? TEXT_STATUS_NOT_COVERED : TEXT_STATUS_COVERED,
	    "week", week);
}

/* Everything there is to say of one message, as fields of the page. */
static int
status_fields(struct exchange *x, const struct route_match *m, struct form *f,
    const struct journal_found *found, const struct reply *reply)
{
	struct str answer =
	    str_of(site_text(x->app->site, m->lang, TEXT_STATUS_NO_ANSWER));
	bool passed = reply != NULL && reply->passed_on[0] != '\0';

	if (reply != NULL && reply->text.n > 0)
		answer = reply->text;
	if (add_covered(x, m, f, found->covered) != 0 ||
	    add_sentence(x, m, f, "passed",
		passed ? TEXT_STATUS_PASSED : TEXT_STATUS_NOT_PASSED, "role",
		passed ? role_words(x, m, reply->passed_on) : "") != 0)
		return -1;
	return form_add(f, str_of("answer"), answer);
}

static void
status_json(struct exchange *x, const struct journal_found *found,
    const struct reply *reply, bool added)
{
	struct buf *b = &x->response.body;
	char week[WEEK_TEXT_LEN + 1];

	answer_json(x, 200, "status", str_of(added ? "added" : "received"),
	    "box", str_of(journal_box_name(x->app->journal, found->box)));
	if (b->len < 2)
		return;
	b->len -= 2; /* the brace and the line end: more follows */
	week_format(found->covered, week);
	if (found->covered.year != 0)
		json_member(b, "checkpoint", str_of(week));
	if (reply != NULL && reply->passed_on[0] != '\0')
		json_member(b, "passed_on", str_of(reply->passed_on));
	if (reply != NULL && reply->text.n > 0)
		json_member(b, "answer", reply->text);
	json_close(b, '}');
	buf_addc(b, '\n');
	pad(x);
}

static void
show_status(struct exchange *x, const struct route_match *m,
    const struct code *c, const struct journal_found *found, bool added,
    struct str text, struct str problem)
{
	struct buf store = BUF_INIT;
	struct reply reply, *answer = NULL;
	char code[CODE_SHOWN_LEN + 1];
	struct form f;

	form_init(&f);
	code_show(c, code);
	if (answers_read(x->app, c, &store, &reply))
		answer = &reply;
	if (answer_as_json(x))
		status_json(x, found, answer, added);
	else if (status_fields(x, m, &f, found, answer) == 0 &&
	    form_add(&f, str_of("text"), text) == 0 &&
	    form_add(&f, str_of("added"),
		added ? str_of(
			    site_text(x->app->site, m->lang, TEXT_STATUS_ADDED))
		      : str_of("")) == 0)
		show(x, m, SITE_STATUS, &f, code, problem);
	else
		route_error(x, 503);
	crypto_wipe(code, sizeof(code));
	buf_free(&store);
	form_free(&f);
}

static void
show_busy(struct exchange *x, int seconds)
{
	route_error(x, 503);
	x->response.retry_after = seconds;
}

/* Nothing was added: what was typed is still there, with what is wrong. */
static void
show_again(struct exchange *x, const struct route_match *m,
    const struct code *c, const struct journal_found *found, struct str text,
    enum text t, const char *name, size_t number)
{
	struct buf message = BUF_INIT;
	char digits[24];

	snprintf(digits, sizeof(digits), "%zu", number);
	words_replace(
	    &message, site_text(x->app->site, m->lang, t), name, digits);
	show_status(x, m, c, found, false, text,
	    (struct str){ (const char *)message.data, message.len });
	buf_free(&message);
}

static void
show_not_added(struct exchange *x, const struct route_match *m,
    const struct code *c, const struct journal_found *found, struct str text)
{
	if (answer_as_json(x)) {
		show_busy(x, BUSY_SECONDS);
		return;
	}
	show_again(
	    x, m, c, found, text, TEXT_STATUS_BUSY, "seconds", BUSY_SECONDS);
	x->response.status = 503;
	x->response.retry_after = BUSY_SECONDS;
}

/* ---- what is asked ------------------------------------------------------------ */

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
		show_busy(x, BUSY_SECONDS);
	else if (outcome != JOURNAL_FAILED)
		show_status(
		    x, &m, &a->code, &a->found, true, str_of(""), no_str);
	else
		show_not_added(
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
		show_not_added(x, m, &a->code, &a->entry.found, text);
	else
		show_again(x, m, &a->code, &a->entry.found, text,
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
		show_status(
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
			show_busy(x, BUSY_SECONDS);
		else {
			if (en->found.found)
				later = take_step(x, &m, a, &f);
			else
				show_unknown(x, &m, form_get(&f, "code"));
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
	show(x, m, SITE_CODE, NULL, "", no_str);
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
		show_busy(x, wait);
		return ROUTE_NOW;
	}
	if (form_body(x, &f) != 0) {
		route_error(x, f.store.failed ? 503 : 400);
	} else if (code_read(form_get(&f, "code").p, form_get(&f, "code").n,
		       &c) != CODE_OK) {
		show_unknown(x, m, form_get(&f, "code"));
	} else if (look(x, &c)) {
		verdict = ROUTE_LATER;
	} else {
		show_busy(x, BUSY_SECONDS);
	}
	crypto_wipe(&c, sizeof(c));
	form_free(&f);
	return verdict;
}
