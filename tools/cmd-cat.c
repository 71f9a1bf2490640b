/*
 * cmd-cat.c - gehoor cat: opened records as JSON lines, exactly as sealed.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "boxes.h"
#include "command.h"
#include "opener.h"
#include "record_read.h"

static const struct option_row cat_options[] = {
	{ 'b', "box", "BOX", "only this box" },
	{ 0, "ids", NULL,
	    "with the id and the number of each record, around it" },
	{ 0, NULL, NULL, NULL },
};

struct cat {
	const struct invocation *iv;
	const char *box;
	struct opener *opener;
	struct record_read_store store;
	enum exit_code code;
	uint32_t said; /* segment about which all is said */
	bool ids;
};

static void
worsen(struct cat *c, enum exit_code code)
{
	if (c->code != EXIT_DAMAGED)
		c->code = code;
}

static void
cat_finding(const struct finding *f, void *arg)
{
	struct cat *c = arg;

	if (f->level == FINDING_DAMAGE) {
		complain(EXIT_DAMAGED, "%s: damage: %s", c->box, f->what);
		worsen(c, EXIT_DAMAGED);
	} else if (f->kind != FINDING_OPEN && f->kind != FINDING_LEAVES) {
		say(c->iv, "%s: %s", c->box, f->what);
	}
}

/* Line ends outside of strings are blanks in JSON, but end a line here. */
static void
print_line(struct str json, const char *behind)
{
	const char *end;

	while ((end = memchr(json.p, '\n', json.n)) != NULL) {
		fwrite(json.p, 1, (size_t)(end - json.p), stdout);
		putchar(' ');
		json.n -= (size_t)(end + 1 - json.p);
		json.p = end + 1;
	}
	fwrite(json.p, 1, json.n, stdout);
	puts(behind);
}

/* The id is what gehoor reply takes, the number what gehoor erase takes. */
static void
print_id(const struct logwalk_record *r)
{
	size_t i;

	fputs("{\"id\":\"", stdout);
	for (i = 0; i < HASH_LEN; i++)
		printf("%02x", r->leaf[i]);
	printf("\",\"index\":%" PRIu64 ",\"record\":", r->frame->index);
}

/* Why a record is not printed; what holds for a whole segment, only once. */
static void
tell_unreadable(struct cat *c, const struct logwalk *w, uint64_t index,
    enum opener_result result, const struct err *why)
{
	uint32_t segment = logwalk_header(w)->number;

	if (result == OPENER_UNREADABLE) {
		complain(EXIT_DAMAGED, "%s: record %" PRIu64 ": %s", c->box,
		    index, why->msg);
		worsen(c, EXIT_DAMAGED);
		return;
	}
	if (c->said == segment)
		return;
	c->said = segment;
	if (result == OPENER_SHREDDED)
		return; /* a finding of the walk */
	complain(EXIT_OTHER,
	    "%s: from record %" PRIu64 ": %s: the wrong key; "
	    "use the secret of a reader of this box (-k FILE)",
	    c->box, index, why->msg);
	worsen(c, EXIT_OTHER);
}

static void
cat_record(
    struct cat *c, const struct logwalk *w, const struct logwalk_record *r)
{
	enum opener_result result;
	struct record record;
	struct str json;
	struct err why;

	result = opener_open(c->opener, w, r, &json, &why);
	if (result == OPENER_ERASED)
		return;
	if (result == OPENER_OPENED &&
	    record_read(json, &c->store, &record, &why) == -1)
		result = OPENER_UNREADABLE;
	if (result == OPENER_OPENED) {
		if (c->ids)
			print_id(r);
		print_line(json, c->ids ? "}" : "");
	} else
		tell_unreadable(c, w, r->frame->index, result, &why);
}

static void
cat_box(struct cat *c, const struct box_log *log)
{
	const struct log_signers by =
	    box_log_signers(log, c->iv->log_keys, c->iv->nlog_keys);
	const struct logwalk_options o = { log->dir, log->name, by.keys, by.n,
		NULL, true, cat_finding, c, c->iv->desks, c->iv->ndesks };
	struct logwalk_record record;
	struct logwalk *walk;
	struct err e;

	c->box = log->shown;
	c->said = 0;
	if (logwalk_open(&o, &walk, &e) == -1) {
		complain(EXIT_OTHER, "%s", e.msg);
		worsen(c, EXIT_OTHER);
		return;
	}
	opener_reset(c->opener);
	while (!ferror(stdout) && logwalk_next(walk, &record))
		cat_record(c, walk, &record);
	logwalk_close(&walk);
}

static enum exit_code
cat_run(struct invocation *iv)
{
	const char *only = option_value(iv, "box");
	char name[2 * BOX_NAME_MAX + 2], *names[] = { name };
	struct cat c = { .iv = iv, .ids = option_value(iv, "ids") != NULL };
	struct boxes boxes;
	struct err e;
	size_t i;

	if (only != NULL && strlen(only) >= sizeof(name))
		return complain(EXIT_USAGE, "there is no box %s", only);
	if (only != NULL)
		snprintf(name, sizeof(name), "%s", only);
	if (boxes_list(iv->conf, names, only != NULL, &boxes, &e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	c.opener = opener_new(iv->key);
	if (c.opener == NULL)
		c.code = complain(EXIT_OTHER, "no memory");
	for (i = 0; c.opener != NULL && i < boxes.n; i++)
		cat_box(&c, &boxes.logs[i]);
	opener_free(&c.opener);
	record_read_free(&c.store);
	boxes_free(&boxes);
	return c.code;
}

const struct command cmd_cat = {
	.name = "cat",
	.brief = "print opened records as JSON lines",
	.operands = "",
	.options = cat_options,
	.needs = NEEDS_CONF | NEEDS_LOG_KEYS | NEEDS_KEY,
	.run = cat_run,
	.example = "gehoor -k reader.key cat --box lijn",
};
