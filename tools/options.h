/*
 * options.h - the words of the command line, read by the rows of a command.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "command.h"
#include "gehoor/err.h"

/* The options of every command; indexed by enum global_option. */
extern const struct option_row global_options[GLOBAL_COUNT + 1];

/*
 * Fills command, values, operands and quiet of iv from the words after the
 * program's name; moves the operands to the front of argv.  Options may stand
 * before or after the name of the command, "--" ends them.  0; or -1 with
 * the reason, and then as much is filled as was understood.  iv->command
 * stays NULL if no command was named.
 */
int options_parse(struct invocation *iv, int argc, char **argv, struct err *e);

/* Whether the number of operands is right for the command. 0 or -1. */
int options_check_operands(const struct invocation *iv, struct err *e);

#endif
