/*
 * reload.c - a new configuration while running (SIGHUP).
 *
 * Everything is made beside the old; only when all of it is there does it
 * take the old one's place.
 */
#include "reload.h"

#include <string.h>

#include "generation.h"
#include "journal.h"
#include "limits.h"
#include "log.h"
#include "site.h"

/* Settings that are looked at only at the start. */
static void
warn_fixed(const struct conf *a, const struct conf *b)
{
	const struct {
		const char *name, *was, *is;
	} fixed[] = {
		{ "state", a->state, b->state },
		{ "runtime", a->runtime, b->runtime },
		{ "admin", a->admin, b->admin },
		{ "sign_key", a->sign_key, b->sign_key },
		{ "pepper", a->pepper, b->pepper },
	};
	bool same = a->listen.n == b->listen.n;
	size_t i;

	for (i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (strcmp(fixed[i].was, fixed[i].is) != 0)
			log_warn("%s: takes effect at the next start",
			    fixed[i].name);
	for (i = 0; same && i < a->listen.n; i++)
		same = strcmp(a->listen.items[i], b->listen.items[i]) == 0;
	if (!same)
		log_warn("listen: takes effect at the next start");
}

int
reload(struct app *app, struct generation **g, const char *file, struct err *e)
{
	struct conf *conf = NULL;
	struct site *site = NULL;

	if (conf_load(file, &conf, e) == -1)
		return -1;
	if (conf_check_readers(conf, e) == -1 ||
	    site_new(conf, &site, e) == -1 ||
	    journal_reload(app->journal, conf, e) == -1) {
		site_free(&site);
		conf_free(&conf);
		return -1;
	}
	warn_fixed(app->conf, conf);
	limits_free(&app->limits);
	app->limits = limits_new(conf);
	app->conf = conf;
	app->site = site;
	generation_release(g);
	*g = generation_new(conf, site);
	return 0;
}
