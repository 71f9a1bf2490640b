/*
 * record.h - one message as it is sealed, and its way into a padded plaintext.
 *
 * A record is a JSON object (the fields below, in this order, absent when
 * empty) followed by attachments.  Shapes of the fields:
 *
 *	v		1
 *	box, lang, text, region, who, wish, thread, dedup	strings
 *	week		"2026-W47"
 *	channel		"web", "sms", "table", "paper" or "via"
 *	answers		{"ID":["VALUE",...],...}, always arrays; ids in the
 *			order in which they were first given
 *	publish		["report","read"], or one of them
 *	reply_key	64 hexadecimal digits in lower case
 *	part		{"ref":"...","n":1,"of":3}
 *	seen		["no-token",...]
 *
 * Plaintext of a frame:
 *
 *	  0   1  version, 1
 *	  1   1  flags: 1 = payload is raw deflate (RFC 1951)
 *	  2   2  number of attachments, at most 8
 *	  4   4  length of the payload as stored
 *	  8   4  length of the payload after inflating (equal if not deflated)
 *	 12      payload, then zero bytes up to the bucket (segment.h)
 *
 * Payload: 4 length of the JSON, the JSON, then per attachment 4 length,
 * 16 media type padded with NUL, the bytes.  Deflate is tried only when the
 * plain payload does not fit the first bucket, and kept only where it moves
 * the record into a smaller one.  The bucket is the smallest that holds header
 * and payload and is not RECORD_MAX_RATIO times smaller than what inflates
 * from it, so that opening a record is bounded work.  A media type is 1 to 16
 * printable ASCII characters.
 */
#ifndef GEHOOR_RECORD_H
#define GEHOOR_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/buf.h"
#include "gehoor/bytes.h"
#include "gehoor/err.h"
#include "gehoor/week.h"

#define RECORD_VERSION 1
#define RECORD_HEADER_LEN 12
#define RECORD_MAX_RATIO 200
#define RECORD_MAX_ATTACHMENTS 8
#define RECORD_MAX_ATTACHMENT (4u << 20)
#define RECORD_MAX_ANSWERS 32
#define RECORD_MAX_VALUES 64
#define RECORD_MAX_SEEN 16

/* X(constant, name on disk): new entries last. */
#define RECORD_CHANNELS(X) \
	X(CHANNEL_WEB, "web") \
	X(CHANNEL_SMS, "sms") \
	X(CHANNEL_TABLE, "table") \
	X(CHANNEL_PAPER, "paper") \
	X(CHANNEL_VIA, "via")

enum channel {
#define X(c, name) c,
	RECORD_CHANNELS(X)
#undef X
	    CHANNEL_COUNT
};
extern const char *const channel_names[CHANNEL_COUNT];

struct record_answer {
	struct str id;    /* of the question */
	struct str value; /* an id answered several times repeats */
};

struct record_part {       /* of a long SMS */
	struct str ref;    /* of the message, under the key of this day */
	struct str before; /* the same under that of the day before, or empty */
	unsigned n, of;    /* from 1; of = 0: not a part */
};

struct attachment {
	char type[17]; /* media type, NUL-terminated */
	const uint8_t *p;
	size_t n;
};

/* All strings are borrowed, clean UTF-8 (utf8_clean). */
struct record {
	struct str box;
	struct week week;
	enum channel channel;
	struct str lang;
	struct str text;
	struct record_answer answers[RECORD_MAX_ANSWERS];
	size_t nanswers;
	struct str region;     /* id of the configuration, or empty */
	struct str who;        /* jongere ouder pleegouder anders, or empty */
	struct str wish;       /* none answer talk change pass_on, or empty */
	bool publish_report;   /* may stand in the report */
	bool publish_read;     /* may be read to staff */
	uint8_t reply_key[32]; /* all zero: none */
	struct str thread;     /* hex of the leaf it continues, or empty */
	struct str dedup;      /* hex, or empty */
	struct record_part part;
	struct str seen[RECORD_MAX_SEEN];
	size_t nseen;
};

/* Writes the JSON object: {"v":1,"box":…,"week":"2026-W47",…}. */
void record_write(const struct record *r, struct buf *json);

/* Adds the padded plaintext to out. 0, or -1 (too long, no memory). */
int record_pack(const uint8_t *json, size_t n, const struct attachment *a,
    size_t na, struct buf *out, struct err *e);

/* A plaintext taken apart; store holds what was inflated. */
struct record_plain {
	struct str json;
	struct attachment attachments[RECORD_MAX_ATTACHMENTS];
	size_t nattachments;
	struct buf store;
};

/*
 * Takes a padded plaintext apart.  Pointers in out go into p or out->store;
 * both must outlive it.  -1 with the reason on anything not exactly as drawn
 * (lengths, padding not zero, trailing bytes of deflate, ratio).
 */
int record_unpack(
    const uint8_t *p, size_t n, struct record_plain *out, struct err *e);
void record_plain_free(struct record_plain *rp);

#endif
