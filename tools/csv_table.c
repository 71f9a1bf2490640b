/*
 * csv_table.c - a release as CSV.
 *
 * libcsv quotes the fields; separators and line ends are ours, because its
 * writing half knows neither.
 */
#include "csv_table.h"

#include <csv.h>
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "gehoor/buf.h"

/* What needs no quotes, whatever the separator. */
#define PLAIN \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" \
	"0123456789_-"

const struct csv_dialect csv_dialects[] = {
	{ "rfc4180", ',', false },
	{ "excel-nl", ';', true },
	{ NULL, 0, false },
};

const char *const csv_columns[] = { "period", "box", "region", "dimension",
	"category", "measure", "value", "status", NULL };

const struct csv_dialect *
csv_dialect_find(const char *name)
{
	for (size_t i = 0; csv_dialects[i].name != NULL; i++)
		if (strcmp(csv_dialects[i].name, name) == 0)
			return &csv_dialects[i];
	return NULL;
}

const char *
csv_status(enum printed_status status)
{
	static const char *const names[] = { [PRINTED_SHOWN] = "shown",
		[PRINTED_UNDER5] = "under5",
		[PRINTED_HIDDEN] = "hidden" };

	return names[status];
}

/*
 * One text field, quoted only where it must be.  Quoting does not keep a
 * spreadsheet from computing what begins like a formula; an apostrophe does.
 */
static void
text_field(FILE *f, const char *text)
{
	struct buf guarded = BUF_INIT;

	if (text[strspn(text, PLAIN)] == '\0' && text[0] != '-') {
		fputs(text, f);
		return;
	}
	if (strchr("=+-@\t\r", text[0]) != NULL)
		buf_addc(&guarded, '\'');
	buf_adds(&guarded, text);
	csv_fwrite(f, guarded.data, guarded.len);
	buf_free(&guarded);
}

static void
row_write(FILE *f, const struct csv_dialect *d, const struct printed *p)
{
	char period[PERIOD_TEXT_LEN + 1];
	const char *const texts[] = { period, p->key.box, p->key.region,
		p->key.dimension, p->key.category, CSV_MEASURE };

	period_format(p->key.period, period);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		text_field(f, texts[i]);
		fputc(d->separator, f);
	}
	if (p->status == PRINTED_SHOWN)
		fprintf(f, "%" PRIu64, p->value);
	fprintf(f, "%c%s\r\n", d->separator, csv_status(p->status));
}

void
csv_table_write(FILE *f, const struct csv_dialect *d, const struct release *r)
{
	if (d->bom)
		fputs("\xef\xbb\xbf", f);
	for (size_t i = 0; csv_columns[i] != NULL; i++)
		fprintf(f, "%s%s", csv_columns[i],
		    csv_columns[i + 1] == NULL
			? "\r\n"
			: (char[]){ d->separator, '\0' });
	for (size_t i = 0; i < r->n; i++)
		row_write(f, d, &r->items[i]);
}
