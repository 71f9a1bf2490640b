/*
 * cmd-find.c - gehoor find: messages by their redacted words.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "gauge.h"
#include "gehoor/json_write.h"
#include "gehoor/suggest.h"
#include "scope.h"
#include "search.h"
#include "status.h"

static const struct option_row find_options[] = {
	{ 't', "theme", "THEME", "only messages about this theme" },
	{ 'p', "period", "PERIOD", "only of 2026, 2026-Q3 or 2026-W31" },
	{ 'b', "box", "BOX", "only of this box" },
	{ 0, "danger", NULL, "only what may speak of danger" },
	{ 'n', "number", "N", "at most so many" },
	{ 'j', "json", NULL, "print an object a line for a program" },
	{ 0, NULL, NULL, NULL },
};

struct find {
	bool json;
	uint64_t left; /* how many may still be shown */
	uint64_t shown;
};

static void
print_leaf(struct buf *b, const uint8_t leaf[static HASH_LEN])
{
	for (size_t i = 0; i < HASH_LEN; i++)
		buf_addf(b, "%02x", leaf[i]);
}

/* Each name of the blank-separated list as a member of an array. */
static void
json_names(struct buf *b, const char *key, const char *list)
{
	json_key(b, key);
	json_open(b, '[');
	while (*list != '\0') {
		size_t n = strcspn(list, " ");

		json_item(b, (struct str){ list, n });
		list += n + (list[n] == ' ');
	}
	json_close(b, ']');
}

/* The names of the bits, with that between them. */
static void
add_dangers(struct buf *b, unsigned bits, const char *between)
{
	const char *first = "";

	for (unsigned bit = 1; bit <= DANGER_KIND; bit <<= 1) {
		if ((bits & bit) == 0)
			continue;
		buf_addf(b, "%s%s", first, danger_name(bit));
		first = between;
	}
}

static void
add_week(struct buf *b, int week)
{
	if (week != 0)
		buf_addf(b, "%04d-W%02d", week / 100, week % 100);
}

static void
hit_json(struct buf *b, const struct search_hit *h)
{
	struct buf text = BUF_INIT;

	json_open(b, '{');
	print_leaf(&text, h->leaf);
	json_member(b, "id", str_of(buf_cstr(&text)));
	json_member(b, "box", str_of(h->box));
	buf_clear(&text);
	add_week(&text, h->week);
	json_member(b, "week", str_of(buf_cstr(&text)));
	json_member(b, "status", str_of(h->status));
	json_member(b, "channel", str_of(h->channel));
	json_member(b, "region", str_of(h->region));
	json_member(b, "who", str_of(h->who));
	json_names(b, "themes", h->themes);
	json_member(b, "polarity", str_of(h->polarity));
	json_member_int(b, "weight", h->weight);
	json_member_int(b, "tone", h->tone);
	buf_clear(&text);
	add_dangers(&text, h->danger, " ");
	json_names(b, "dangers", buf_cstr(&text));
	json_member(b, "text", str_of(h->text));
	json_member(b, "kernel", str_of(h->kernel));
	json_close(b, '}');
	buf_addc(b, '\n');
	buf_free(&text);
}

/* A stranger's text must not steer a terminal. */
static void
add_safe(struct buf *b, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;

	buf_adds(b, "    ");
	for (; *p != '\0'; p++) {
		if (*p == '\n')
			buf_adds(b, "\n    ");
		else if (p[0] == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0)
			p++; /* C1 */
		else if (*p >= 0x20 && *p != 0x7f)
			buf_addc(b, (char)*p);
	}
	buf_addc(b, '\n');
}

static void
add_part(struct buf *b, const char *part)
{
	if (*part != '\0')
		buf_addf(b, "  %s", part);
}

