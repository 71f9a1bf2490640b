/*
 * ndjson_table.c - a release as JSON, one object on a line.
 */
#include "ndjson_table.h"

#include <jansson.h>

#include "csv_table.h"

static json_t *
row_json(const struct printed *p)
{
	char period[PERIOD_TEXT_LEN + 1];
	const char *const texts[] = { period, p->key.box, p->key.region,
		p->key.dimension, p->key.category, CSV_MEASURE };
	const size_t n = sizeof(texts) / sizeof(texts[0]);
	json_t *o = json_object();

	period_format(p->key.period, period);
	for (size_t i = 0; i < n; i++)
		json_object_set_new(o, csv_columns[i], json_string(texts[i]));
	json_object_set_new(o, csv_columns[n],
	    p->status == PRINTED_SHOWN ? json_integer((json_int_t)p->value)
				       : json_null());
	json_object_set_new(
	    o, csv_columns[n + 1], json_string(csv_status(p->status)));
	return o;
}

int
ndjson_table_write(FILE *f, const struct release *r, struct err *e)
{
	for (size_t i = 0; i < r->n; i++) {
		json_t *o = row_json(&r->items[i]);
		int rc = json_dumpf(o, f, JSON_COMPACT);

		json_decref(o);
		if (rc == -1)
			return err_set(e, "cannot write the figures as JSON");
		fputc('\n', f);
	}
	return 0;
}
