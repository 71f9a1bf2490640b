/*
 * command.c - the dispatcher: meets the needs of a command, runs it, and
 * makes sure that what it printed has arrived.
 */
#include "command.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "db.h"
#include "desks.h"
#include "gehoor/crypto.h"
#include "gehoor/note.h"
#include "gehoor/unseal.h"
#include "gehoor/version.h"
#include "help.h"
#include "log_keys.h"
#include "options.h"
#include "reader_file.h"
#include "record_read.h"

#define DEFAULT_CONF "/etc/gehoor/gehoor.conf"

/* What the dispatcher opened, behind the const and the opaque of iv. */
struct opened {
	struct reader_secret *key;
	struct note_verifier *log_keys;
	struct act_desk *desks;
};

static int
need_conf(struct invocation *iv, struct err *e)
{
	const char *path = iv->global[GLOBAL_CONFIG];

	if (path == NULL && access(DEFAULT_CONF, F_OK) == -1)
		return err_set(e,
		    "there is no %s; name the configuration: "
		    "gehoor -c FILE %s",
		    DEFAULT_CONF, iv->command->name);
	return conf_load(path == NULL ? DEFAULT_CONF : path, &iv->conf, e);
}

static int
need_key(struct invocation *iv, struct opened *o, struct err *e)
{
	const char *path = iv->global[GLOBAL_KEY];
	void *room;

	if (path == NULL && iv->conf->reader_key != NULL &&
	    *iv->conf->reader_key != '\0')
		path = iv->conf->reader_key;
	if (path == NULL)
		return err_set(e,
		    "messages are opened with a reader secret: "
		    "give -k FILE or set reader_key in %s",
		    iv->conf->file);
	room = crypto_secret_new(sizeof(*o->key));
	if (room == NULL)
		return err_set(e, "no locked memory for the reader secret");
	o->key = iv->key = room;
	return reader_file_load(
	    path, iv->global[GLOBAL_PASSPHRASE_FILE], o->key, e);
}

static int
need_all(struct invocation *iv, struct opened *o, struct err *e)
{
	const char *alone = iv->command->alone;
	unsigned needs = iv->command->needs;

	if (alone != NULL && option_value(iv, alone) != NULL)
		needs = 0;
	/* Everything else is named in the configuration. */
	if (needs != 0 && need_conf(iv, e) == -1)
		return -1;
	if (needs & NEEDS_LOG_KEYS) {
		if (log_keys_load(iv->conf, &o->log_keys, &iv->nlog_keys, e) ==
			-1 ||
		    desks_load(iv->conf, &o->desks, &iv->ndesks, e) == -1)
			return -1;
		iv->log_keys = o->log_keys;
		iv->desks = o->desks;
	}
	if ((needs & NEEDS_DB) && db_open(iv->conf->database, &iv->db, e) == -1)
		return -1;
	if ((needs & NEEDS_KEY) && need_key(iv, o, e) == -1)
		return -1;
	return 0;
}

static void
release(struct invocation *iv, struct opened *o)
{
	void *key = o->key;

	db_close(&iv->db);
	crypto_secret_free(&key);
	free(o->log_keys);
	free(o->desks);
	conf_free(&iv->conf);
}

static enum exit_code
run(struct invocation *iv)
{
	struct opened o = { NULL, NULL, NULL };
	struct err e;
	enum exit_code code;

	if (need_all(iv, &o, &e) == -1)
		code = complain(EXIT_OTHER, "%s", e.msg);
	else
		code = iv->command->run(iv);
	release(iv, &o);
	return code;
}

/* A full disk behind "gehoor cat >FILE" must not look like success. */
static enum exit_code
flush_stdout(enum exit_code code)
{
	if (fflush(stdout) == EOF || ferror(stdout))
		return complain(EXIT_OTHER, "cannot write all of the output");
	return code;
}

static enum exit_code
usage(const struct invocation *iv, const struct err *e)
{
	complain(EXIT_USAGE, "%s", e->msg);
	if (iv->command != NULL)
		fprintf(stderr, "see: gehoor help %s\n", iv->command->name);
	return EXIT_USAGE;
}

static enum exit_code
dispatch(struct invocation *iv, int argc, char **argv)
{
	struct err e;

	if (options_parse(iv, argc, argv, &e) == -1)
		return usage(iv, &e);
	if (iv->global[GLOBAL_VERSION] != NULL) {
		printf("gehoor %s\n", GEHOOR_VERSION);
		return EXIT_DONE;
	}
	if (iv->global[GLOBAL_HELP] != NULL) {
		if (iv->command == NULL)
			help_all(stdout);
		else
			help_command(stdout, iv->command);
		return EXIT_DONE;
	}
	if (iv->command == NULL && argc == 0) {
		help_short(stdout);
		return EXIT_DONE;
	}
	if (iv->command == NULL)
		return complain(
		    EXIT_USAGE, "no command is named; see: gehoor help");
	if (options_check_operands(iv, &e) == -1)
		return usage(iv, &e);
	return run(iv);
}

int
command_main(int argc, char **argv)
{
	const struct rlimit none = { 0, 0 };
	struct invocation iv = { 0 };
	struct err e;

	/* Opened messages and secrets must not end up in a core file. */
	setrlimit(RLIMIT_CORE, &none);
	record_read_wipes();
	if (crypto_init(&e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	return flush_stdout(
	    dispatch(&iv, argc > 0 ? argc - 1 : 0, argv + (argc > 0)));
}
