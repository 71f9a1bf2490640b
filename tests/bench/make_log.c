/*
 * make_log.c CONF N MESSAGES LAST-WEEK - writes N sealed records into the
 * log of the first box of the configuration, through the same code as
 * gehoord: the example messages again and again, numbered so that none is a
 * repeat, over the twelve quarters up to the given week ("2026-W47").  Short
 * messages are joined, so that a record holds about 300 bytes of text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gehoor/boxlog.h"
#include "gehoor/conf.h"
#include "gehoor/crypto.h"
#include "gehoor/err.h"
#include "gehoor/note.h"
#include "gehoor/record.h"
#include "tests/bench/messages.h"

#define WEEKS 156
#define BATCH 512
#define SHORT 200 /* bytes of text that get company */

static struct {
	struct conf *conf;
	struct note_signer signer;
	struct boxlog *log;
	struct buf json, plain, text;
} bench;

static void
die(const char *what, const struct err *e)
{
	fprintf(stderr, "make_log: %s: %s\n", what, e->msg);
	exit(1);
}

static void
seen(const uint8_t tag[static TAG_LEN], uint64_t index, void *arg)
{
	(void)tag;
	(void)index;
	(void)arg;
}

static void
open_log(const char *conf, struct week first)
{
	struct buf key = BUF_INIT, dir = BUF_INIT;
	struct boxlog_options o = { .week = first, .max_weeks = 13 };
	struct err e;

	if (conf_load(conf, &bench.conf, &e) != 0 ||
	    conf_read_file(bench.conf->sign_key, 4096, true, &key, &e) != 0)
		die(conf, &e);
	while (key.len > 0 && key.data[key.len - 1] == '\n')
		key.len--;
	if (note_signer_parse(
		(const char *)key.data, key.len, &bench.signer, &e) != 0)
		die(bench.conf->sign_key, &e);
	buf_addf(
	    &dir, "%s/log/%s", bench.conf->state, bench.conf->boxes[0].name);
	o.dir = buf_cstr(&dir);
	o.box = bench.conf->boxes[0].name;
	o.readers = bench.conf->boxes[0].readers;
	o.nreaders = bench.conf->boxes[0].nreaders;
	o.signer = &bench.signer;
	o.max_bytes = (uint64_t)bench.conf->segment_mib << 20;
	if (boxlog_open(&o, seen, NULL, &bench.log, NULL, &e) != 0)
		die(o.dir, &e);
	buf_free(&key);
	buf_free(&dir);
}

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
	const struct conf_list *regions = &bench.conf->regions;
	struct record r = { .box = str_of(bench.conf->boxes[0].name),
		.week = week,
		.channel = channel_of(m),
		.lang = str_of(message_get(m, "lang")),
		.who = str_of(message_get(m, "who")),
		.publish_report = i % 3 != 0 };
	uint8_t tag[TAG_LEN];
	struct err e;

	make_text(all, m, i);
	r.text = (struct str){ (const char *)bench.text.data, bench.text.len };
	if (regions->n > 0 && i % 5 != 0)
		r.region = str_of(regions->items[i % regions->n]);
	crypto_random(r.reply_key, sizeof(r.reply_key));
	crypto_random(tag, sizeof(tag));
	buf_clear(&bench.json);
	buf_clear(&bench.plain);
	record_write(&r, &bench.json);
	if (record_pack(bench.json.data, bench.json.len, NULL, 0, &bench.plain,
		&e) != 0 ||
	    boxlog_add(bench.log, tag, bench.plain.data, bench.plain.len, &e) !=
		0)
		die("record", &e);
}

static void
write_all(const json_t *all, size_t n, struct week last)
{
	struct err e;

	for (size_t i = 0; i < n; i++) {
		struct week week =
		    week_add(last, (int)(i * WEEKS / n) - WEEKS + 1);

		add_record(all, i, week);
		if ((i + 1) % BATCH != 0 && i + 1 < n)
			continue;
		if (boxlog_commit(bench.log, &e) != BOXLOG_OK ||
		    boxlog_rotate(bench.log, week, &e) != 0)
			die("commit", &e);
	}
	if (boxlog_close(&bench.log, &e) != 0)
		die("close", &e);
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
		die("crypto", &e);
	all = messages_load(argv[3]);
	open_log(argv[1], week_add(last, 1 - WEEKS));
	write_all(all, strtoul(argv[2], NULL, 10), last);
	json_decref(all);
	buf_free(&bench.json);
	buf_free(&bench.plain);
	buf_free(&bench.text);
	conf_free(&bench.conf);
	return 0;
}
