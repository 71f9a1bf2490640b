/*
 * paper.h - a reader's secret written down on paper, and typed back in.
 */
#ifndef PAPER_H
#define PAPER_H

#include <stddef.h>
#include <stdint.h>

#include "gehoor/buf.h"
#include "gehoor/err.h"

#define PAPER_LINES 4
#define PAPER_LINE_BYTES 8

/* Adds the text for the paper: what it is, and PAPER_LINES lines. */
void paper_write(
    const uint8_t sk[static 32], const char *public_line, struct buf *out);

/*
 * Reads line number (from 1) as a person typed it: with or without "1:", in
 * any case, blanks and hyphens anywhere, O as 0, I and L as 1.  0, or -1 with
 * the reason; the check in every line notices what was mistyped.
 */
int paper_read_line(unsigned number, const char *p, size_t n,
    uint8_t out[static PAPER_LINE_BYTES], struct err *e);

#endif
