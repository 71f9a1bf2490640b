/*
 * gauge_train.c [-k FOLD] FILE ... - makes conf/gauge/model.conf from labelled
 * messages, on stdout; the same bytes for the same files.
 *
 * The second layer learns from what the first says of messages it has not
 * seen: a fifth at a time is left out.  With -k, each fifth message is left
 * out of both, for gauge -k to test.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/bench/gauge_first.h"
#include "tests/bench/gauge_labels.h"
#include "tests/bench/gauge_second.h"

#define PARTS 5

/* What was learned in the first layer, as a gauger of its own. */
static struct gauger *
gauger_of(const struct first *f)
{
	struct gauger *g;
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	struct embed_file learned = { "learned", NULL };
	const struct embed_file *files[GAUGE_SOURCES] = { &learned,
		gauge_file("gauge/words.conf") };
	struct err e;

	if (out == NULL)
		abort();
	first_print(f, out);
	if (fclose(out) != 0)
		abort();
	learned.text = text;
	if (gauger_with(files, &g, &e) == -1) {
		fprintf(stderr, "gauge_train: %s\n", e.msg);
		exit(1);
	}
	free(text);
	return g;
}

static void
see(const struct gauger *g, const json_t *m, struct second_row *row)
{
	struct gauge_scratch *s = gauge_scratch_new();

	if (s == NULL || gauge_read(g, str_of(message_get(m, "text")), s) == -1)
		abort();
	gauge_inputs(g, s, row->inputs);
	gauge_labels(m, row->label);
	gauge_scratch_free(&s);
}

/* Messages come in the order of files: every fifth is of all of them. */
static bool
is_in_part(size_t i, size_t part)
{
	return (i / PARTS + i) % PARTS == part;
}

static struct second_row *
second_rows(struct first *f, const json_t *messages, bool *use)
{
	size_t n = json_array_size(messages);
	struct second_row *rows = calloc(n + 1, sizeof(*rows));

	if (rows == NULL)
		abort();
	for (size_t part = 0; part < PARTS; part++) {
		struct gauger *g;

		for (size_t i = 0; i < n; i++)
			use[i] = !is_in_part(i, part);
		first_learn(f, use);
		g = gauger_of(f);
		for (size_t i = 0; i < n; i++)
			if (!use[i])
				see(g, json_array_get(messages, i), &rows[i]);
		gauger_free(&g);
	}
	return rows;
}

static void
train(const json_t *messages)
{
	size_t n = json_array_size(messages);
	struct first *f = first_new(messages);
	bool *use = calloc(n + 1, sizeof(*use));
	struct second_row *rows;

	if (use == NULL)
		abort();
	rows = second_rows(f, messages, use);
	for (size_t i = 0; i < n; i++)
		use[i] = true;
	first_learn(f, use);
	printf("# Made by \"make gauge-model\"; not to be edited.\n");
	second_print(rows, n, stdout);
	first_print(f, stdout);
	free(rows);
	free(use);
	first_free(&f);
}

int
main(int argc, char **argv)
{
	json_t *messages = json_array();
	int fold = -1, c;
	size_t k = 0;

	while ((c = getopt(argc, argv, "k:")) != -1)
		if (c == 'k')
			fold = (int)strtol(optarg, NULL, 10);
	for (int i = optind; i < argc; i++) {
		json_t *all = messages_load(argv[i]);

		for (size_t m = 0; m < json_array_size(all); m++, k++)
			if ((int)(k % PARTS) != fold)
				json_array_append(
				    messages, json_array_get(all, m));
		json_decref(all);
	}
	train(messages);
	json_decref(messages);
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
