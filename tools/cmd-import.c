/*
 * cmd-import.c - gehoor import: table notes, paper forms, a register of
 * before, from a CSV into the log of this desk.
 *
 * Looks first, shows what it would do, asks, and then does all of it or
 * nothing.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "desk_log.h"
#include "gehoor/clock.h"
#include "gehoor/crypto.h"
#include "import.h"
#include "import_date.h"
#include "import_rejected.h"

static const struct option_row import_options[] = {
	{ 'b', "box", "BOX", "where the messages go" },
	{ 0, "map", "FIELD=COLUMN,...",
	    "which column is what: text, week, region, who, channel, lang, "
	    "id, q.ID" },
	{ 0, "week", "WEEK", "of rows that have none: 2026-W47, or a day" },
	{ 0, "region", "REGION", "of rows that have none" },
	{ 0, "channel", "CHANNEL", "table, paper or via (passed on)" },
	{ 0, "lang", "LANG", "of rows that have none; the first of languages" },
	{ 'n', "dry-run", NULL, "only show what would be imported" },
	{ 0, "yes", NULL, "do not ask" },
	{ 0, NULL, NULL, NULL },
};

/* ---- what was asked ------------------------------------------------------- */

/* One of a list, named by an option; NULL after complaining. */
static const char *
listed(const char *option, const char *value, const struct conf_list *l)
{
	struct buf b = BUF_INIT;
	const char *known;

	for (size_t i = 0; i < l->n; i++) {
		if (strcmp(value, l->items[i]) == 0)
			return l->items[i];
		buf_addf(&b, "%s%s", i == 0 ? "" : ", ", l->items[i]);
	}
	known = buf_cstr(&b);
	complain(EXIT_USAGE, "--%s: there is no %s; there are: %s", option,
	    value, known == NULL || *known == '\0' ? "none" : known);
	buf_free(&b);
	return NULL;
}

static int
take_channel(const struct invocation *iv, struct import_rules *r)
{
	const char *name = option_value(iv, "channel");

	r->channel = r->box->kind == BOX_TABLE ? CHANNEL_TABLE : CHANNEL_PAPER;
	if (name == NULL)
		return 0;
	for (r->channel = CHANNEL_TABLE; r->channel < CHANNEL_COUNT;
	     r->channel++)
		if (strcmp(name, channel_names[r->channel]) == 0)
			return 0;
	complain(EXIT_USAGE, "--channel: %s is not table, paper or via", name);
	return -1;
}

static int
take_week(const struct invocation *iv, struct import_rules *r)
{
	const char *text = option_value(iv, "week");
	struct err e;

	r->now = week_of(clock_now());
	if (text == NULL)
		return 0;
	if (import_date_read(str_of(text), &r->week, &e) == -1) {
		complain(EXIT_USAGE, "--week %s", e.msg);
		return -1;
	}
	if (weeks_between(r->week, r->now) >= 0)
		return 0;
	complain(EXIT_USAGE, "--week is in the future");
	return -1;
}

static int
take_box(const struct invocation *iv, struct import_rules *r)
{
	const char *name = option_value(iv, "box");

	if (name == NULL) {
		complain(
		    EXIT_USAGE, "--box says into which box the messages go");
		return -1;
	}
	r->box = conf_box_find(iv->conf, str_of(name));
	if (r->box == NULL || strcmp(name, "desk") == 0) {
		complain(EXIT_USAGE, "--box: there is no box %s in %s", name,
		    iv->conf->file);
		return -1;
	}
	if (r->box->nreaders > 0)
		return 0;
	complain(EXIT_OTHER,
	    "box %s has no readers in %s: nobody could read what is imported",
	    name, iv->conf->file);
	return -1;
}

