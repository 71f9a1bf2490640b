/*
 * scan_name.h - the words that announce a name, and those that are none.
 *
 * Lists of phrases end with NULL; lists of words are strings " een twee ".
 */
#ifndef SHARED_SCAN_NAME_H
#define SHARED_SCAN_NAME_H

#include "scan_parts.h"

extern const char *const name_says[];
extern const char *const name_owns[];
extern const char *const name_shows[];
extern const char name_titles[];
extern const char name_short_titles[];
extern const char name_roles[];
extern const char *const name_greets[];
extern const char *const name_closes_small[];
extern const char *const name_closes[];
extern const char *const name_kisses[];
extern const char name_titles_behind[];
extern const char name_particles[];
extern const char name_common[];
extern const char name_first_particles[];
extern const char name_articles[];
extern const char name_plain[];

#endif
