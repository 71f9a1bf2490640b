/*
 * generation.h - a configuration and its pages, kept while anybody uses them.
 *
 * A SIGHUP makes a new generation; requests that began under the old one may
 * still point into it until they are answered.
 */
#ifndef GENERATION_H
#define GENERATION_H

struct conf;
struct generation;
struct site;

/* Takes both; the caller has the first use. */
struct generation *generation_new(struct conf *conf, struct site *site);

/* One more use; NULL stays NULL. */
struct generation *generation_hold(struct generation *g);

/* One use less; the last one frees conf and site. */
void generation_release(struct generation **g);

#endif
