/*
 * log_write.h - a log written by a test, through the same code as gehoord.
 */
#ifndef LOG_WRITE_H
#define LOG_WRITE_H

#include <stdio.h>
#include <stdlib.h>

#include "gehoor/boxlog.h"
#include "gehoor/conf.h"
#include "gehoor/crypto.h"
#include "gehoor/record.h"

struct log_write {
	struct conf *conf;
	const struct conf_box *box;
	struct note_signer signer;
	struct boxlog *log;
	struct buf plain;
};

__attribute__((noreturn)) static inline void
log_write_die(const char *what, const struct err *e)
{
	fprintf(stderr, "%s: %s\n", what, e->msg);
	exit(1);
}

static inline void
log_write_signer(struct log_write *w)
{
	struct buf key = BUF_INIT;
	struct err e;

	if (conf_read_file(w->conf->sign_key, 4096, true, &key, &e) != 0)
		log_write_die(w->conf->sign_key, &e);
	while (key.len > 0 && key.data[key.len - 1] == '\n')
		key.len--;
	if (note_signer_parse(
		(const char *)key.data, key.len, &w->signer, &e) != 0)
		log_write_die(w->conf->sign_key, &e);
	buf_free(&key);
}

static inline void
log_write_seen_cb(const uint8_t tag[static TAG_LEN], uint64_t index, void *arg)
{
	(void)tag;
	(void)index;
	(void)arg;
}

/* Begins a segment of that box (NULL: the first) of a configuration. */
static inline void
log_write_open(
    struct log_write *w, const char *conf, const char *box, struct week week)
{
	struct boxlog_options o = { .week = week, .max_weeks = 13 };
	struct buf dir = BUF_INIT;
	struct err e;

	if (conf_load(conf, &w->conf, &e) != 0)
		log_write_die(conf, &e);
	w->box = box == NULL ? &w->conf->boxes[0]
			     : conf_box_find(w->conf, str_of(box));
	if (w->box == NULL) {
		err_set(&e, "no such box");
		log_write_die(box, &e);
	}
	log_write_signer(w);
	buf_addf(&dir, "%s/log/%s", w->conf->state, w->box->name);
	o.dir = buf_cstr(&dir);
	o.box = w->box->name;
	o.readers = w->box->readers;
	o.nreaders = w->box->nreaders;
	o.signer = &w->signer;
	o.max_bytes = (uint64_t)w->conf->segment_mib << 20;
	if (boxlog_open(&o, log_write_seen_cb, NULL, &w->log, NULL, &e) != 0)
		log_write_die(o.dir, &e);
	buf_free(&dir);
}

static inline void
log_write_add(struct log_write *w, const void *json, size_t n)
{
	uint8_t tag[TAG_LEN];
	struct err e;

	crypto_random(tag, sizeof(tag));
	buf_clear(&w->plain);
	if (record_pack(json, n, NULL, 0, &w->plain, &e) != 0 ||
	    boxlog_add(w->log, tag, w->plain.data, w->plain.len, &e) != 0)
		log_write_die("record", &e);
}

static inline void
log_write_commit(struct log_write *w, struct week week)
{
	struct err e;

	if (boxlog_commit(w->log, &e) != BOXLOG_OK ||
	    boxlog_rotate(w->log, week, &e) != 0)
		log_write_die("commit", &e);
}

static inline void
log_write_close(struct log_write *w)
{
	struct err e;

	if (boxlog_close(&w->log, &e) != 0)
		log_write_die("close", &e);
	buf_free(&w->plain);
	conf_free(&w->conf);
}

#endif
