/*
 * token.h - the form token: when a form was given out, so that a machine's
 * haste is noticed and the same post twice is one message.
 *
 *	 0   8  second at which the form was made (UTC)
 *	 8  12  random
 *	20  16  BLAKE2b-128(daily key of that day, "form token" || bytes 0 to 19)
 *
 * as base64url without padding.  Only the sender holds it; nothing of it is
 * ever written down.  It refuses nobody: what is odd is only observed.
 */
#ifndef TOKEN_H
#define TOKEN_H

#include "gehoor/bytes.h"
#include "identity.h"
#include "keys.h"

#define TOKEN_LEN 36
#define TOKEN_TEXT_LEN 48

enum token_result {
	TOKEN_FINE,
	TOKEN_FAST,  /* genuine, but sent within three seconds */
	TOKEN_STALE, /* older than 24 hours */
	TOKEN_NONE   /* missing or not ours */
};

struct token {
	uint8_t raw[TOKEN_LEN];
	int64_t made; /* as it says; believe it only where genuine */
	int64_t day;  /* of its daily key */
	bool genuine; /* its MAC could be checked and is right */
};

/* Makes a token; out becomes "" if there is no daily key. */
void
token_make(struct keys *k, int64_t now, char out[static TOKEN_TEXT_LEN + 1]);

enum token_result
token_read(struct keys *k, struct str text, int64_t now, struct token *out);

/*
 * The identity that follows from a genuine token and what was written, the
 * same for the same post.  False if the daily key is gone.
 */
#define TOKEN_DIGEST_LEN 32
bool token_identity(struct keys *k, const struct token *t, int64_t now,
    const uint8_t digest[static TOKEN_DIGEST_LEN], struct identity *out);

#endif
