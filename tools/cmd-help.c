/*
 * cmd-help.c - gehoor help: the commands, one command, or the table itself.
 */
#include <string.h>

#include "command.h"
#include "help.h"

static const struct option_row help_options[] = {
	{ 0, "json", NULL, "print the table of commands and options" },
	{ 0, "completion", "SHELL", "print completion for a shell: bash" },
	{ 0, NULL, NULL, NULL },
};

static enum exit_code
help_run(struct invocation *iv)
{
	const char *shell = option_value(iv, "completion");
	const struct command *c;
	struct err e;

	if (shell != NULL && strcmp(shell, "bash") != 0)
		return complain(EXIT_USAGE,
		    "there is completion for bash, not for %s", shell);
	if (shell != NULL) {
		help_bash(stdout);
	} else if (option_value(iv, "json") != NULL) {
		help_json(stdout);
	} else if (iv->argc == 0) {
		help_all(stdout);
	} else {
		c = command_find(iv->argv[0]);
		if (c == NULL) {
			command_unknown(iv->argv[0], &e);
			return complain(EXIT_USAGE, "%s", e.msg);
		}
		help_command(stdout, c);
	}
	return EXIT_DONE;
}

const struct command cmd_help = {
	.name = "help",
	.brief = "explain the commands, or one of them",
	.operands = "[COMMAND]",
	.max_operands = 1,
	.options = help_options,
	.run = help_run,
	.example = "gehoor help ingest",
	.common = true,
};
