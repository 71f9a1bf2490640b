/*
 * tables.c FILE - how fast tables are written and read: the figures of a large
 * release as CSV, JSON lines and workbook, into FILE (CSV, for peers) and into
 * nothing; and that file and one of messages read back.  MB/s of processor
 * time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gehoor/crypto.h"
#include "tools/csv_read.h"
#include "tools/export_write.h"
#include "tools/import_keys.h"
#include "tools/import_row.h"

#define REGIONS 2000
#define CATEGORIES 250
#define ROWS ((size_t)REGIONS * CATEGORIES)
#define MESSAGES 200000

struct figures {
	struct release release;
	struct conf *conf;
	char regions[REGIONS][24], categories[CATEGORIES][24];
};

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
must(bool fine, const char *what)
{
	if (fine)
		return;
	fprintf(stderr, "tables: %s\n", what);
	exit(1);
}

/* As real ones: names of regions, some with a blank; a fifth held back. */
static void
figures_make(struct figures *f)
{
	static char box[] = "lijn", theme[] = "theme";
	struct printed *p;

	for (size_t i = 0; i < REGIONS; i++)
		snprintf(f->regions[i], sizeof(f->regions[i]),
		    i % 4 == 0 ? "wijk %zu" : "gemeente-%zu", i);
	for (size_t i = 0; i < CATEGORIES; i++)
		snprintf(f->categories[i], sizeof(f->categories[i]),
		    "bereikbaarheid_%zu", i);
	f->release.items = calloc(ROWS, sizeof(*f->release.items));
	must(f->release.items != NULL, "no memory");
	for (size_t i = 0; i < ROWS; i++) {
		p = &f->release.items[f->release.n++];
		p->key = (struct cell_key){ { 2026, 3, 0 }, box,
			f->regions[i / CATEGORIES], theme,
			f->categories[i % CATEGORIES] };
		p->status = i % 5 == 0 ? PRINTED_UNDER5 : PRINTED_SHOWN;
		p->value = i % 5 == 0 ? 0 : i % 2000 / 5 * 5;
	}
}

static double
write_to(const char *path, const char *format, const char *dialect,
    const struct figures *f, long *bytes)
{
	const struct report r = { .conf = f->conf,
		.lang = &f->conf->langs[0],
		.release = &f->release };
	FILE *out = fopen(path, "w");
	double begun = seconds();
	struct err e;

	must(out != NULL, path);
	must(export_format_find(format)->write(out,
		 dialect == NULL ? NULL : csv_dialect_find(dialect), &r,
		 &e) == 0,
	    format);
	*bytes = ftell(out);
	must(fclose(out) == 0, path);
	return seconds() - begun;
}

static void
tell(const char *what, long bytes, double spent, size_t rows)
{
	printf("%-26s %8.1f MB %8.1f MB/s %9.0f rows/s\n", what,
	    (double)bytes / 1e6, (double)bytes / 1e6 / spent,
	    (double)rows / spent);
}

static void
writing(const char *path, const struct figures *f)
{
	static const struct {
		const char *format, *dialect;
	} all[] = { { "csv", "rfc4180" }, { "csv", "excel-nl" },
		{ "ndjson", NULL } };
	char what[64];
	double spent;
	long bytes;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		/* /dev/null says no place, so the length is of a file. */
		write_to(path, all[i].format, all[i].dialect, f, &bytes);
		spent = write_to("/dev/null", all[i].format, all[i].dialect, f,
		    &(long){ 0 });
		snprintf(what, sizeof(what), "export %s %s", all[i].format,
		    all[i].dialect == NULL ? "" : all[i].dialect);
		tell(what, bytes, spent, f->release.n);
	}
	write_to(path, "csv", "rfc4180", f, &bytes);
}

static int
count_cb(const struct csv_row *row, void *arg, struct err *e)
{
	size_t *rows = arg;

	(void)row;
	(void)e;
	++*rows;
	return 0;
}

static void
reading(const char *path)
{
	const struct csv_read_options o = { '\0', false };
	struct buf file = BUF_INIT;
	size_t rows = 0;
	double begun;
	struct err e;

	must(conf_read_regular(path, CSV_BYTES_MAX, &file, &e) == 0, path);
	begun = seconds();
	must(csv_read((struct str){ (const char *)file.data, file.len }, &o,
		 count_cb, &rows, &e) == 0,
	    e.msg);
	tell("read csv", (long)file.len, seconds() - begun, rows);
	buf_free(&file);
}

/* ---- messages, as gehoor import takes them --------------------------------- */

struct importing {
	struct import_map map;
	struct import_rules rules;
	struct import_row row;
	struct import_keys *keys;
	size_t taken;
};

static int
import_cb(const struct csv_row *row, void *arg, struct err *e)
{
	struct importing *im = arg;
	uint8_t tag[TAG_LEN];

	if (row->number == 1)
		return import_map_read(NULL, row, im->rules.box, &im->map, e);
	if (import_row_read(&im->rules, row, &im->row, e) != IMPORT_ROW_TAKEN)
		return -1;
	im->taken++;
	return import_keys_next(im->keys, &im->row, tag, e);
}

static void
messages_make(struct buf *b)
{
	buf_adds(b, "datum;tekst;wie\r\n");
	for (size_t i = 0; i < MESSAGES; i++)
		buf_addf(b,
		    "%02zu-%02zu-2026;\"Wij wachten al %zu weken op de "
		    "gezinsvoogd, \"\"morgen\"\" werd nooit morgen; en wie "
		    "belt, hoort een bandje.\";Ouder\r\n",
		    i % 28 + 1, i % 9 + 1, i);
}

static void
importing(const struct conf *conf)
{
	const struct csv_read_options o = { ';', false };
	const struct note_signer desk = { .sk = { 1 } };
	struct importing im = { .keys = import_keys_new(&desk) };
	struct buf b = BUF_INIT;
	double begun;
	struct err e;

	im.rules = (struct import_rules){ conf, &conf->boxes[0], &im.map,
		{ 2026, 47 }, { 0, 0 }, CHANNEL_PAPER, "", "nl" };
	messages_make(&b);
	must(!b.failed && im.keys != NULL, "no memory");
	begun = seconds();
	must(csv_read((struct str){ (const char *)b.data, b.len }, &o,
		 import_cb, &im, &e) == 0,
	    e.msg);
	tell("import, looking", (long)b.len, seconds() - begun, im.taken);
	import_row_free(&im.row);
	import_keys_free(&im.keys);
	buf_free(&b);
}

int
main(int argc, char **argv)
{
	static struct figures f;
	struct err e;

	must(argc == 2, "usage: tables FILE");
	must(crypto_init(&e) == 0, e.msg);
	must(conf_load(NULL, &f.conf, &e) == 0, e.msg);
	figures_make(&f);
	writing(argv[1], &f);
	reading(argv[1]);
	importing(f.conf);
	free(f.release.items);
	conf_free(&f.conf);
	return 0;
}
