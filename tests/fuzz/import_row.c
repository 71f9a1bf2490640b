/*
 * import_row.c - fuzz target: a file as gehoor import reads it, from its bytes
 * to the records and their keys.  The first byte says how columns are named.
 */
#include "tools/import_row.h"

#include "gehoor/crypto.h"
#include "gehoor/utf8.h"
#include "tests/fuzz/fuzz.h"
#include "tools/import_date.h"
#include "tools/import_keys.h"

/* A first line of the file, up to its end, as --map. */
#define ASKED_MAX 200

static struct {
	struct conf *conf;
	struct import_keys *keys;
	const char *asked;
	char line[ASKED_MAX];
	struct import_map map;
	struct import_rules rules;
	struct import_row row;
} fuzz;

static void
begin(void)
{
	static const struct note_signer desk = { .sk = { 1 } };
	struct err e;

	if (fuzz.conf != NULL)
		return;
	require(crypto_init(NULL) == 0);
	require(conf_load(NULL, &fuzz.conf, &e) == 0);
	fuzz.keys = import_keys_new(&desk);
	require(fuzz.keys != NULL);
	fuzz.rules = (struct import_rules){ fuzz.conf, &fuzz.conf->boxes[0],
		&fuzz.map, { 2026, 47 }, { 2026, 1 }, CHANNEL_PAPER, "", "nl" };
}

/* What is taken is clean and within bounds; what is not has a reason. */
static void
check(enum import_row_result result, const struct err *e)
{
	const struct record *r = &fuzz.row.record;
	uint8_t tag[TAG_LEN];
	struct err why;

	if (result == IMPORT_ROW_REJECTED)
		require(e->msg[0] != '\0');
	if (result != IMPORT_ROW_TAKEN)
		return;
	require(r->text.n > 0 || r->nanswers > 0);
	require(r->nanswers <= RECORD_MAX_ANSWERS);
	require(utf8_is_valid(r->text.p, r->text.n));
	require(utf8_count(r->text.p, r->text.n) <= IMPORT_TEXT_MAX);
	require(r->week.year >= 1970 &&
	    weeks_between(r->week, fuzz.rules.now) >= 0);
	require(import_keys_next(fuzz.keys, &fuzz.row, tag, &why) == 0);
}

static int
row_cb(const struct csv_row *row, void *arg, struct err *e)
{
	struct err why = { "" };

	(void)arg;
	if (row->number == 1)
		return import_map_read(
		    fuzz.asked, row, fuzz.rules.box, &fuzz.map, e);
	check(import_row_read(&fuzz.rules, row, &fuzz.row, &why), &why);
	return 0;
}

/* Takes the first line as what was asked. */
static struct str
take_asked(struct str file)
{
	const char *end = memchr(file.p, '\n', file.n);
	size_t n = end == NULL ? 0 : (size_t)(end - file.p);

	fuzz.asked = NULL;
	if (end == NULL || n >= ASKED_MAX)
		return file;
	memcpy(fuzz.line, file.p, n);
	fuzz.line[n] = '\0';
	fuzz.asked = fuzz.line;
	return (struct str){ end + 1, file.n - n - 1 };
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str file = { (const char *)data + 1, size - 1 };
	struct csv_form form;
	struct err e = { "" };

	begin();
	if (size == 0)
		return 0;
	fuzz.asked = NULL;
	if ((data[0] & 1) != 0)
		file = take_asked(file);
	require(import_keys_restart(fuzz.keys, &e) == 0);
	if (csv_look(file, &form, &e) == -1 ||
	    csv_read(file,
		&(struct csv_read_options){ form.separator, form.windows_1252 },
		row_cb, NULL, &e) == -1)
		require(e.msg[0] != '\0');
	import_row_free(&fuzz.row);
	return 0;
}
