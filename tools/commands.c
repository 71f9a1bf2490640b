/*
 * commands.c - the table of commands (the list itself is in command.h).
 */
#include <string.h>

#include "command.h"
#include "gehoor/suggest.h"

const struct command *const commands[] = {
#define X(name) &cmd_##name,
	COMMANDS(X)
#undef X
	    NULL
};

const struct command *
command_find(const char *name)
{
	size_t i;

	for (i = 0; commands[i] != NULL; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

int
command_unknown(const char *name, struct err *e)
{
	struct suggest s = SUGGEST_INIT(name);
	size_t i;

	for (i = 0; commands[i] != NULL; i++)
		suggest_offer(&s, commands[i]->name);
	if (s.nearest != NULL)
		return err_set(e, "there is no command %s; did you mean %s?",
		    name, s.nearest);
	return err_set(e, "there is no command %s; see: gehoor help", name);
}
