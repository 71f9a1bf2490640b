/*
 * make_log.c CONF N MESSAGES LAST-WEEK - writes N sealed records into the
 * log of the first box of the configuration, through the same code as
 * gehoord: the example messages again and again, numbered so that none is a
 * repeat, over the twelve quarters up to the given week ("2026-W47").  Short
 * messages are joined, so that a record holds about 300 bytes of text.
 */
#include <string.h>

#include "tests/bench/messages.h"
#include "tests/log_write.h"

#define WEEKS 156
#define BATCH 512
#define SHORT 200 /* bytes of text that get company */

static struct {
	struct log_write w;
	struct buf json, text;
} bench;

static enum channel
channel_of(const json_t *m)
{
	const char *name = message_get(m, "channel");

	if (strcmp(name, "sms") == 0)
		return CHANNEL_SMS;
	return strcmp(name, "tafel") == 0 ? CHANNEL_TABLE : CHANNEL_WEB;
}

static void
make_text(const json_t *all, const json_t *m, size_t i)
{
	size_t n = json_array_size(all);

	buf_clear(&bench.text);
	buf_adds(&bench.text, message_get(m, "text"));
	if (bench.text.len < SHORT)
		buf_addf(&bench.text, " %s",
		    message_get(
			json_array_get(all, (i * 7 + i / n) % n), "text"));
	buf_addf(&bench.text, " (%zu)", i);
}

static void
add_record(const json_t *all, size_t i, struct week week)
{
	const json_t *m = json_array_get(all, i % json_array_size(all));
	const struct conf_list *regions = &bench.w.conf->regions;
	struct record r = { .box = str_of(bench.w.box->name),
		.week = week,
		.channel = channel_of(m),
		.lang = str_of(message_get(m, "lang")),
		.who = str_of(message_get(m, "who")),
		.publish_report = i % 3 != 0 };

	make_text(all, m, i);
	r.text = (struct str){ (const char *)bench.text.data, bench.text.len };
	if (regions->n > 0 && i % 5 != 0)
		r.region = str_of(regions->items[i % regions->n]);
	crypto_random(r.reply_key, sizeof(r.reply_key));
	buf_clear(&bench.json);
	record_write(&r, &bench.json);
	log_write_add(&bench.w, bench.json.data, bench.json.len);
}

static void
write_all(const json_t *all, size_t n, struct week last)
{
	for (size_t i = 0; i < n; i++) {
		struct week week =
		    week_add(last, (int)(i * WEEKS / n) - WEEKS + 1);

		add_record(all, i, week);
		if ((i + 1) % BATCH == 0 || i + 1 == n)
			log_write_commit(&bench.w, week);
	}
	log_write_close(&bench.w);
}

int
main(int argc, char **argv)
{
	struct week last;
	struct err e;
	json_t *all;

	if (argc != 5 || week_parse(argv[4], strlen(argv[4]), &last) != 0)
		return 2;
	if (crypto_init(&e) != 0)
		log_write_die("crypto", &e);
	all = messages_load(argv[3]);
	log_write_open(&bench.w, argv[1], NULL, week_add(last, 1 - WEEKS));
	write_all(all, strtoul(argv[2], NULL, 10), last);
	json_decref(all);
	buf_free(&bench.json);
	buf_free(&bench.text);
	return 0;
}
