/*
 * xlsx_table.c - the figures as a workbook.
 *
 * Texts are written as texts: what begins like a formula is none, so nothing
 * needs an apostrophe here.  libxlsxwriter writes only to a name; that name
 * is a file in memory, whose bytes then go where the export goes.
 */
#include "xlsx_table.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "csv_table.h"
#include "report_words.h"

/* When every workbook was made: 1 January 2000, so that bytes are the same. */
#define CREATED 946684800

struct book {
	const struct report *r;
	lxw_workbook *workbook;
	lxw_format *head, *wrap;
	lxw_error failed; /* the first error */
};

static void
note_error(struct book *b, lxw_error error)
{
	if (b->failed == LXW_NO_ERROR)
		b->failed = error;
}

static void
put_text(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t col,
    const char *text, lxw_format *format)
{
	note_error(b, worksheet_write_string(s, row, col, text, format));
}

/* The name of a box or a region; those of all together have none. */
static const char *
place(const struct report *r, const char *kind, const char *id)
{
	return id[0] == '\0' ? r->lang->texts[TEXT_SHEET_ALL]
			     : words_category(r, kind, id);
}

static const char *
dimension(const struct report *r, const char *name)
{
	static const struct {
		const char *name;
		enum text text;
	} rows[] = {
		{ "total", TEXT_REPORT_DIM_TOTAL },
		{ "theme", TEXT_REPORT_DIM_THEME },
		{ "channel", TEXT_REPORT_DIM_CHANNEL },
		{ "who", TEXT_REPORT_DIM_WHO },
		{ "lang", TEXT_REPORT_DIM_LANG },
		{ "wish", TEXT_REPORT_DIM_WISH },
		{ "polarity", TEXT_REPORT_DIM_POLARITY },
		{ "weight", TEXT_REPORT_DIM_WEIGHT },
		{ "theme-polarity", TEXT_REPORT_DIM_THEME_POLARITY },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].name, name) == 0)
			return r->lang->texts[rows[i].text];
	return name;
}

static const struct {
	enum text title;
	double width;
} columns[] = {
	{ TEXT_SHEET_PERIOD, 12 },
	{ TEXT_REPORT_DIM_BOX, 26 },
	{ TEXT_SHEET_REGION, 20 },
	{ TEXT_SHEET_DIMENSION, 22 },
	{ TEXT_SHEET_CATEGORY, 34 },
	{ TEXT_SHEET_VALUE, 16 },
	{ TEXT_SHEET_STATUS, 12 },
};

#define NCOLUMNS ((lxw_col_t)(sizeof(columns) / sizeof(columns[0])))

static void
row_put(
    struct book *b, lxw_worksheet *s, lxw_row_t row, const struct printed *p)
{
	const struct report *r = b->r;
	char period[PERIOD_TEXT_LEN + 1];

	period_format(p->key.period, period);
	put_text(b, s, row, 0, period, NULL);
	put_text(b, s, row, 1, place(r, "box", p->key.box), NULL);
	put_text(b, s, row, 2, place(r, "region", p->key.region), NULL);
	put_text(b, s, row, 3, dimension(r, p->key.dimension), NULL);
	put_text(b, s, row, 4,
	    words_category(r, p->key.dimension, p->key.category), NULL);
	if (p->status == PRINTED_SHOWN)
		note_error(b,
		    worksheet_write_number(s, row, 5, (double)p->value, NULL));
	else
		put_text(b, s, row, 5, words_figure(r, p).text, NULL);
	put_text(b, s, row, 6, csv_status(p->status), NULL);
}

enum part { PART_THEMES, PART_REGIONS, PART_REST };

static enum part
part_of(const struct cell_key *k)
{
	if (k->region[0] != '\0')
		return PART_REGIONS;
	return strcmp(k->dimension, "theme") == 0 ||
		strcmp(k->dimension, "total") == 0
	    ? PART_THEMES
	    : PART_REST;
}

static lxw_worksheet *
sheet_add(struct book *b, enum text name)
{
	lxw_worksheet *s =
	    workbook_add_worksheet(b->workbook, b->r->lang->texts[name]);

	if (s == NULL)
		note_error(b, LXW_ERROR_SHEETNAME_LENGTH_EXCEEDED);
	return s;
}

