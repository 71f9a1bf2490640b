/*
 * site.h - the pages, prepared from texts and boxes at start and on SIGHUP.
 */
#ifndef SITE_H
#define SITE_H

#include "gehoor/conf.h"

struct site;

/* Prepares all pages; warns through log_warn of a form over 8 KB. 0 or -1. */
int site_new(const struct conf *c, struct site **out, struct err *e);
void site_free(struct site **s);

#endif
