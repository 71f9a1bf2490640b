/*
 * doubt.c - how far a message is from being clear.
 */
#include "doubt.h"

#include <stdlib.h>

#include "themes.h"

struct doubter {
	const struct conf *conf;
	struct themes *themes;
	struct themes_scratch *scratch;
};

int
doubter_new(const struct conf *c, struct doubter **out, struct err *e)
{
	struct doubter *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return err_set(e, "no memory");
	d->conf = c;
	if (themes_new(c, &d->themes, e) == 0 &&
	    (d->scratch = themes_scratch_new(d->themes)) == NULL)
		err_set(e, "no memory");
	if (d->scratch == NULL) {
		doubter_free(&d);
		return -1;
	}
	*out = d;
	return 0;
}

void
doubter_free(struct doubter **d)
{
	if (*d == NULL)
		return;
	themes_scratch_free(&(*d)->scratch);
	themes_free(&(*d)->themes);
	free(*d);
	*d = NULL;
}

double
doubt_of(struct doubter *d, struct str text)
{
	struct theme_found found[THEMES_MAX];
	double doubt = 0;

	themes_ranked(text, d->scratch, found);
	for (size_t i = 0; i < d->conf->nthemes && i < THEMES_MAX; i++) {
		double p = (double)themes_likelihood(d->scratch, i);

		doubt += p < 0.5 ? p : 1 - p;
	}
	return doubt;
}
