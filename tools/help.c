/*
 * help.c - everything that is made from the table of commands: help for
 * people, the table for programs, completion for shells.
 */
#include "help.h"

#include "gehoor/buf.h"
#include "gehoor/json_write.h"
#include "options.h"

#define HELP_COLUMN 28

/* One row: "  -o, --output FILE   where to", aligned if it fits. */
static void
print_option(FILE *f, const struct option_row *row)
{
	int used;

	if (row->letter != 0)
		used = fprintf(f, "  -%c, --%s", row->letter, row->name);
	else
		used = fprintf(f, "      --%s", row->name);
	if (row->arg != NULL)
		used += fprintf(f, " %s", row->arg);
	fprintf(f, "%*s%s\n", used < HELP_COLUMN ? HELP_COLUMN - used : 2, "",
	    row->help);
}

static void
print_options(FILE *f, const char *title, const struct option_row *row)
{
	if (row == NULL || row->name == NULL)
		return;
	fprintf(f, "\n%s:\n", title);
	for (; row->name != NULL; row++)
		print_option(f, row);
}

/* All of them, or the ones that everybody needs. */
static void
print_commands(FILE *f, bool all)
{
	size_t i;

	for (i = 0; commands[i] != NULL; i++)
		if (all || commands[i]->common)
			fprintf(f, "  %-10s  %s\n", commands[i]->name,
			    commands[i]->brief);
}

void
help_short(FILE *f)
{
	fputs("gehoor reads what gehoord collected and sealed.\n"
	      "usage: gehoor [-c FILE] [-k FILE] COMMAND [OPTION ...]\n\n",
	    f);
	print_commands(f, false);
	fputs("\nall commands: gehoor help; one of them: gehoor help COMMAND\n",
	    f);
}

void
help_all(FILE *f)
{
	fputs("gehoor reads what gehoord collected and sealed.\n"
	      "usage: gehoor [-c FILE] [-k FILE] [--passphrase-file FILE] "
	      "COMMAND\n",
	    f);
	fputs("\nexamples:\n", f);
	fputs("  gehoor keygen -o reader.key\n"
	      "  gehoor ingest && gehoor stat\n",
	    f);
	fputs("\ncommands:\n", f);
	print_commands(f, true);
	print_options(f, "options of every command", global_options);
	fputs("\nexit: 0 done, 1 the check failed, 2 usage, "
	      "3 the data is damaged, 4 anything else\n",
	    f);
}

void
help_command(FILE *f, const struct command *c)
{
	fprintf(f, "gehoor %s: %s\n", c->name, c->brief);
	fprintf(f, "usage: gehoor %s%s%s%s\n", c->name,
	    c->options != NULL && c->options->name != NULL ? " [OPTION ...]"
							   : "",
	    *c->operands == '\0' ? "" : " ", c->operands);
	if (c->example != NULL)
		fprintf(f, "\nexample:\n  %s\n", c->example);
	print_options(f, "options", c->options);
	print_options(f, "options of every command", global_options);
}

static void
json_options(struct buf *b, const struct option_row *row)
{
	char letter[2] = "";

	json_key(b, "options");
	json_open(b, '[');
	for (; row != NULL && row->name != NULL; row++) {
		letter[0] = row->letter;
		json_open(b, '{');
		json_member(b, "letter", str_of(letter));
		json_member(b, "name", str_of(row->name));
		json_member(b, "arg", str_of(row->arg));
		json_member(b, "help", str_of(row->help));
		json_close(b, '}');
	}
	json_close(b, ']');
}

void
help_json(FILE *f)
{
	struct buf b = BUF_INIT;
	size_t i;

	json_open(&b, '{');
	json_options(&b, global_options);
	json_key(&b, "commands");
	json_open(&b, '[');
	for (i = 0; commands[i] != NULL; i++) {
		json_open(&b, '{');
		json_member(&b, "name", str_of(commands[i]->name));
		json_member(&b, "brief", str_of(commands[i]->brief));
		json_member(&b, "operands", str_of(commands[i]->operands));
		json_options(&b, commands[i]->options);
		json_close(&b, '}');
	}
	json_close(&b, ']');
	json_close(&b, '}');
	fwrite(b.data, 1, b.len, f);
	fputc('\n', f);
	buf_free(&b);
}

/* The words of the rows, and those after which a file name comes. */
static void
bash_words(FILE *f, const struct option_row *row)
{
	for (; row != NULL && row->name != NULL; row++) {
		fprintf(f, " --%s", row->name);
		if (row->letter != 0)
			fprintf(f, " -%c", row->letter);
	}
}

void
help_bash(FILE *f)
{
	size_t i;

	fputs("# bash completion of gehoor; made by: "
	      "gehoor help --completion bash\n"
	      "_gehoor()\n{\n"
	      "\tlocal word=${COMP_WORDS[COMP_CWORD]} command= i\n"
	      "\tlocal words=\"",
	    f);
	for (i = 0; commands[i] != NULL; i++)
		fprintf(f, "%s%s", i == 0 ? "" : " ", commands[i]->name);
	fputs("\" all=\"", f);
	bash_words(f, global_options);
	fputs(
	    "\"\n"
	    "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	    "\t\tcase \" $words \" in\n"
	    "\t\t*\" ${COMP_WORDS[i]} \"*) command=${COMP_WORDS[i]}; break;;\n"
	    "\t\tesac\n"
	    "\tdone\n"
	    "\tcase $command in\n",
	    f);
	for (i = 0; commands[i] != NULL; i++) {
		fprintf(f, "\t%s) all+=\"", commands[i]->name);
		bash_words(f, commands[i]->options);
		fputs("\";;\n", f);
	}
	fputs("\t*) [[ $word == -* ]] || all=$words;;\n"
	      "\tesac\n"
	      "\tCOMPREPLY=($(compgen -W \"$all\" -- \"$word\"))\n"
	      "}\n"
	      "complete -o default -F _gehoor gehoor\n",
	    f);
}
