/*
 * limits.h - token buckets: how much may come in, in all and per box.
 *
 * Not per address: forty parents on one Wi-Fi must get through.
 */
#ifndef LIMITS_H
#define LIMITS_H

#include <stdint.h>

#include "gehoor/conf.h"

struct limits;

struct limits *limits_new(const struct conf *c);
void limits_free(struct limits **l);

/*
 * Takes one token of the box and one of all, or neither.  0, or the seconds
 * after which to try again.  now_ms is monotonic.
 */
int limits_take(struct limits *l, const struct conf_box *box, int64_t now_ms);

/* Takes one token for looking up a code. 0, or seconds as above. */
int limits_take_code(struct limits *l, int64_t now_ms);

#endif
