/*
 * import_date.h - what people write as a date, as the ISO week it is in.
 */
#ifndef IMPORT_DATE_H
#define IMPORT_DATE_H

#include "gehoor/bytes.h"
#include "gehoor/err.h"
#include "gehoor/week.h"

/*
 * Reads yyyy-Www, yyyy-mm-dd or dd-mm-yyyy (the day first, also with points
 * or slashes, one digit for nine).  A time behind the day is passed over and
 * kept nowhere.  0, or -1: e says what is wrong, and never quotes the text.
 */
int import_date_read(struct str text, struct week *out, struct err *e);

#endif
