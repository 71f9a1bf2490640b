/*
 * messages.c - reads the example messages for the bench programs.
 */
#include "tests/bench/messages.h"

#include <stdio.h>
#include <stdlib.h>

json_t *
messages_load(const char *path)
{
	FILE *f = fopen(path, "r");
	json_t *all = json_array(), *one;
	json_error_t e;

	if (f == NULL || all == NULL) {
		perror(path);
		exit(1);
	}
	while ((one = json_loadf(f, JSON_DISABLE_EOF_CHECK, &e)) != NULL)
		json_array_append_new(all, one);
	if (!feof(f) || json_array_size(all) == 0) {
		fprintf(stderr, "%s: message %zu: %s\n", path,
		    json_array_size(all) + 1, e.text);
		exit(1);
	}
	fclose(f);
	return all;
}

const char *
message_get(const json_t *message, const char *key)
{
	const char *s = json_string_value(json_object_get(message, key));

	return s == NULL ? "" : s;
}
