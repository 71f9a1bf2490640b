/*
 * command.h - a subcommand of gehoor, and what it may ask of the dispatcher.
 *
 * One cmd-NAME.c per subcommand holds one const struct command; command.c
 * lists them.  The table makes help, completion and the check that the
 * manual page is complete.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include <stdbool.h>
#include <stdio.h>

#include "gehoor/conf.h"
#include "gehoor/err.h"

enum exit_code {
	EXIT_DONE = 0,
	EXIT_CHECK_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_DAMAGED = 3,
	EXIT_OTHER = 4
};

enum command_needs {
	NEEDS_CONF = 1,    /* iv->conf */
	NEEDS_KEY = 2,     /* iv->key: the reader secret, unlocked */
	NEEDS_DB = 4,      /* iv->db: open, schema current */
	NEEDS_LOG_KEYS = 8 /* iv->log_keys, iv->desks: who signs what */
};

struct option_row {
	char letter;      /* 0: long only */
	const char *name; /* "period" for --period */
	const char *arg;  /* what stands for the value in help; NULL: flag */
	const char *help;
};

#define COMMAND_MAX_OPTIONS 16

/* Options of every command, before or after its name (options.c). */
enum global_option {
	GLOBAL_CONFIG,
	GLOBAL_KEY,
	GLOBAL_PASSPHRASE_FILE,
	GLOBAL_QUIET,
	GLOBAL_HELP,
	GLOBAL_VERSION,
	GLOBAL_COUNT
};

struct reader_secret;
struct sqlite3;
struct note_verifier;
struct act_desk;

/* One run of a command. */
struct invocation {
	const struct command *command;
	struct conf *conf;
	struct reader_secret *key;
	struct sqlite3 *db;
	const struct note_verifier *log_keys;
	size_t nlog_keys;
	const struct act_desk *desks;
	size_t ndesks;
	const char *value[COMMAND_MAX_OPTIONS]; /* NULL: not given */
	const char *global[GLOBAL_COUNT];       /* likewise */
	int argc;                               /* operands */
	char **argv;
	bool quiet;
};

struct command {
	const char *name;
	const char *brief;                /* one line, small letter first */
	const char *operands;             /* "[BOX ...]" or "" */
	int min_operands, max_operands;   /* max -1: any */
	const struct option_row *options; /* ends with name NULL */
	unsigned needs;
	const char *alone;    /* an option that lifts needs, or NULL */
	unsigned alone_needs; /* what is needed with it */
	enum exit_code (*run)(struct invocation *iv);
	const char *example; /* one line */
	bool common;         /* told to who types only "gehoor" */
};

/* Value of an option by its long name; NULL if not given ("" for a flag). */
const char *option_value(const struct invocation *iv, const char *name);

/* All commands in the order of help: one line and one file each. */
#define COMMANDS(X) \
	X(keygen) \
	X(verify) \
	X(cat) \
	X(ingest) \
	X(find) \
	X(classify) \
	X(train) \
	X(label) \
	X(themes) \
	X(quote) \
	X(stat) \
	X(reply) \
	X(erase) \
	X(expire) \
	X(witness) \
	X(backup) \
	X(restore) \
	X(report) \
	X(export) \
	X(import) \
	X(audit) \
	X(poster) \
	X(publish) \
	X(redact) \
	X(sms_in) \
	X(sms_test) \
	X(help)

#define X(name) extern const struct command cmd_##name;
COMMANDS(X)
#undef X
extern const struct command *const commands[]; /* ends with NULL */

/* The command of that name, or NULL. */
const struct command *command_find(const char *name);
/* Says that there is none, and which was probably meant. Always -1. */
int command_unknown(const char *name, struct err *e);

/* Parses the words, meets the needs, runs. Returns the exit code. */
int command_main(int argc, char **argv);

/* "gehoor: ..." on stderr. complain returns the exit code it is given. */
enum exit_code complain(enum exit_code code, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A finding_fn for who reads a log on the way: damage, and nothing else. */
struct finding;
void complain_finding(const struct finding *f, void *arg);
void say(const struct invocation *iv, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
