/*
 * cmd-label.c - gehoor label: a person says what a message is about, where
 * the program found something else.
 *
 * It is an event in the log of the desk; the database follows.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cmd_ingest.h"
#include "command.h"
#include "gauge.h"
#include "gehoor/suggest.h"
#include "label_list.h"
#include "picked.h"
#include "scope.h"

#define NONE "anders" /* about no theme */
#define SHOWN 20

static const struct option_row label_options[] = {
	{ 'l', "list", NULL, "show messages to look at, the most doubt first" },
	{ 't', "themes", "THEME,...",
	    "what it is about; \"anders\": none of the themes" },
	{ 0, "polarity", "POLARITY", "pos, neg, mix or neu" },
	{ 0, "weight", "0-3", "from nothing at stake to harm and danger" },
	{ 0, "right", NULL, "it is as it was found" },
	{ 0, "role", "ROLE", "in which role you act" },
	{ 'p', "period", "PERIOD", "list only those of this period" },
	{ 'b', "box", "BOX", "list only those of this box" },
	{ 'n', "number", "N", "list so many (20)" },
	{ 'a', "all", NULL, "list also those with a label" },
	{ 'j', "json", NULL, "list an object a line for a program" },
	{ 0, NULL, NULL, NULL },
};

/* ---- what the options say --------------------------------------------------- */

static int
unknown_theme(const struct conf *c, struct str id, struct err *e)
{
	char word[64];
	struct suggest near = SUGGEST_INIT(word);

	snprintf(word, sizeof(word), "%.*s", (int)id.n, id.p);
	for (size_t i = 0; i < c->nthemes; i++)
		suggest_offer(&near, c->themes[i].id);
	return near.nearest == NULL
	    ? err_set(e, "--themes: there is no theme %s", word)
	    : err_set(e, "--themes: there is no theme %s; did you mean %s?",
		  word, near.nearest);
}

static bool
is_theme(const struct conf *c, struct str id)
{
	for (size_t i = 0; i < c->nthemes; i++)
		if (str_is(id, c->themes[i].id))
			return true;
	return false;
}

/* Ids with commas between. */
static int
read_themes(
    const struct conf *c, const char *list, struct desk_label *l, struct err *e)
{
	l->has_themes = true;
	if (strcmp(list, NONE) == 0)
		return 0;
	while (*list != '\0') {
		struct str id = { list, strcspn(list, ",") };

		if (!is_theme(c, id))
			return unknown_theme(c, id, e);
		if (l->nthemes == DESK_THEMES_MAX)
			return err_set(e, "--themes: more than %d themes",
			    DESK_THEMES_MAX);
		l->themes[l->nthemes++] = id;
		list += id.n + (list[id.n] == ',');
	}
	return l->nthemes > 0
	    ? 0
	    : err_set(e, "--themes: name a theme, or " NONE " for none");
}

static int
read_polarity(const char *name, struct desk_label *l, struct err *e)
{
	for (int p = 0; p < POLARITY_COUNT; p++)
		if (strcmp(name, polarity_name((enum polarity)p)) == 0) {
			l->polarity = str_of(name);
			return 0;
		}
	return err_set(
	    e, "--polarity takes pos, neg, mix or neu, not %.40s", name);
}

static int
read_weight(const char *digit, struct desk_label *l, struct err *e)
{
	if (*digit < '0' || *digit > '3' || digit[1] != '\0')
		return err_set(e, "--weight takes 0, 1, 2 or 3");
	l->has_weight = true;
	l->weight = (unsigned)(*digit - '0');
	return 0;
}

static int
read_label(const struct invocation *iv, struct desk_label *l, struct err *e)
{
	const char *themes = option_value(iv, "themes");
	const char *polarity = option_value(iv, "polarity");
	const char *weight = option_value(iv, "weight");
	bool says = themes != NULL || polarity != NULL || weight != NULL;

	if (iv->argc == 0)
		return err_set(e,
		    "which message? gehoor label --list shows some, with "
		    "their ids");
	if (says == (option_value(iv, "right") != NULL))
		return err_set(e,
		    "say what it is, with --themes, --polarity or --weight; "
		    "or --right");
	if (themes != NULL && read_themes(iv->conf, themes, l, e) == -1)
		return -1;
	if (polarity != NULL && read_polarity(polarity, l, e) == -1)
		return -1;
	return weight == NULL ? 0 : read_weight(weight, l, e);
}

/* ---- labels ------------------------------------------------------------------ */

