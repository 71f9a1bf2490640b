/*
 * form.h - the fields of a submitted form, however they were encoded.
 *
 * Decoders never refuse a body for a small fault: a phone proxy that drops an
 * "=" must not lose somebody's story.  What was odd is counted.  Names and
 * values come out as clean UTF-8 (utf8_clean).
 */
#ifndef GEHOOR_FORM_H
#define GEHOOR_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/buf.h"
#include "gehoor/bytes.h"

#define FORM_MAX_FIELDS 128
#define FORM_MAX_NAME 64

struct form_field {
	size_t name, name_len; /* offsets into store */
	size_t value, value_len;
};

struct form {
	struct form_field fields[FORM_MAX_FIELDS];
	size_t nfields;
	size_t dropped;   /* fields beyond the cap, or with a long name */
	struct buf store; /* wiped by form_free */
};

void form_init(struct form *f);
void form_free(struct form *f);

/*
 * Adds a field, cleaning both.  Beyond FORM_MAX_FIELDS it is counted in
 * dropped, except that the first field named "text" is always kept (it takes
 * the last place).  0, or -1 for no memory.
 */
int form_add(struct form *f, struct str name, struct str value);

/* The value of the first field of that name; p NULL if there is none. */
struct str form_get(const struct form *f, const char *name);
struct str form_name_at(const struct form *f, size_t i);
struct str form_value_at(const struct form *f, size_t i);

/*
 * application/x-www-form-urlencoded as the WHATWG URL standard parses it:
 * "a=1&&b=2", "=x", "a", "%zz" are all accepted.  0, or -1 for no memory.
 */
int form_parse_urlencoded(const uint8_t *p, size_t n, struct form *f);

/*
 * multipart/form-data (RFC 7578) with the given boundary.  Files are skipped
 * (counted in dropped).  -1 if no part could be recognised or no memory;
 * parts found before a fault are kept.
 */
int form_parse_multipart(
    const uint8_t *p, size_t n, struct str boundary, struct form *f);

#endif
