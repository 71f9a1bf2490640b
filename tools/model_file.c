/*
 * model_file.c - a model as the bytes of a file; model.h shows them.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "gehoor/conf.h"
#include "model.h"
#include "model_data.h"

#define MAGIC "gehoorTM"
#define MAGIC_SIZE 8
#define VERSION 2
#define HEAD_SIZE 24
#define NUMBERS 3 /* of a theme, before those of the second look */

static void
add_u32(struct buf *b, uint32_t v)
{
	uint8_t le[4];

	put_le32(le, v);
	buf_add(b, le, sizeof(le));
}

static void
add_u16(struct buf *b, uint16_t v)
{
	uint8_t le[2];

	put_le16(le, v);
	buf_add(b, le, sizeof(le));
}

static void
add_float(struct buf *b, float v)
{
	uint32_t bits;

	memcpy(&bits, &v, sizeof(bits));
	add_u32(b, bits);
}

static uint32_t
crc_of(const uint8_t *p, size_t n)
{
	return (uint32_t)crc32_z(0, p, n);
}

static void
write_theme(const struct model_theme *t, struct buf *out)
{
	const float numbers[NUMBERS] = { t->scale, t->bias, t->threshold };

	buf_addc(out, (char)strlen(t->id));
	buf_adds(out, t->id);
	for (size_t i = 0; i < NUMBERS; i++)
		add_float(out, numbers[i]);
	for (size_t i = 0; i < SECOND_WEIGHTS; i++)
		add_float(out, t->second[i]);
}

void
model_write(const struct model *m, struct buf *out)
{
	size_t from = out->len;

	buf_adds(out, MAGIC);
	add_u16(out, VERSION);
	add_u16(out, FEATURES_VERSION);
	add_u16(out, (uint16_t)m->nthemes);
	add_u16(out, 0);
	add_u32(out, (uint32_t)m->nterms);
	add_u32(out, (uint32_t)m->nrows);
	for (size_t i = 0; i < m->nthemes; i++)
		write_theme(&m->themes[i], out);
	for (size_t i = 0; i < m->nterms; i++)
		add_u32(out, m->terms[i]);
	for (size_t i = 0; i < m->nrows; i++) {
		add_u32(out, m->hashes[i]);
		buf_addc(out, (char)m->values[i]);
		buf_add(out, m->rows[i].weight, m->nthemes);
	}
	if (!out->failed)
		add_u32(out, crc_of(out->data + from, out->len - from));
}

/* The bytes that are left; a file is cut short where there are too few. */
static const uint8_t *
take(struct str *rest, size_t n)
{
	const uint8_t *p = (const uint8_t *)rest->p;

	if (rest->n < n)
		return NULL;
	rest->p += n;
	rest->n -= n;
	return p;
}

static int
take_float(struct str *rest, float *out)
{
	const uint8_t *p = take(rest, sizeof(*out));
	uint32_t bits;

	if (p == NULL)
		return -1;
	bits = get_le32(p);
	memcpy(out, &bits, sizeof(bits));
	return isfinite(*out) ? 0 : -1;
}

static int
read_theme(struct str *rest, struct model_theme *t)
{
	float *const numbers[NUMBERS] = { &t->scale, &t->bias, &t->threshold };
	const uint8_t *p = take(rest, 1);
	size_t n = p == NULL ? 0 : *p;

	if (n == 0 || n > MODEL_ID_MAX || (p = take(rest, n)) == NULL ||
	    memchr(p, '\0', n) != NULL)
		return -1;
	memcpy(t->id, p, n);
	t->id[n] = '\0';
	for (size_t i = 0; i < NUMBERS; i++)
		if (take_float(rest, numbers[i]) == -1)
			return -1;
	for (size_t i = 0; i < SECOND_WEIGHTS; i++)
		if (take_float(rest, &t->second[i]) == -1)
			return -1;
	return 0;
}

/* Whether the hashes rise, as the search needs it. */
static bool
rises(const uint32_t *hashes, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (hashes[i - 1] >= hashes[i])
			return false;
	return true;
}

static int
read_rest(struct model *m, struct str *rest)
{
	size_t size = 5 + m->nthemes;
	const uint8_t *p;

	for (size_t i = 0; i < m->nthemes; i++)
		if (read_theme(rest, &m->themes[i]) == -1)
			return -1;
	if ((p = take(rest, 4 * m->nterms)) == NULL)
		return -1;
	for (size_t i = 0; i < m->nterms; i++)
		m->terms[i] = get_le32(p + 4 * i);
	if ((p = take(rest, size * m->nrows)) == NULL || rest->n != 0)
		return -1;
	for (size_t i = 0; i < m->nrows; i++, p += size) {
		m->hashes[i] = get_le32(p);
		m->values[i] = p[4];
		memcpy(m->rows[i].weight, p + 5, m->nthemes);
	}
	return rises(m->terms, m->nterms) && rises(m->hashes, m->nrows)
	    ? model_index(m)
	    : -1;
}

int
model_read(struct str bytes, struct model **out, struct err *e)
{
	const uint8_t *p = (const uint8_t *)bytes.p;
	struct str rest = bytes;
	struct model *m;
	uint32_t terms, rows;

	if (bytes.n < HEAD_SIZE + 4 || memcmp(p, MAGIC, MAGIC_SIZE) != 0)
		return err_set(e, "this is no model of themes");
	if (get_le16(p + 8) != VERSION || get_le16(p + 10) != FEATURES_VERSION)
		return err_set(e,
		    "this model is of another version; make it again "
		    "with gehoor train");
	rest.n -= 4;
	if (get_le32(p + rest.n) != crc_of(p, rest.n))
		return err_set(e, "the model is damaged or cut short");
	terms = get_le32(p + 16);
	rows = get_le32(p + 20);
	take(&rest, HEAD_SIZE);
	if (get_le16(p + 12) == 0 || get_le16(p + 12) > MODEL_THEMES ||
	    terms > rest.n / 4 || rows > rest.n / 5 || rows > MODEL_ROWS_MAX)
		return err_set(e, "the model is damaged");
	m = model_new(rows, terms);
	if (m == NULL)
		return err_set(e, "reading the model: no memory");
	m->nthemes = get_le16(p + 12);
	if (read_rest(m, &rest) == -1) {
		model_free(&m);
		return err_set(e, "the model is damaged");
	}
	*out = m;
	return 0;
}

int
model_builtin(struct model **out, struct err *e)
{
	struct str bytes = model_data();

	*out = NULL;
	return bytes.n == 0 ? 0 : model_read(bytes, out, e);
}

int
model_load(const char *path, struct model **out, struct err *e)
{
	struct buf bytes = BUF_INIT;
	struct err why;
	int rc = conf_read_file(path, MODEL_FILE_MAX, false, &bytes, e);

	if (rc == 0 &&
	    model_read((struct str){ (const char *)bytes.data, bytes.len }, out,
		&why) == -1)
		rc = err_set(e, "%.300s: %.100s", path, why.msg);
	buf_free(&bytes);
	return rc;
}
