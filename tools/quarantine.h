/*
 * quarantine.h - which messages wait for a person before they count.
 *
 * The rule.  A message waits if the field that people cannot see was filled
 * in ("honeypot").  It also waits if it reads like spam and something else
 * speaks for that: it came without a form ("no-token"), or quicker than people
 * write ("fast"), or has a link in it.  One sign alone keeps nothing back:
 * short and clumsy messages read like spam too, a token is missing for whoever
 * came by a saved page, and who is upset writes fast.  The same record always
 * gets the same answer.
 */
#ifndef QUARANTINE_H
#define QUARANTINE_H

#include <stdbool.h>

#include "appraise.h"
#include "gehoor/record.h"

/* Whether it waits whatever it says. */
bool quarantine_holds(const struct record *r);

/* Whether something was seen that makes spam likelier. */
bool quarantine_doubts(const struct record *r);

/* Whether it waits for what it says; doubted: of quarantine_doubts. */
bool quarantine_holds_spam(const struct appraisal *a, bool doubted);

#endif
