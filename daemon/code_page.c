/*
 * code_page.c - what who has a code sees.
 *
 * All answers of this page have one size and one status, so that nobody on
 * the way can tell a code that is known from one that is not, or an answer
 * from none.
 */
#include <stdio.h>

#include "answer.h"
#include "answers.h"
#include "code.h"
#include "gehoor/clock.h"
#include "gehoor/form.h"
#include "gehoor/json_write.h"
#include "site.h"
#include "token.h"
#include "words.h"

#define LOST_WEEKS 26 /* for so long a restoring is told of */

static const struct str no_str = { NULL, 0 };

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
	answer_sheet(
	    x, 200, site_page(x->app->site, m->lang, m->box, page), &view);
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

	buf_adds(b, site_text(x->app->site, m->lang, m->box, TEXT_CODE_WRONG));
	if (!may_be_lost(x, &when))
		return;
	snprintf(week, sizeof(week), "%d (%d)", when.week, when.year);
	buf_addc(b, ' ');
	words_replace(b,
	    site_text(x->app->site, m->lang, m->box, TEXT_CODE_RESTORED),
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
void
code_show_unknown(
    struct exchange *x, const struct route_match *m, struct str typed)
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

	words_replace(
	    &b, site_text(x->app->site, m->lang, m->box, t), place, value);
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
			return site_text(
			    x->app->site, m->lang, m->box, roles[i]);
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
	struct str answer = str_of(
	    site_text(x->app->site, m->lang, m->box, TEXT_STATUS_NO_ANSWER));
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

void
code_show_status(struct exchange *x, const struct route_match *m,
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
		added ? str_of(site_text(
			    x->app->site, m->lang, m->box, TEXT_STATUS_ADDED))
		      : str_of("")) == 0)
		show(x, m, SITE_STATUS, &f, code, problem);
	else
		route_error(x, 503);
	crypto_wipe(code, sizeof(code));
	buf_free(&store);
	form_free(&f);
}

void
code_show_busy(struct exchange *x, int seconds)
{
	route_error(x, 503);
	x->response.retry_after = seconds;
}

/* Nothing was added: what was typed is still there, with what is wrong. */
void
code_show_again(struct exchange *x, const struct route_match *m,
    const struct code *c, const struct journal_found *found, struct str text,
    enum text t, const char *name, size_t number)
{
	struct buf message = BUF_INIT;
	char digits[24];

	snprintf(digits, sizeof(digits), "%zu", number);
	words_replace(&message, site_text(x->app->site, m->lang, m->box, t),
	    name, digits);
	code_show_status(x, m, c, found, false, text,
	    (struct str){ (const char *)message.data, message.len });
	buf_free(&message);
}

void
code_show_not_added(struct exchange *x, const struct route_match *m,
    const struct code *c, const struct journal_found *found, struct str text)
{
	if (answer_as_json(x)) {
		code_show_busy(x, CODE_BUSY_SECONDS);
		return;
	}
	code_show_again(x, m, c, found, text, TEXT_STATUS_BUSY, "seconds",
	    CODE_BUSY_SECONDS);
	x->response.status = 503;
	x->response.retry_after = CODE_BUSY_SECONDS;
}

void
code_show_entry(struct exchange *x, const struct route_match *m)
{
	show(x, m, SITE_CODE, NULL, "", no_str);
}
