/*
 * quarantine.h - which messages wait for a person before they count.
 */
#ifndef QUARANTINE_H
#define QUARANTINE_H

#include <stdbool.h>

#include "gehoor/record.h"

/*
 * The rule: a message waits if the field that people cannot see was filled
 * in ("honeypot").  Nothing else that was seen keeps a message back: a token
 * is missing or stale for whoever read long or came by a saved page, and who
 * is upset writes fast.  The same record always gets the same answer.
 */
bool quarantine_holds(const struct record *r);

#endif
