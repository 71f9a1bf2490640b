/*
 * quote_piece.h - the words, numbers and placeholders that a quote is made of.
 */
#ifndef QUOTE_PIECE_H
#define QUOTE_PIECE_H

#include "gehoor/buf.h"
#include "gehoor/scan_word.h"

enum quote_what { QUOTE_WORD, QUOTE_NUMBER, QUOTE_LABEL };
enum quote_end { QUOTE_NOTHING, QUOTE_CLAUSE, QUOTE_SENTENCE };

struct quote_piece {
	enum quote_what what;
	size_t start, end;            /* bytes; of a label with its brackets */
	char low[SCAN_WORD_MAX + 16]; /* in small letters; of a label empty */
	bool capital, shouted;
	bool first;          /* of a sentence */
	enum quote_end ends; /* what ends behind it */
	bool hole;           /* set by who looks at it; false at first */
};

/*
 * The next piece of the text from *at on, which moves behind it; false at the
 * end.  A word too long to be one is a number.
 */
bool quote_piece_next(struct str t, size_t *at, struct quote_piece *p);

/* Whether a word of the list " een twee "; never for a label. */
bool quote_piece_in(const struct quote_piece *p, const char *list);

/*
 * Adds what stands between two pieces as it is printed: blanks as one, known
 * marks, nothing else.  Last: nothing follows, so no blank ends it.  Before
 * and behind a hole a full stop or a hyphen would look odd.
 */
void quote_piece_marks(struct str between, bool last, bool after_hole,
    bool before_hole, struct buf *out);

#endif
