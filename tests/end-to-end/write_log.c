/*
 * write_log.c CONF BOX WEEK - seals each line of standard input, as it is,
 * into the log of a box, as a session of gehoord in that week ("2026-W47")
 * would: for records that no visitor can make gehoord write.
 */
#include <string.h>

#include "tests/log_write.h"

int
main(int argc, char **argv)
{
	struct log_write w = { .plain = BUF_INIT };
	struct week week;
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	struct err e;

	if (argc != 4 || week_parse(argv[3], strlen(argv[3]), &week) != 0)
		return 2;
	if (crypto_init(&e) != 0)
		log_write_die("crypto", &e);
	log_write_open(&w, argv[1], argv[2], week);
	while ((n = getline(&line, &cap, stdin)) > 0)
		log_write_add(&w, line, (size_t)n - (line[n - 1] == '\n'));
	free(line);
	log_write_commit(&w, week);
	log_write_close(&w);
	return 0;
}
