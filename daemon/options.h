/*
 * options.h - the command line of gehoord.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>

#define OPTIONS_CONF "/etc/gehoor/gehoor.conf"

struct options {
	const char *conf; /* -c */
	bool check;       /* -n */
	bool print;       /* -v */
	bool help;        /* -h */
};

/* 0, or -1 after saying on stderr what is wrong. */
int options_parse(int argc, char **argv, struct options *out);

/* What -h prints on stdout; -1 if it could not be written. */
int options_help(void);

#endif
