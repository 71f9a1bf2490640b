/*
 * import_rejected.c - the rows that were not taken.
 *
 * UTF-8 with a mark, whatever the file was, so that any spreadsheet reads it.
 * A file of that kind that is imported loses its two last columns here.
 */
#include "import_rejected.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "csv_write.h"
#include "output.h"

#define ENDING ".csv"
#define OURS ".rejected.csv"
#define NUMBER "gehoor_row"
#define REASON "gehoor_reason"

struct import_rejected {
	struct output out;
	struct csv_dialect dialect;
	size_t columns; /* that are the file's own */
	struct buf line;
};

char *
import_rejected_name(const char *file)
{
	size_t n = strlen(file), end = strlen(ENDING);
	char *name;

	if (n > end && strcmp(file + n - end, ENDING) == 0)
		n -= end;
	return asprintf(&name, "%.*s" OURS, (int)n, file) == -1 ? NULL : name;
}

static int
row_put(struct import_rejected *r, const struct csv_row *row,
    const char *number, const char *why, struct err *e)
{
	struct str fields[CSV_COLUMNS_MAX + 2];
	size_t n = 0;

	while (n < row->n && n < r->columns) {
		fields[n] = csv_unguarded(row->fields[n]);
		n++;
	}
	while (n < r->columns)
		fields[n++] = (struct str){ "", 0 };
	fields[n++] = str_of(number);
	fields[n++] = str_of(why);
	/* What is too much stands behind: nothing of it is lost. */
	for (size_t i = r->columns; i < row->n && n < CSV_COLUMNS_MAX; i++)
		fields[n++] = csv_unguarded(row->fields[i]);
	buf_clear(&r->line);
	csv_row_put(&r->line, &r->dialect, fields, n);
	if (r->line.failed)
		return err_set(e, "no memory");
	fwrite(r->line.data, 1, r->line.len, r->out.file);
	return 0;
}

/* The columns of the head that are not ours of an earlier time. */
static size_t
own_columns(const struct csv_row *head)
{
	return head->n > 2 && str_is(head->fields[head->n - 2], NUMBER) &&
		str_is(head->fields[head->n - 1], REASON)
	    ? head->n - 2
	    : head->n;
}

int
import_rejected_open(const char *path, char separator,
    const struct csv_row *head, struct import_rejected **out, struct err *e)
{
	struct import_rejected *r;
	struct csv_row own = *head;

	if (access(path, F_OK) == 0)
		return err_set(e,
		    "%s is there already, with rows of before; import it or "
		    "move it away first",
		    path);
	r = calloc(1, sizeof(*r));
	if (r == NULL)
		return err_set(e, "no memory");
	r->dialect = (struct csv_dialect){ NULL, separator, true };
	r->columns = own.n = own_columns(head);
	if (output_open_file(&r->out, path, e) == -1) {
		free(r);
		return -1;
	}
	/* People wrote these rows: they are for nobody else on the machine. */
	(void)fchmod(fileno(r->out.file), 0600);
	csv_begin(&r->line, &r->dialect);
	fwrite(r->line.data, 1, r->line.len, r->out.file);
	if (row_put(r, &own, NUMBER, REASON, e) == 0) {
		*out = r;
		return 0;
	}
	import_rejected_drop(&r);
	return -1;
}

int
import_rejected_add(struct import_rejected *r, const struct csv_row *row,
    const char *why, struct err *e)
{
	char number[24];

	snprintf(number, sizeof(number), "%zu", row->number);
	return row_put(r, row, number, why, e);
}

int
import_rejected_finish(struct import_rejected **r, struct err *e)
{
	int rc = output_finish(&(*r)->out, e);

	import_rejected_drop(r);
	return rc;
}

void
import_rejected_drop(struct import_rejected **r)
{
	if (*r == NULL)
		return;
	output_drop(&(*r)->out);
	buf_free(&(*r)->line);
	free(*r);
	*r = NULL;
}
