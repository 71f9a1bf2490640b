/*
 * generation.c - a configuration and its pages, kept while anybody uses them.
 */
#include "generation.h"

#include <stdlib.h>

#include "gehoor/conf.h"
#include "log.h"
#include "site.h"

struct generation {
	struct conf *conf;
	struct site *site;
	size_t users;
};

struct generation *
generation_new(struct conf *conf, struct site *site)
{
	struct generation *g;

	if ((g = calloc(1, sizeof(*g))) == NULL)
		fatal("configuration");
	g->conf = conf;
	g->site = site;
	g->users = 1;
	return g;
}

struct generation *
generation_hold(struct generation *g)
{
	if (g != NULL)
		g->users++;
	return g;
}

void
generation_release(struct generation **g)
{
	struct generation *old = *g;

	*g = NULL;
	if (old == NULL || --old->users > 0)
		return;
	site_free(&old->site);
	conf_free(&old->conf);
	free(old);
}
