/*
 * cmd-quote.c - gehoor quote: which words of people may be printed, and for
 * which theme; approved in two roles, or withheld.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd_ingest.h"
#include "command.h"
#include "gehoor/json_write.h"
#include "picked.h"
#include "quoter.h"
#include "quotes.h"
#include "scope.h"

static const struct option_row quote_options[] = {
	{ 't', "theme", "THEME", "approve it for this theme" },
	{ 0, "role", "ROLE", "in which role you act" },
	{ 'p', "period", "PERIOD", "list only those of this period" },
	{ 'b', "box", "BOX", "list only those of this box" },
	{ 0, "approved", NULL, "list only what a report prints" },
	{ 'a', "all", NULL, "list also what cannot be quoted, and why" },
	{ 'j', "json", NULL, "list an object a line for a program" },
	{ 0, NULL, NULL, NULL },
};

/* ---- the list ---------------------------------------------------------------- */

static const char *
state_of(const struct quote *q)
{
	if (q->withheld)
		return "withheld";
	if (q->text == NULL)
		return "refused";
	if (q->approved)
		return "approved";
	return q->roles[0] != '\0' ? "one role more" : "new";
}

static void
add_id(struct buf *b, const struct quote *q)
{
	for (size_t i = 0; i < HASH_LEN; i++)
		buf_addf(b, "%02x", q->leaf[i]);
}

static void
quote_json(struct buf *b, const struct quote *q)
{
	struct buf id = BUF_INIT;

	add_id(&id, q);
	json_open(b, '{');
	json_member(b, "id", str_of(id.failed ? "" : buf_cstr(&id)));
	json_member(b, "state", str_of(state_of(q)));
	json_member(b, "themes", str_of(q->themes));
	json_member(b, "theme", str_of(q->theme == NULL ? "" : q->theme));
	json_member(b, "roles", str_of(q->roles));
	if (q->text != NULL)
		json_member(b, "text", str_of(q->text));
	else
		json_member(b, "why", str_of(q->why));
	json_close(b, '}');
	buf_addc(b, '\n');
	buf_free(&id);
}

static void
quote_words(struct buf *b, const struct quote *q)
{
	buf_adds(b, state_of(q));
	if (q->roles[0] != '\0')
		buf_addf(b, " (%s)", q->roles);
	buf_addf(b, "  %s\n    %s\n    id ",
	    q->theme != NULL ? q->theme : q->themes,
	    q->text != NULL ? q->text : q->why);
	add_id(b, q);
	buf_adds(b, "\n\n");
}

static size_t
print_all(const struct invocation *iv, const struct quotes *all)
{
	bool json = option_value(iv, "json") != NULL;
	bool every = option_value(iv, "all") != NULL;
	struct buf b = BUF_INIT;
	size_t shown = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct quote *q = &all->items[i];

		if (!every && (q->text == NULL || q->withheld))
			continue;
		buf_clear(&b);
		if (json)
			quote_json(&b, q);
		else
			quote_words(&b, q);
		fwrite(b.data, 1, b.len, stdout);
		shown++;
	}
	buf_free(&b);
	return shown;
}

static enum exit_code
quote_list(struct invocation *iv)
{
	const char *period = option_value(iv, "period");
	struct scope scope = { .box = NULL };
	struct quotes_wanted wanted = { .box = option_value(iv, "box"),
		.approved = option_value(iv, "approved") != NULL,
		.key = iv->key };
	struct quotes all = { NULL, 0 };
	enum exit_code code = EXIT_DONE;
	struct err e;

	if (iv->argc > 1)
		return complain(EXIT_USAGE, "quote list takes no id");
	if (scope_read(iv->conf, period, wanted.box, NULL,
		(struct week){ 2026, 1 }, &scope, &e) == -1)
		return complain(EXIT_USAGE, "%s", e.msg);
	wanted.period = period == NULL ? NULL : &scope.period;
	if (quotes_read(iv->db, iv->conf, &wanted, &all, &e) == -1)
		code = complain(EXIT_OTHER, "%s", e.msg);
	else
		say(iv, "%zu of %zu messages whose senders allow it",
		    print_all(iv, &all), all.n);
	quotes_free(&all);
	return code;
}

/* ---- approving and refusing ---------------------------------------------------- */

