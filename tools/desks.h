/*
 * desks.h - the registered desks of a configuration: whose signatures on
 * acts count, and for which roles.
 */
#ifndef DESKS_H
#define DESKS_H

#include "gehoor/act_file.h"
#include "gehoor/conf.h"
#include "gehoor/err.h"

/*
 * The desks in the order of the configuration.  0 and *out is owned by the
 * caller (free), or -1.
 */
int desks_load(
    const struct conf *c, struct act_desk **out, size_t *n, struct err *e);

/* The bit of a role in act_desk.roles; 0: there is no such role. */
unsigned desk_role(const char *name);

/*
 * In which role somebody at the desk acts: as asked for, or the only one it
 * has.  NULL: e says what to do with the option that asks.
 */
const char *desk_acts_as(const struct conf_desk *desk, const char *asked,
    const char *option, struct err *e);

/* The desk that has this public key, or NULL. */
const struct conf_desk *
desk_of_key(const struct conf *c, const uint8_t pk[static 32]);

#endif
