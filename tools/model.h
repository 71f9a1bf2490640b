/*
 * model.h - a linear model that says how much a text is about each theme; its
 * file, and what it makes of the features of a text.
 *
 * The file, all numbers little-endian:
 *
 *	8	"gehoorTM"
 *	u16	version of the file, 2
 *	u16	version of the features, FEATURES_VERSION
 *	u16	number of themes n, 1 to 16
 *	u16	0
 *	u32	number of known terms t
 *	u32	number of rows r
 *	n x	u8 length and the id of a theme; then as float32: scale of its
 *		weights, bias, threshold, and the weights of a second look
 *	t x	u32 hash of a term that the model has learnt to weigh, rising
 *	r x	u32 hash of a feature, rising; u8 value v; n x i8 weight w
 *	u32	CRC-32 of all before
 *
 * The score of a theme is scale * sum(v w) / sqrt(sum(v v)) + bias, summed
 * over the rows of the features.  A second look at all of the scores (second.h)
 * gives its logit: 1 / (1 + exp(-logit)) is how likely it is that the text is
 * about the theme, and it is taken to be if the logit is above the threshold.
 * A file is whole or it is refused.
 */
#ifndef MODEL_H
#define MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "features.h"
#include "gehoor/buf.h"
#include "gehoor/err.h"
#include "second.h"

#define MODEL_THEMES 16
#define MODEL_ID_MAX 63
#define MODEL_ROWS_MAX (1u << 20)
#define FEATURES_VERSION 2
#define MODEL_FILE_MAX (16u << 20)

struct model_theme {
	char id[MODEL_ID_MAX + 1];
	float scale, bias, threshold;
	float second[SECOND_WEIGHTS];
};

struct model_row {
	int8_t weight[MODEL_THEMES];
};

struct model_slot {
	uint32_t hash;
	uint32_t row; /* + 1; 0: free */
};

struct model {
	struct model_theme themes[MODEL_THEMES];
	size_t nthemes;
	uint32_t *terms; /* hashes, rising */
	size_t nterms;
	uint32_t *hashes; /* of the rows, rising */
	uint8_t *values;
	struct model_row *rows;
	size_t nrows;
	struct model_slot *slots; /* by hash; made by model_index */
	unsigned bits;            /* of the number of slots */
};

/* Rows that were seen in the text under way; memory of one thread. */
struct model_scratch {
	uint32_t *seen;
	size_t nseen;
	uint32_t run;
	uint32_t *found; /* rows of the features */
	size_t cap;
};

#define MODEL_SCRATCH_INIT \
	{ \
		NULL, 0, 0, NULL, 0 \
	}

/* An empty model with room for rows and terms; NULL without memory. */
struct model *model_new(size_t rows, size_t terms);
void model_free(struct model **m);
/* Makes the slots from the hashes. 0 or -1. */
int model_index(struct model *m);

/* Reads the bytes of a file. 0 or -1. */
int model_read(struct str bytes, struct model **out, struct err *e);
void model_write(const struct model *m, struct buf *out);
/* The model that is compiled in; NULL if there is none. */
int model_builtin(struct model **out, struct err *e);

/* The model in a file that gehoor train made. 0 or -1. */
int model_load(const char *path, struct model **out, struct err *e);

/* Row of a feature, or -1. */
long model_find(const struct model *m, uint32_t hash);
uint32_t model_term_hash(const char *term);
bool model_knows_term(const struct model *m, uint32_t hash);

/* Scores of the themes of the model; returns sqrt(sum(v v)). */
float model_score(const struct model *m, const struct features *f,
    struct model_scratch *s, float score[static MODEL_THEMES]);
/* The second look at the scores of a text of so many words. */
void model_logits(const struct model *m, const float *score, size_t words,
    float logit[static MODEL_THEMES]);
/* Marks the row as seen; whether it was before. For who goes by the rows. */
bool model_seen(struct model_scratch *s, size_t row);
void model_scratch_begin(struct model_scratch *s, const struct model *m);
void model_scratch_free(struct model_scratch *s);

#endif
