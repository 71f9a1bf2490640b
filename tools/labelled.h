/*
 * labelled.h - messages with themes somebody gave them, one JSON object a
 * line: {"text": "...", "themes": ["wachten", ...]}; other keys are ignored.
 */
#ifndef LABELLED_H
#define LABELLED_H

#include <stdint.h>

#include "gehoor/bytes.h"
#include "gehoor/conf.h"
#include "gehoor/err.h"

/* text lasts for the call; bit i of themes: about c->themes[i]. 0 or -1. */
typedef int labelled_fn(struct str text, uint64_t themes, void *arg);

/*
 * Hands every message of the file to fn, marks of personal data
 * ("[[naam:Anna]]") taken off.  0; or -1 with the file and the line, also
 * where a theme is not in the configuration, and where fn returned -1.
 */
int labelled_read(const char *path, const struct conf *c, labelled_fn *fn,
    void *arg, struct err *e);

/* The same of one line. */
int labelled_line(struct str line, const struct conf *c, labelled_fn *fn,
    void *arg, struct err *e);

#endif