/* 0, or -1 after complaining. */
static int
rules_read(const struct invocation *iv, struct import_rules *r)
{
	const char *region = option_value(iv, "region");
	const char *lang = option_value(iv, "lang");

	*r = (struct import_rules){ .conf = iv->conf, .region = "" };
	if (take_box(iv, r) == -1 || take_channel(iv, r) == -1 ||
	    take_week(iv, r) == -1)
		return -1;
	if (region != NULL)
		r->region = listed("region", region, &iv->conf->regions);
	if (r->region == NULL)
		return -1;
	r->lang = lang == NULL ? iv->conf->languages.items[0]
			       : listed("lang", lang, &iv->conf->languages);
	return r->lang == NULL ? -1 : 0;
}

static bool
may_ask(const struct invocation *iv)
{
	return option_value(iv, "yes") != NULL ||
	    option_value(iv, "dry-run") != NULL || isatty(STDIN_FILENO);
}

/* ---- what is shown --------------------------------------------------------- */

static const char *
separator_name(char c)
{
	return c == '\t' ? "tabs"
	    : c == ';'   ? "semicolons"
	    : c == '|'   ? "bars"
			 : "commas";
}

static void
show_columns(const struct import *im)
{
	const char *head = (const char *)im->head.data;
	char room[48];

	for (size_t i = 0; i < im->map.columns; i++) {
		const char *name = import_map_name(&im->map, i, room);

		printf("  column %zu \"%s\": %s\n", i + 1, head,
		    name == NULL ? "not taken" : name);
		head += strlen(head) + 1;
	}
	if (im->map.column[IMPORT_WEEK] == IMPORT_NOWHERE) {
		week_format(im->rules.week, room);
		printf("  week of all rows: %s\n", room);
	}
}

static void
show_samples(const struct import_sample *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		printf("  row %zu (line %zu): %s\n", s[i].number, s[i].line,
		    s[i].text);
}

static void
show_strangers(const struct import *im)
{
	char known[300];

	for (size_t i = 0; i < im->nstrangers; i++) {
		const struct import_stranger *s = &im->strangers[i];

		import_row_known(&im->rules, s->field, known, sizeof(known));
		printf("  %s \"%s\" (%" PRIu64
		       " times) is not known; there are: %s\n",
		    s->field, s->value, s->rows, known);
	}
	if (im->strangers_more)
		puts("  and other values that are not known");
}

/* What a script prints may end up anywhere: no word of a message is in it. */
static bool
somebody_looks(const struct import *im)
{
	return option_value(im->iv, "dry-run") != NULL || isatty(STDOUT_FILENO);
}

static void
show(const struct import *im, const char *file)
{
	const struct import_counts *n = &im->counts;
	bool words = somebody_looks(im);

	printf("%s: %s, separated by %s\n", file, im->form.charset,
	    separator_name(im->form.separator));
	show_columns(im);
	if (words && im->nrows > 0)
		puts("the first rows that would be taken:");
	if (words)
		show_samples(im->rows, im->nrows);
	if (im->nrejected > 0)
		puts("the first rows that would be rejected:");
	show_samples(im->rejected, im->nrejected);
	if (words)
		show_strangers(im);
	printf("rows: %" PRIu64 " to take, %" PRIu64 " already there, %" PRIu64
	       " rejected",
	    n->taken, n->there, n->rejected);
	if (n->empty > 0)
		printf(", %" PRIu64 " empty", n->empty);
	putchar('\n');
}

static bool
confirm(const struct import *im)
{
	char line[16] = "";

	if (option_value(im->iv, "yes") != NULL)
		return true;
	if (im->form.windows_1252)
		fputs("Look at the letters with accents above.  ", stderr);
	fprintf(stderr,
	    "%" PRIu64 " %s into the box %s.  Type yes: ", im->counts.taken,
	    im->counts.taken == 1 ? "row goes" : "rows go", im->of.box->name);
	return fgets(line, sizeof(line), stdin) != NULL &&
	    strcmp(line, "yes\n") == 0;
}

/* ---- doing it --------------------------------------------------------------- */

static int
check_room(const struct import *im, struct err *e)
{
	uint64_t most = SEGMENT_MAX_KEYS / im->of.box->nreaders;

	return im->counts.taken <= most
	    ? 0
	    : err_set(e,
		  "more than %" PRIu64 " rows; make several files of it, each "
		  "with the head",
		  most);
}