static void
hit_words(struct buf *b, const struct search_hit *h)
{
	buf_adds(b, h->box);
	buf_adds(b, "  ");
	add_week(b, h->week);
	if (strcmp(h->status, status_names[STATUS_COUNTED]) != 0)
		add_part(b, h->status);
	add_part(b, h->themes);
	add_part(b, h->polarity);
	buf_addf(b, "  weight %d, tone %d", h->weight, h->tone);
	if (h->danger != 0) {
		buf_adds(b, "  DANGER: ");
		add_dangers(b, h->danger, ", ");
	}
	buf_addc(b, '\n');
	add_safe(b, h->text);
	buf_adds(b, "    id ");
	print_leaf(b, h->leaf);
	buf_adds(b, "\n\n");
}

static bool
show(const struct search_hit *h, void *arg)
{
	struct find *f = arg;
	struct buf b = BUF_INIT;

	if (f->json)
		hit_json(&b, h);
	else
		hit_words(&b, h);
	if (!b.failed)
		fwrite(b.data, 1, b.len, stdout);
	f->shown++;
	buf_free(&b);
	return !ferror(stdout) && --f->left > 0;
}

static int
check_theme(const struct conf *c, const char *theme, struct err *e)
{
	struct suggest near = SUGGEST_INIT(theme);

	for (size_t i = 0; i < c->nthemes; i++) {
		if (strcmp(c->themes[i].id, theme) == 0)
			return 0;
		suggest_offer(&near, c->themes[i].id);
	}
	return near.nearest == NULL
	    ? err_set(e, "--theme: there is no theme %.80s", theme)
	    : err_set(e, "--theme: there is no theme %.80s; did you mean %s?",
		  theme, near.nearest);
}

/* Reads the options. 0 or -1. */
static int
read_options(const struct invocation *iv, struct search *s, struct period *p,
    struct find *f, struct err *e)
{
	const char *period = option_value(iv, "period");
	const char *number = option_value(iv, "number");
	struct scope scope;
	char *end;

	s->theme = option_value(iv, "theme");
	s->box = option_value(iv, "box");
	s->danger = option_value(iv, "danger") != NULL;
	if (scope_read(iv->conf, period, s->box, NULL, (struct week){ 2026, 1 },
		&scope, e) == -1 ||
	    (s->theme != NULL && check_theme(iv->conf, s->theme, e) == -1))
		return -1;
	*p = scope.period;
	s->period = period == NULL ? NULL : p;
	f->left = UINT64_MAX;
	if (number != NULL) {
		f->left = strtoull(number, &end, 10);
		if (*number < '0' || *number > '9' || *end != '\0' ||
		    f->left == 0)
			return err_set(e,
			    "--number: %.80s is no number of messages", number);
	}
	if (iv->argc == 0 && s->theme == NULL && s->box == NULL &&
	    s->period == NULL && !s->danger)
		return err_set(e,
		    "say what to find: words, --theme, --period, --box or "
		    "--danger");
	return 0;
}

static void
tell(const struct invocation *iv, const struct find *f, uint64_t closed)
{
	say(iv, "%" PRIu64 " message%s found", f->shown,
	    f->shown == 1 ? "" : "s");
	if (closed > 0)
		say(iv,
		    "%" PRIu64 " more in boxes that this key is no reader of",
		    closed);
}

static enum exit_code
find_run(struct invocation *iv)
{
	struct find f = { .json = option_value(iv, "json") != NULL };
	struct search s = { .words = (const char *const *)iv->argv,
		.nwords = (size_t)iv->argc,
		.conf = iv->conf,
		.key = iv->key };
	struct period period;
	uint64_t closed;
	struct err e;

	if (read_options(iv, &s, &period, &f, &e) == -1)
		return complain(EXIT_USAGE, "%s", e.msg);
	if (search_run(iv->db, &s, show, &f, &closed, &e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	tell(iv, &f, closed);
	return EXIT_DONE;
}

const struct command cmd_find = {
	.name = "find",
	.brief = "find messages by their words, redacted",
	.operands = "[WORD ...]",
	.max_operands = -1,
	.options = find_options,
	.needs = NEEDS_CONF | NEEDS_KEY | NEEDS_DB,
	.run = find_run,
	.example = "gehoor -k reader.key find voogd 'belt niet' --theme "
		   "bereikbaarheid",
};
