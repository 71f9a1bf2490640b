/*
 * reload.c - a new configuration while running (SIGHUP).
 *
 * Everything is made beside the old; only when all of it is there does it
 * take the old one's place.
 */
#include "reload.h"

#include <string.h>

#include "gehoor/clock.h"
#include "generation.h"
#include "journal.h"
#include "limits.h"
#include "log.h"
#include "site.h"
#include "tls.h"

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

/* Where TLS is spoken already, there must be a certificate. */
static int
make_tls(const struct conf *c, const struct tls *was, struct tls **out,
    struct err *e)
{
	if (was != NULL && *c->tls_certificate == '\0')
		return err_set(e,
		    "tls_certificate: it is in use; it can be left out at the "
		    "next start only");
	return tls_of_conf(c, clock_now(), out, e);
}

int
reload(struct app *app, struct generation **g, const char *file, struct tls **t,
    struct err *e)
{
	struct conf *conf = NULL;
	struct site *site = NULL;
	struct tls *tls = NULL;

	if (conf_load(file, &conf, e) == -1)
		return -1;
	if (conf_check_readers(conf, e) == -1 ||
	    make_tls(conf, *t, &tls, e) == -1 ||
	    site_new(conf, clock_now(), &site, e) == -1 ||
	    journal_reload(app->journal, conf, e) == -1) {
		tls_free(&tls);
		site_free(&site);
		conf_free(&conf);
		return -1;
	}
	warn_fixed(app->conf, conf);
	tls_free(t); /* connections hold on to what they use */
	*t = tls;
	limits_free(&app->limits);
	app->limits = limits_new(conf);
	app->conf = conf;
	app->site = site;
	generation_release(g);
	*g = generation_new(conf, site);
	return 0;
}
