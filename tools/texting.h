/*
 * texting.h - text messages as Gammu SMSD and smstools3 leave them: files and
 * environment variables.  Pure functions of bytes.
 */
#ifndef TEXTING_H
#define TEXTING_H

#include <stddef.h>
#include <stdint.h>

#include "gehoor/buf.h"

#define TEXTING_MAX 65536 /* bytes of a file */

struct texting {
	char from[64];
	char id[256]; /* of the first file */
	char time[40];
	char ref[12];      /* of the parts of a long text, or empty */
	unsigned part, of; /* 0: whole */
	struct buf text;   /* clean UTF-8 */
};

enum texting_result {
	TEXTING_MESSAGE,
	TEXTING_OTHER, /* a report, or data: nothing to pass on */
	TEXTING_BROKEN /* no such file, or no memory */
};

void texting_free(struct texting *t);

/*
 * A file of smstools3: header lines, an empty line, the text in the charset
 * that Alphabet names.  name is that of the file, without its directory.
 * Source: smstools3 doc/fileformat.html.
 */
enum texting_result texting_smstools(
    const uint8_t *p, size_t n, const char *name, struct texting *out);

/*
 * What Gammu SMSD tells a program it runs on receipt.  get is as getenv.
 * Source: gammu docs/manual/smsd/run.rst: with DECODED_PARTS 0 the text is
 * SMS_1_TEXT, else all DECODED_n_TEXT.
 */
enum texting_result texting_gammu(
    const char *(*get)(const char *name), const char *id, struct texting *out);

/*
 * A file of Gammu's inbox, whose name tells the sender:
 * IN<date>_<time>_<serial>_<sender>_<part>.txt.  Adds its text to what out
 * has; the first one names the message.
 */
enum texting_result texting_gammu_file(
    const uint8_t *p, size_t n, const char *name, struct texting *out);

/* The length of a name up to what the parts of one message share; 0: none. */
size_t texting_gammu_set(const char *name);

/* The message as {"from","text","id","time"}, with its part if it is one. */
void texting_json(const struct texting *t, struct buf *out);

#endif