static int
label_one(const struct invocation *iv, const struct desk_label *l,
    const char *id, struct err *e)
{
	struct desk_event ev = { .act = DESK_LABELLED, .label = *l };
	struct picked p;

	if (picked_find(iv->db, id, &p, e) == -1)
		return -1;
	if (p.status != STATUS_COUNTED && p.status != STATUS_QUARANTINED)
		return err_set(e, "%.12s is not counted: %s", p.id,
		    status_names[p.status]);
	if (p.labelled == UINT32_MAX)
		return err_set(e, "%.12s has too many labels", p.id);
	ev.version = p.labelled + 1;
	if (picked_event(iv, &p, option_value(iv, "role"), &ev, e) == -1)
		return -1;
	say(iv,
	    p.status == STATUS_QUARANTINED ? "%.12s: labelled; it counts now"
					   : "%.12s: labelled",
	    p.id);
	return 0;
}

/* What was said lasts, even where a later id is wrong. */
static enum exit_code
label_all(struct invocation *iv)
{
	struct desk_label l = { .has_themes = false };
	enum exit_code code = EXIT_DONE, follows;
	int done = 0;
	struct err e;

	if (read_label(iv, &l, &e) == -1)
		return complain(EXIT_USAGE, "%s", e.msg);
	while (code == EXIT_DONE && done < iv->argc) {
		if (label_one(iv, &l, iv->argv[done], &e) == -1)
			code = complain(EXIT_OTHER, "%s", e.msg);
		else
			done++;
	}
	if (done == 0)
		return code;
	follows = ingest_now(iv, false);
	return code == EXIT_DONE ? follows : code;
}

/* ---- the list ---------------------------------------------------------------- */

static int
read_number(const char *text, size_t *out, struct err *e)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end != '\0' || n == 0 ||
	    n > LABEL_LIST_MAX)
		return err_set(e, "--number takes 1 to %d", LABEL_LIST_MAX);
	*out = n;
	return 0;
}

static void
tell(const struct invocation *iv, const struct label_list_result *r)
{
	say(iv,
	    option_value(iv, "all") != NULL
		? "%zu of %" PRIu64 " messages"
		: "%zu of %" PRIu64 " messages that have no label yet",
	    r->shown, r->seen);
	if (r->closed > 0)
		say(iv,
		    "%" PRIu64 " more in boxes that this key is no reader of",
		    r->closed);
	if (r->shown > 0)
		say(iv,
		    "gehoor label ID --themes THEME,...  or  gehoor label ID "
		    "--right");
}

static enum exit_code
list(const struct invocation *iv)
{
	const char *period = option_value(iv, "period");
	const char *number = option_value(iv, "number");
	struct scope scope = { .box = NULL };
	struct search search = { .box = option_value(iv, "box"),
		.period = period == NULL ? NULL : &scope.period,
		.conf = iv->conf,
		.key = iv->key };
	struct label_list_options o = { .search = &search,
		.number = SHOWN,
		.all = option_value(iv, "all") != NULL,
		.json = option_value(iv, "json") != NULL };
	struct label_list_result r = { .shown = 0 };
	struct buf out = BUF_INIT;
	enum exit_code code = EXIT_DONE;
	struct err e;

	if (scope_read(iv->conf, period, search.box, NULL,
		(struct week){ 2026, 1 }, &scope, &e) == -1 ||
	    (number != NULL && read_number(number, &o.number, &e) == -1))
		return complain(EXIT_USAGE, "%s", e.msg);
	if (label_list(iv->db, &o, &out, &r, &e) == -1) {
		code = complain(EXIT_OTHER, "%s", e.msg);
	} else {
		fwrite(out.data, 1, out.len, stdout);
		tell(iv, &r);
	}
	buf_free(&out);
	return code;
}

static enum exit_code
label_run(struct invocation *iv)
{
	if (option_value(iv, "list") == NULL)
		return label_all(iv);
	if (iv->argc > 0)
		return complain(EXIT_USAGE, "--list takes no id");
	return list(iv);
}

const struct command cmd_label = {
	.name = "label",
	.brief = "say what a message is about, where it was found wrongly",
	.operands = "[ID ...]",
	.max_operands = -1,
	.options = label_options,
	.needs = NEEDS_CONF | NEEDS_LOG_KEYS | NEEDS_KEY | NEEDS_DB,
	.run = label_run,
	.example = "gehoor -k reader.key label 3f9a1c07 --themes "
		   "wachten,bereikbaar",
	.common = true,
};
