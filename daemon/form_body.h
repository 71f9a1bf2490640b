/*
 * form_body.h - the fields of a post, however they were encoded.
 */
#ifndef FORM_BODY_H
#define FORM_BODY_H

#include "exchange.h"
#include "gehoor/form.h"

/*
 * Reads the body by its Content-Type; f is initialised in any case and must
 * be freed.  0, or -1 (f->store.failed: no memory; else it is malformed).
 */
int form_body(const struct exchange *x, struct form *f);

#endif
