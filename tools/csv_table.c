/*
 * csv_table.c - a release as CSV.
 */
#include "csv_table.h"

#include <inttypes.h>

#include "gehoor/buf.h"

#define BATCH ((size_t)1 << 16) /* bytes gathered between two writes */

const char *const csv_columns[] = { "period", "box", "region", "dimension",
	"category", "measure", "value", "status", NULL };

#define NCOLUMNS (sizeof(csv_columns) / sizeof(csv_columns[0]) - 1)

const char *
csv_status(enum printed_status status)
{
	static const char *const names[] = { [PRINTED_SHOWN] = "shown",
		[PRINTED_UNDER5] = "under5",
		[PRINTED_HIDDEN] = "hidden" };

	return names[status];
}

static void
head_put(struct buf *b, const struct csv_dialect *d)
{
	struct str names[NCOLUMNS];

	for (size_t i = 0; i < NCOLUMNS; i++)
		names[i] = str_of(csv_columns[i]);
	csv_begin(b, d);
	csv_row_put(b, d, names, NCOLUMNS);
}

static void
row_put(struct buf *b, const struct csv_dialect *d, const struct printed *p)
{
	char period[PERIOD_TEXT_LEN + 1], value[24] = "";

	period_format(p->key.period, period);
	if (p->status == PRINTED_SHOWN)
		snprintf(value, sizeof(value), "%" PRIu64, p->value);
	csv_row_put(b, d,
	    (const struct str[]){ str_of(period), str_of(p->key.box),
		str_of(p->key.region), str_of(p->key.dimension),
		str_of(p->key.category), str_of(CSV_MEASURE), str_of(value),
		str_of(csv_status(p->status)) },
	    NCOLUMNS);
}

int
csv_table_write(FILE *f, const struct csv_dialect *d, const struct release *r)
{
	struct buf b = BUF_INIT;
	int rc;

	head_put(&b, d);
	for (size_t i = 0; i < r->n; i++) {
		row_put(&b, d, &r->items[i]);
		if (b.len < BATCH)
			continue;
		fwrite(b.data, 1, b.len, f);
		buf_clear(&b);
	}
	fwrite(b.data, 1, b.len, f);
	rc = b.failed ? -1 : 0;
	buf_free(&b);
	return rc;
}
