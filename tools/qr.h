/*
 * qr.h - a QR code (ISO/IEC 18004) as an SVG, by libqrencode.
 */
#ifndef QR_H
#define QR_H

#include "gehoor/buf.h"
#include "gehoor/err.h"

/*
 * Adds an SVG of the text with the quiet zone of four modules that readers
 * need; title (escaped here) says what it is to who does not see it.  0, or -1
 * if the text is too long for a code, or no memory.
 */
int qr_svg(const char *text, const char *title, struct buf *out, struct err *e);

#endif