/* One sheet with head, rows and a filter over them. */
static void
sheet_figures(struct book *b, enum text name, enum part part)
{
	lxw_worksheet *s = sheet_add(b, name);
	lxw_row_t row = 0;

	if (s == NULL)
		return;
	for (lxw_col_t c = 0; c < NCOLUMNS; c++) {
		worksheet_set_column(s, c, c, columns[c].width, NULL);
		put_text(
		    b, s, 0, c, b->r->lang->texts[columns[c].title], b->head);
	}
	for (size_t i = 0; i < b->r->release->n; i++)
		if (part_of(&b->r->release->items[i].key) == part)
			row_put(b, s, ++row, &b->r->release->items[i]);
	worksheet_freeze_panes(s, 1, 0);
	note_error(b, worksheet_autofilter(s, 0, 0, row, NCOLUMNS - 1));
}

/* A text of the language with its places filled, below the last one. */
static void
line_put(struct book *b, lxw_worksheet *s, lxw_row_t *row, enum text t,
    const struct html_value *v, size_t nv)
{
	struct buf text = BUF_INIT;

	html_fill(&text, b->r->lang->texts[t], v, nv);
	if (buf_cstr(&text) == NULL)
		note_error(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
	else
		put_text(b, s, (*row)++, 0, buf_cstr(&text), b->wrap);
	buf_free(&text);
}

/* What somebody must know who sees only this file. */
static void
sheet_read_me(struct book *b)
{
	static const enum text texts[] = { TEXT_REPORT_MADE_ROUND_A,
		TEXT_REPORT_THEMES_SUB, TEXT_REPORT_MADE_THEME_A,
		TEXT_REPORT_MADE_WHO_A };
	const struct report *r = b->r;
	const struct scope *scope = r->scope;
	struct words base = words_number(PROTECT_BASE);
	struct html_value v = { "base", str_of(base.text) };
	lxw_worksheet *s = sheet_add(b, TEXT_SHEET_READ);
	lxw_row_t row = 2;

	if (s == NULL)
		return;
	worksheet_set_column(s, 0, 0, 90, NULL);
	put_text(b, s, 0, 0, r->conf->organisation, b->head);
	put_text(b, s, 1, 0, words_period(r, scope->period, WORDS_FULL).text,
	    b->wrap);
	if (scope->box != NULL)
		line_put(b, s, &row, TEXT_REPORT_SCOPE_BOX,
		    &(struct html_value){
			"box", str_of(place(r, "box", scope->box)) },
		    1);
	if (scope->region != NULL)
		line_put(b, s, &row, TEXT_REPORT_SCOPE_REGION,
		    &(struct html_value){
			"region", str_of(place(r, "region", scope->region)) },
		    1);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		line_put(b, s, &row, texts[i], &v, 1);
}

static void
book_fill(struct book *b)
{
	lxw_doc_properties properties = { .created = CREATED };

	note_error(b, workbook_set_properties(b->workbook, &properties));
	b->head = workbook_add_format(b->workbook);
	format_set_bold(b->head);
	b->wrap = workbook_add_format(b->workbook);
	format_set_text_wrap(b->wrap);
	sheet_read_me(b);
	sheet_figures(b, TEXT_SHEET_THEMES, PART_THEMES);
	sheet_figures(b, TEXT_SHEET_REGIONS, PART_REGIONS);
	sheet_figures(b, TEXT_SHEET_REST, PART_REST);
}

static int
copy(int fd, FILE *f, struct err *e)
{
	char block[65536];
	ssize_t n;

	if (lseek(fd, 0, SEEK_SET) == -1)
		return err_sys(e, "the workbook");
	while ((n = read(fd, block, sizeof(block))) > 0)
		fwrite(block, 1, (size_t)n, f);
	return n == 0 ? 0 : err_sys(e, "the workbook");
}

static int
book_make(int fd, const struct report *r, struct err *e)
{
	struct book b = { .r = r, .failed = LXW_NO_ERROR };
	char name[64];

	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	b.workbook = workbook_new(name);
	if (b.workbook == NULL)
		return err_set(e, "no memory for the workbook");
	book_fill(&b);
	note_error(&b, workbook_close(b.workbook));
	if (b.failed != LXW_NO_ERROR)
		return err_set(e, "the workbook: %s", lxw_strerror(b.failed));
	return 0;
}

int
xlsx_table_write(FILE *f, const struct report *r, struct err *e)
{
	int fd = memfd_create("gehoor-xlsx", MFD_CLOEXEC);
	int rc;

	if (fd == -1)
		return err_sys(e, "the workbook");
	rc = book_make(fd, r, e);
	if (rc == 0)
		rc = copy(fd, f, e);
	close(fd);
	return rc;
}
