/*
 * help.h - everything that is made from the table of commands.
 */
#ifndef HELP_H
#define HELP_H

#include <stdio.h>

#include "command.h"

void help_short(FILE *f); /* bare gehoor: what it is, where to begin */
void help_all(FILE *f);   /* all commands, options of every command */
void help_command(FILE *f, const struct command *c);
void help_json(FILE *f); /* the table, for programs */
void help_bash(FILE *f); /* completion */

#endif