/* The one that has this id, among all that could be quoted; or NULL. */
static const struct quote *
find(const struct quotes *all, const struct picked *p)
{
	for (size_t i = 0; i < all->n; i++)
		if (memcmp(all->items[i].leaf, p->leaf, HASH_LEN) == 0)
			return &all->items[i];
	return NULL;
}

/* For which theme: the one asked for, or that there is. */
static int
choose_theme(const struct invocation *iv, const struct quote *q,
    struct str *out, struct err *e)
{
	const char *theme = option_value(iv, "theme");

	if (theme == NULL)
		theme = q->theme != NULL ? q->theme : q->themes;
	*out = str_of(theme);
	if (*q->themes == '\0')
		return err_set(e,
		    "it is about no theme, and is printed beside one only; "
		    "gehoor label says what it is about");
	if (strchr(theme, ' ') != NULL)
		return err_set(e,
		    "it is about several themes: say for which, with --theme "
		    "(%s)",
		    theme);
	return quote_is_about(q, theme)
	    ? 0
	    : err_set(
		  e, "it is not about %.60s, but about %s", theme, q->themes);
}

static int
check(const struct quote *q, const struct picked *p, struct err *e)
{
	if (q == NULL)
		return err_set(e,
		    "%.12s cannot be quoted: its sender did not allow it, or "
		    "it does not count",
		    p->id);
	if (q->withheld)
		return err_set(e, "%.12s was withheld", p->id);
	if (q->text == NULL)
		return err_set(e, "%.12s cannot be quoted: %s", p->id, q->why);
	return 0;
}

static int
approve(const struct invocation *iv, const struct picked *p,
    const struct quote *q, struct err *e)
{
	struct desk_event ev = { .act = DESK_QUOTED };
	struct buf words = BUF_INIT;

	if (check(q, p, e) == -1 || choose_theme(iv, q, &ev.theme, e) == -1)
		return -1;
	buf_adds(&words, q->text);
	quoter_digest(&words, ev.words);
	buf_free(&words);
	if (picked_event(iv, p, option_value(iv, "role"), &ev, e) == -1)
		return -1;
	say(iv, "approved for %.*s, in this role: %s", (int)ev.theme.n,
	    ev.theme.p, q->text);
	return 0;
}

static int
refuse(const struct invocation *iv, const struct picked *p,
    const struct quote *q, struct err *e)
{
	struct desk_event ev = { .act = DESK_WITHHELD };

	(void)q;
	if (picked_event(iv, p, option_value(iv, "role"), &ev, e) == -1)
		return -1;
	say(iv, "%.12s: withheld for good", p->id);
	return 0;
}

static enum exit_code
act(struct invocation *iv,
    int (*on)(const struct invocation *iv, const struct picked *p,
	const struct quote *q, struct err *e))
{
	const struct quotes_wanted wanted = { .key = iv->key };
	struct quotes all = { NULL, 0 };
	enum exit_code code = EXIT_OTHER;
	struct picked p;
	struct err e;

	if (iv->argc != 2)
		return complain(EXIT_USAGE,
		    "which message? gehoor quote list shows them, with their "
		    "ids");
	if (picked_find(iv->db, iv->argv[1], &p, &e) == -1 ||
	    quotes_read(iv->db, iv->conf, &wanted, &all, &e) == -1 ||
	    on(iv, &p, find(&all, &p), &e) == -1)
		complain(code, "%s", e.msg);
	else
		code = ingest_now(iv, false);
	quotes_free(&all);
	return code;
}

static enum exit_code
quote_run(struct invocation *iv)
{
	const char *verb = iv->argv[0];

	if (strcmp(verb, "list") == 0)
		return quote_list(iv);
	if (strcmp(verb, "approve") == 0)
		return act(iv, approve);
	if (strcmp(verb, "refuse") == 0)
		return act(iv, refuse);
	return complain(EXIT_USAGE,
	    "gehoor quote list, approve or refuse, not %.40s", verb);
}

const struct command cmd_quote = {
	.name = "quote",
	.brief = "list, approve or refuse words that a report may quote",
	.operands = "list | approve ID | refuse ID",
	.min_operands = 1,
	.max_operands = 2,
	.options = quote_options,
	.needs = NEEDS_CONF | NEEDS_LOG_KEYS | NEEDS_KEY | NEEDS_DB,
	.run = quote_run,
	.example =
	    "gehoor -k reader.key quote approve 3f9a1c07 --theme wachten",
};
