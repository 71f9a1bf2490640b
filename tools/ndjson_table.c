/*
 * ndjson_table.c - a release as JSON, one object on a line.
 */
#include "ndjson_table.h"

#include <inttypes.h>

#include "csv_table.h"
#include "gehoor/json_write.h"

#define BATCH ((size_t)1 << 16) /* bytes gathered between two writes */

static void
row_put(struct buf *b, const struct printed *p)
{
	char period[PERIOD_TEXT_LEN + 1];
	const char *const texts[] = { period, p->key.box, p->key.region,
		p->key.dimension, p->key.category, CSV_MEASURE };
	const size_t n = sizeof(texts) / sizeof(texts[0]);

	period_format(p->key.period, period);
	json_open(b, '{');
	for (size_t i = 0; i < n; i++)
		json_member(b, csv_columns[i], str_of(texts[i]));
	json_key(b, csv_columns[n]);
	if (p->status == PRINTED_SHOWN)
		buf_addf(b, "%" PRIu64, p->value);
	else
		buf_adds(b, "null");
	json_member(b, csv_columns[n + 1], str_of(csv_status(p->status)));
	json_close(b, '}');
	buf_addc(b, '\n');
}

int
ndjson_table_write(FILE *f, const struct release *r, struct err *e)
{
	struct buf b = BUF_INIT;
	int rc;

	for (size_t i = 0; i < r->n; i++) {
		row_put(&b, &r->items[i]);
		if (b.len < BATCH)
			continue;
		fwrite(b.data, 1, b.len, f);
		buf_clear(&b);
	}
	fwrite(b.data, 1, b.len, f);
	rc = b.failed ? err_set(e, "no memory for the figures as JSON") : 0;
	buf_free(&b);
	return rc;
}
