/*
 * basis.c - what the appraisals in a database were made with.
 */
#include "basis.h"

#include <sqlite3.h>
#include <string.h>

#include "db.h"
#include "gauge_model.h"
#include "gehoor/buf.h"
#include "gehoor/crypto.h"
#include "gehoor/version.h"
#include "model.h"
#include "model_data.h"

#define DIGEST_LEN 32

/* Each text ends in a byte that is in none, each list in another. */
static void
add_list(struct buf *b, const char *id, const struct conf_list *l)
{
	buf_adds(b, id);
	buf_addc(b, '\0');
	for (size_t i = 0; i < l->n; i++) {
		buf_adds(b, l->items[i]);
		buf_addc(b, '\0');
	}
	buf_addc(b, '\1');
}

/* The words of a box: its text, and answers that are written out. */
static void
add_box(struct buf *b, const struct conf_box *box)
{
	buf_adds(b, box->name);
	buf_addc(b, '\0');
	for (size_t i = 0; i < box->nquestions; i++) {
		if (box->questions[i].type != QUESTION_TEXT)
			continue;
		buf_adds(b, box->questions[i].id);
		buf_addc(b, '\0');
	}
	buf_addc(b, '\1');
}

static void
add_conf(struct buf *b, const struct conf *c)
{
	for (size_t i = 0; i < c->nthemes; i++)
		add_list(b, c->themes[i].id, &c->themes[i].terms);
	buf_addc(b, '\2');
	for (size_t i = 0; i < c->nconcepts; i++)
		add_list(b, c->concepts[i].id, &c->concepts[i].words);
	buf_addc(b, '\2');
	for (size_t i = 0; i < c->nframeworks; i++)
		for (size_t k = 0; k < c->frameworks[i].npoints; k++)
			add_list(b, c->frameworks[i].points[k].id,
			    &c->frameworks[i].points[k].themes);
	buf_addc(b, '\2');
	for (size_t i = 0; i < c->nboxes; i++)
		add_box(b, &c->boxes[i]);
}

/* A file of the configuration, or nothing. */
static int
read_file(const char *path, size_t max, struct buf *out, struct err *e)
{
	return *path == '\0' ? 0 : conf_read_file(path, max, false, out, e);
}

static int
digest(const struct conf *c, uint8_t out[static DIGEST_LEN], struct err *e)
{
	struct buf b = BUF_INIT, own = BUF_INIT, words = BUF_INIT;
	const struct str model = model_data();
	int rc;

	buf_adds(&b, GEHOOR_VERSION);
	buf_addc(&b, '\2');
	add_conf(&b, c);
	for (const struct embed_file *f = gauge_files; f->name != NULL; f++) {
		buf_addc(&b, '\2');
		buf_adds(&b, f->text);
	}
	rc = b.failed ? err_set(e, "no memory")
		      : read_file(c->theme_model, MODEL_FILE_MAX, &own, e);
	if (rc == 0)
		rc = read_file(c->gauge_words, GAUGE_OWN_MAX, &words, e);
	if (rc == 0)
		crypto_blake2b(out, DIGEST_LEN, NULL,
		    (const struct crypto_part[]){ { b.data, b.len },
			{ model.p, model.n }, { own.data, own.len },
			{ words.data, words.len } },
		    4);
	buf_free(&b);
	buf_free(&own);
	buf_free(&words);
	return rc;
}

int
basis_write(struct sqlite3 *db, const struct conf *c, struct err *e)
{
	uint8_t now[DIGEST_LEN];
	sqlite3_stmt *q;
	int rc;

	if (digest(c, now, e) == -1)
		return -1;
	q = db_prepare(db, "INSERT INTO basis(digest) VALUES(?)", e);
	if (q == NULL)
		return -1;
	sqlite3_bind_blob(q, 1, now, DIGEST_LEN, SQLITE_STATIC);
	rc = sqlite3_step(q);
	sqlite3_finalize(q);
	return rc == SQLITE_DONE ? 0 : db_failed(db, e);
}

int
basis_is(struct sqlite3 *db, const struct conf *c, struct err *e)
{
	uint8_t now[DIGEST_LEN];
	sqlite3_stmt *q;
	int rc, ret = 0;

	if (digest(c, now, e) == -1)
		return -1;
	q = db_prepare(db, "SELECT 1 FROM basis WHERE digest = ?", e);
	if (q == NULL)
		return -1;
	sqlite3_bind_blob(q, 1, now, DIGEST_LEN, SQLITE_STATIC);
	rc = sqlite3_step(q);
	if (rc == SQLITE_ROW)
		ret = 1;
	else if (rc != SQLITE_DONE)
		ret = db_failed(db, e);
	sqlite3_finalize(q);
	return ret;
}
