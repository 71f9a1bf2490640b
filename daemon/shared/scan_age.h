/*
 * scan_age.h - small numbers, and what is counted with them.
 */
#ifndef SHARED_SCAN_AGE_H
#define SHARED_SCAN_AGE_H

#include "scan_parts.h"

extern const char age_ages[];     /* behind an age: " jaar jr " */
extern const char age_ordinals[]; /* of 3e, 1st */
extern const char age_units[];    /* behind a number that is none: " keer " */

/* A number of at most n digits at i; its value, and where it ends; or 0. */
size_t age_number(struct str t, size_t i, size_t n, unsigned *v);

#endif
