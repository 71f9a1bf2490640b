/*
 * main.c - gehoord: reads the command line and the configuration.
 */
#include <stdio.h>

#include "alloc.h"
#include "gehoor/clock.h"
#include "gehoor/conf.h"
#include "gehoor/crypto.h"
#include "harden.h"
#include "log.h"
#include "options.h"
#include "server.h"
#include "site.h"
#include "tls.h"

static enum server_exit
print_conf(const struct conf *c)
{
	struct buf b = BUF_INIT;
	enum server_exit status = EXIT_STOPPED;

	conf_print(c, &b);
	if (b.failed || fwrite(b.data, 1, b.len, stdout) != b.len ||
	    fflush(stdout) != 0) {
		log_warn("the configuration could not be printed");
		status = EXIT_FAILED;
	}
	buf_free(&b);
	return status;
}

/* Also makes the pages, so that what passes here starts. */
static enum server_exit
check_conf(const struct conf *c)
{
	struct site *site = NULL;
	struct tls *tls = NULL;
	struct err e;

	if (tls_of_conf(c, clock_now(), &tls, &e) == -1 ||
	    site_new(c, clock_now(), &site, &e) == -1) {
		tls_free(&tls);
		log_warn("%s", e.msg);
		return EXIT_START;
	}
	tls_free(&tls);
	site_free(&site);
	return EXIT_STOPPED;
}

static enum server_exit
start(const struct options *o)
{
	enum server_exit status = EXIT_STOPPED;
	struct conf *conf = NULL;
	struct err e;

	if (harden_process(&e) == -1 || alloc_init(&e) == -1 ||
	    crypto_init(&e) == -1 || conf_load(o->conf, &conf, &e) == -1 ||
	    conf_check_readers(conf, &e) == -1) {
		log_warn("%s", e.msg);
		conf_free(&conf);
		return EXIT_START;
	}
	if (o->print)
		status = print_conf(conf);
	if (o->check && status == EXIT_STOPPED)
		status = check_conf(conf);
	if (o->check || status != EXIT_STOPPED) {
		conf_free(&conf);
		return status;
	}
	return server_run(o->conf, conf);
}

int
main(int argc, char **argv)
{
	struct options o;

	if (options_parse(argc, argv, &o) == -1)
		return EXIT_USAGE;
	if (o.help)
		return options_help() == 0 ? EXIT_STOPPED : EXIT_FAILED;
	return (int)start(&o);
}