static void
tell(const struct import *im, const char *file, const char *rejected)
{
	const struct import_counts *n = &im->counts;

	say(im->iv, "%s/%s: %" PRIu64 " taken, %" PRIu64 " were already there",
	    im->of.desk->id, im->of.box->name, n->taken, n->there);
	if (n->taken > 0)
		say(im->iv,
		    "gehoor ingest takes them into the database; %s is not "
		    "sealed: keep it away from others, and delete it when it "
		    "is no longer needed",
		    file);
	if (n->rejected > 0)
		complain(EXIT_CHECK_FAILED,
		    "%" PRIu64 " %s rejected: %s holds them with the reason; "
		    "put them right there and import that file",
		    n->rejected, n->rejected == 1 ? "row was" : "rows were",
		    rejected);
}

static enum exit_code
import_looked(struct import *im, const char *file, const char *rejected)
{
	bool dry = option_value(im->iv, "dry-run") != NULL;
	struct err e;

	if (check_room(im, &e) == -1)
		return complain(EXIT_OTHER, "%s: %s", file, e.msg);
	if (dry || !im->iv->quiet)
		show(im, file);
	fflush(stdout);
	if (!dry && im->counts.taken > 0 && !confirm(im))
		return complain(
		    EXIT_OTHER, "not confirmed: nothing was imported");
	if (!dry && import_take(im, rejected, &e) == -1)
		return complain(EXIT_OTHER, "%s; nothing was imported", e.msg);
	if (!dry)
		tell(im, file, rejected);
	return im->counts.rejected > 0 ? EXIT_CHECK_FAILED : EXIT_DONE;
}

static enum exit_code
import_file(struct import *im, const char *file)
{
	char *rejected = import_rejected_name(file);
	enum exit_code code;
	struct err e;
	int rc = -1;

	if (rejected == NULL)
		return complain(EXIT_OTHER, "no memory");
	if (csv_look(im->file, &im->form, &e) == 0)
		rc = import_look(im, &e);
	if (rc == 0)
		code = import_looked(im, file, rejected);
	else
		code = rc == 1
		    ? complain(EXIT_DAMAGED,
			  "nothing is added to a log that is damaged")
		    : complain(EXIT_OTHER, "%s: %s", file, e.msg);
	free(rejected);
	return code;
}

static enum exit_code
import_run(struct invocation *iv)
{
	struct import *im = calloc(1, sizeof(*im));
	struct buf bytes = BUF_INIT;
	const char *file = iv->argv[0];
	struct note_signer signer;
	enum exit_code code = EXIT_USAGE;
	struct err e;

	if (im == NULL)
		return complain(EXIT_OTHER, "no memory");
	im->iv = iv;
	im->map_asked = option_value(iv, "map");
	if (!may_ask(iv))
		complain(EXIT_USAGE,
		    "there is no terminal to ask on; --yes does not ask, "
		    "--dry-run only shows");
	else if (rules_read(iv, &im->rules) == -1)
		code = EXIT_USAGE;
	else if (conf_read_regular(file, CSV_BYTES_MAX, &bytes, &e) == -1 ||
	    desk_key_own(iv->conf, &signer, &im->of.desk, &e) == -1)
		code = complain(EXIT_OTHER, "%s", e.msg);
	else {
		im->of.conf = iv->conf;
		im->of.box = im->rules.box;
		im->of.signer = &signer;
		im->file = (struct str){ (const char *)bytes.data, bytes.len };
		code = import_file(im, file);
	}
	crypto_wipe(&signer, sizeof(signer));
	import_free(im);
	free(im);
	buf_free(&bytes);
	return code;
}

const struct command cmd_import = {
	.name = "import",
	.brief = "bring in table notes, paper forms or a register from a CSV",
	.operands = "FILE.csv",
	.min_operands = 1,
	.max_operands = 1,
	.options = import_options,
	.needs = NEEDS_CONF | NEEDS_LOG_KEYS,
	.run = import_run,
	.example = "gehoor import notities.csv --box lijn "
		   "--map text=Klacht,week=Datum",
	.common = true,
};
