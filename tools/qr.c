/*
 * qr.c - a QR code as an SVG: one path, a square for every dark run of a row.
 */
#include "qr.h"

#include <qrencode.h>

#include "gehoor/html.h"

#define QUIET 4 /* modules, ISO/IEC 18004 5.3.8 */

/* Length of the dark run that begins at x in the row; 0 for light. */
static int
dark_run(const unsigned char *row, int x, int width)
{
	int n = 0;

	while (x + n < width && (row[x + n] & 1) != 0)
		n++;
	return n;
}

static void
add_row(struct buf *out, const unsigned char *row, int y, int width)
{
	int n;

	for (int x = 0; x<width; x += n> 0 ? n : 1)
		if ((n = dark_run(row, x, width)) > 0)
			buf_addf(out, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET,
			    n, n);
}

int
qr_svg(const char *text, const char *title, struct buf *out, struct err *e)
{
	/* A quarter of it may be torn off or written over. */
	QRcode *q = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_Q);

	if (q == NULL)
		return err_sys(e, "a QR code of %zu characters", strlen(text));
	buf_addf(out,
	    "<svg role=\"img\" aria-labelledby=\"qr\" viewBox=\"0 0 %d %d\" "
	    "shape-rendering=\"crispEdges\"><title id=\"qr\">",
	    q->width + 2 * QUIET, q->width + 2 * QUIET);
	html_escape(out, str_of(title));
	buf_adds(out, "</title><path d=\"");
	for (int y = 0; y < q->width; y++)
		add_row(
		    out, q->data + (size_t)y * (size_t)q->width, y, q->width);
	buf_adds(out, "\"/></svg>\n");
	QRcode_free(q);
	return out->failed ? err_set(e, "no memory for the QR code") : 0;
}
