/*
 * options.c - the words of the command line, read by the rows of a command.
 *
 * "-o FILE", "-oFILE", "--output FILE", "--output=FILE", "-qj" (two flags),
 * "--" and "-" (an operand) mean what they mean everywhere.  Names are never
 * abbreviated, so that scripts keep working when an option is added.
 */
#include "options.h"

#include <string.h>

#include "gehoor/suggest.h"

const struct option_row global_options[GLOBAL_COUNT + 1] = {
	[GLOBAL_CONFIG] = { 'c', "config", "FILE", "read this configuration" },
	[GLOBAL_KEY] = { 'k', "key", "FILE",
	    "secret key to use: a reader's, or a witness's" },
	[GLOBAL_PASSPHRASE_FILE] = { 0, "passphrase-file", "FILE",
	    "take the passphrase from the first line of this file" },
	[GLOBAL_QUIET] = { 'q', "quiet", NULL, "say only what went wrong" },
	[GLOBAL_HELP] = { 'h', "help", NULL, "explain the command" },
	[GLOBAL_VERSION] = { 'V', "version", NULL, "print the version" },
	[GLOBAL_COUNT] = { 0, NULL, NULL, NULL },
};

/* The words that are still to be read. */
struct words {
	struct invocation *iv;
	int argc;
	char **argv;
	int next;
	int operands; /* moved to the front of argv so far */
};

const char *
option_value(const struct invocation *iv, const char *name)
{
	const struct option_row *row = iv->command->options;
	size_t i;

	for (i = 0; row != NULL && row[i].name != NULL; i++)
		if (strcmp(row[i].name, name) == 0)
			return iv->value[i];
	return NULL;
}

/* The row with that letter (or else that name of n bytes), or NULL. */
static const struct option_row *
row_find(const struct option_row *rows, char letter, const char *name, size_t n)
{
	const struct option_row *row;

	for (row = rows; row != NULL && row->name != NULL; row++) {
		if (letter != 0 && row->letter == letter)
			return row;
		if (letter == 0 && strlen(row->name) == n &&
		    memcmp(row->name, name, n) == 0)
			return row;
	}
	return NULL;
}

/* Looks in the command's rows, then in those of every command. */
static const struct option_row *
find(struct invocation *iv, char letter, const char *name, size_t n,
    const char ***slot)
{
	const struct option_row *rows =
	    iv->command == NULL ? NULL : iv->command->options;
	const struct option_row *row = row_find(rows, letter, name, n);

	if (row != NULL) {
		*slot = &iv->value[row - rows];
		return row;
	}
	row = row_find(global_options, letter, name, n);
	if (row != NULL)
		*slot = &iv->global[row - global_options];
	return row;
}

static int
unknown_long(
    const struct invocation *iv, const char *word, size_t n, struct err *e)
{
	char name[64];
	struct suggest s = SUGGEST_INIT(name);
	const struct option_row *row;

	if (n >= sizeof(name))
		return err_set(e, "there is no option %s", word);
	memcpy(name, word + 2, n);
	name[n] = '\0';
	if (iv->command != NULL)
		for (row = iv->command->options;
		     row != NULL && row->name != NULL; row++)
			suggest_offer(&s, row->name);
	for (row = global_options; row->name != NULL; row++)
		suggest_offer(&s, row->name);
	if (s.nearest != NULL)
		return err_set(e, "there is no option --%s; did you mean --%s?",
		    name, s.nearest);
	if (iv->command == NULL)
		return err_set(
		    e, "there is no option --%s before a command", name);
	return err_set(e, "%s has no option --%s", iv->command->name, name);
}

static int
take_value(const struct option_row *row, const char **slot, const char *value,
    struct err *e)
{
	if (row->arg != NULL && (value == NULL || *value == '\0'))
		return err_set(e, "--%s needs a value: --%s %s", row->name,
		    row->name, row->arg);
	if (*slot != NULL && row->arg != NULL)
		return err_set(e, "--%s is given twice", row->name);
	*slot = row->arg == NULL ? "" : value;
	return 0;
}

/* The word after this one, as the value of an option; NULL at the end. */
static const char *
next_word(struct words *w)
{
	return w->next < w->argc ? w->argv[w->next++] : NULL;
}

static int
parse_long(struct words *w, const char *word, struct err *e)
{
	const char *name = word + 2, *equals = strchr(name, '=');
	size_t n = equals == NULL ? strlen(name) : (size_t)(equals - name);
	const char **slot = NULL;
	const struct option_row *row = find(w->iv, 0, name, n, &slot);

	if (row == NULL)
		return unknown_long(w->iv, word, n, e);
	if (row->arg == NULL && equals != NULL)
		return err_set(e, "--%s takes no value", row->name);
	if (row->arg == NULL)
		return take_value(row, slot, NULL, e);
	return take_value(
	    row, slot, equals != NULL ? equals + 1 : next_word(w), e);
}

/* One word of letters; the first that takes a value takes the rest. */
static int
parse_letters(struct words *w, const char *word, struct err *e)
{
	const struct option_row *row;
	const char **slot = NULL;
	const char *p;

	for (p = word + 1; *p != '\0'; p++) {
		row = find(w->iv, *p, NULL, 0, &slot);
		if (row == NULL && w->iv->command == NULL)
			return err_set(
			    e, "there is no option -%c before a command", *p);
		if (row == NULL)
			return err_set(e, "%s has no option -%c",
			    w->iv->command->name, *p);
		if (row->arg != NULL)
			return take_value(
			    row, slot, p[1] != '\0' ? p + 1 : next_word(w), e);
		if (take_value(row, slot, NULL, e) == -1)
			return -1;
	}
	return 0;
}

/* The first operand names the command, the others are its own. */
static int
take_operand(struct words *w, char *word, struct err *e)
{
	if (w->iv->command != NULL) {
		w->argv[w->operands++] = word;
		return 0;
	}
	w->iv->command = command_find(word);
	return w->iv->command != NULL ? 0 : command_unknown(word, e);
}

static int
parse_word(struct words *w, char *word, bool *only_operands, struct err *e)
{
	if (*only_operands || word[0] != '-' || word[1] == '\0')
		return take_operand(w, word, e);
	if (strcmp(word, "--") == 0) {
		*only_operands = true;
		return 0;
	}
	if (word[1] == '-')
		return parse_long(w, word, e);
	return parse_letters(w, word, e);
}

int
options_parse(struct invocation *iv, int argc, char **argv, struct err *e)
{
	struct words w = { iv, argc, argv, 0, 0 };
	bool only_operands = false;
	int ret = 0;

	while (ret == 0 && w.next < argc)
		ret = parse_word(&w, argv[w.next++], &only_operands, e);
	iv->argc = w.operands;
	iv->argv = argv;
	iv->quiet = iv->global[GLOBAL_QUIET] != NULL;
	return ret;
}

int
options_check_operands(const struct invocation *iv, struct err *e)
{
	const struct command *c = iv->command;

	if (iv->argc < c->min_operands)
		return err_set(e, "%s needs %s", c->name, c->operands);
	if (c->max_operands == 0 && iv->argc > 0)
		return err_set(e, "%s takes no operands, but was given \"%s\"",
		    c->name, iv->argv[0]);
	if (c->max_operands > 0 && iv->argc > c->max_operands)
		return err_set(e, "%s takes only %s; \"%s\" is too much",
		    c->name, c->operands, iv->argv[c->max_operands]);
	return 0;
}
