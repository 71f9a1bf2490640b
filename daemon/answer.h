/*
 * answer.h - filling in the response of an exchange.
 */
#ifndef ANSWER_H
#define ANSWER_H

#include "exchange.h"
#include "sheet.h"

/* Whether the sender would rather have JSON; a JSON post gets it unasked. */
bool answer_as_json(const struct exchange *x);

/*
 * A prepared page: compressed for who takes that, never compressed, or
 * written for v.
 */
void answer_fixed(struct exchange *x, int status, const struct sheet *s);
void answer_plain(struct exchange *x, int status, const struct sheet *s);
void answer_sheet(struct exchange *x, int status, const struct sheet *s,
    const struct sheet_view *v);

/* The empty form with that token: nothing typed, so it may be compressed. */
void answer_form(struct exchange *x, const struct sheet *s, struct str token);

/* An object with one or two members; key2 may be NULL. */
void answer_json(struct exchange *x, int status, const char *key,
    struct str value, const char *key2, struct str value2);

/* A body of any media type (a constant); the body is copied. */
void
answer_typed(struct exchange *x, int status, const char *type, struct str body);

/* Plain text; what must outlive the exchange is copied. */
void answer_text(struct exchange *x, int status, struct str text);

#endif
