/*
 * options.c - the command line of gehoord: one table makes the getopt string,
 * the usage line and the help.
 */
#include "options.h"

#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

struct option_row {
	char letter;
	const char *arg; /* name of its argument, or NULL */
	const char *help;
};

static const struct option_row rows[] = {
	{ 'c', "CONF", "read this configuration instead of " OPTIONS_CONF },
	{ 'n', NULL, "check the configuration and end" },
	{ 'v', NULL, "print the configuration in force" },
	{ 'h', NULL, "print this help and end" },
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static void
options_string(char out[static 2 * ROWS + 1])
{
	size_t i, n = 0;

	for (i = 0; i < ROWS; i++) {
		out[n++] = rows[i].letter;
		if (rows[i].arg != NULL)
			out[n++] = ':';
	}
	out[n] = '\0';
}

static void
options_usage(FILE *f)
{
	size_t i;

	fprintf(f, "usage: gehoord");
	for (i = 0; i < ROWS; i++)
		if (rows[i].arg != NULL)
			fprintf(f, " [-%c %s]", rows[i].letter, rows[i].arg);
		else
			fprintf(f, " [-%c]", rows[i].letter);
	fprintf(f, "\n");
}

int
options_help(void)
{
	size_t i;

	options_usage(stdout);
	for (i = 0; i < ROWS; i++)
		printf("  -%c %-5s %s\n", rows[i].letter,
		    rows[i].arg == NULL ? "" : rows[i].arg, rows[i].help);
	printf("\nExample: gehoord -c conf/gehoor.conf -nv\n");
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : -1;
}

int
options_parse(int argc, char **argv, struct options *out)
{
	struct options o = { .conf = OPTIONS_CONF };
	char letters[2 * ROWS + 1];
	int c;

	options_string(letters);
	while ((c = getopt(argc, argv, letters)) != -1)
		switch (c) {
		case 'c':
			o.conf = optarg;
			break;
		case 'n':
			o.check = true;
			break;
		case 'v':
			o.print = true;
			break;
		case 'h':
			o.help = true;
			break;
		default:
			options_usage(stderr);
			return -1;
		}
	if (optind < argc) {
		fprintf(stderr, "gehoord: %s: no argument is expected here\n",
		    argv[optind]);
		options_usage(stderr);
		return -1;
	}
	*out = o;
	return 0;
}
