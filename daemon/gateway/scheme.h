/*
 * scheme.h - how a gateway shows that a message comes from it: one struct for
 * each way, chosen by configuration and never guessed.
 *
 * Every check is pure: the request, the secret and the time go in.  Where a
 * URL is signed it is the one that was entered at the gateway, with the query
 * as it came; nothing is taken from the connection.
 */
#ifndef SCHEME_H
#define SCHEME_H

#include "mac.h"
#include "request.h"

struct gateway_sample;

enum scheme_verdict {
	SCHEME_FINE,
	SCHEME_FORGED,  /* 403 */
	SCHEME_UNSIGNED /* no signature at all: scheme's unsigned_status */
};

struct scheme_key {
	struct str secret;
	struct str url; /* as entered at the gateway, without a query */
};

struct scheme {
	const char *name;
	bool secret; /* a secret is needed */
	bool url;    /* the URL is signed, so it must be configured */
	bool path;   /* the secret is the last part of /sms/LINE/SECRET */
	bool local;  /* only over the admin socket */
	int unsigned_status;
	/* Whether a secret has its form; NULL: any has. */
	bool (*secret_fits)(struct str secret);
	const char *secret_form; /* for a message */
	enum scheme_verdict (*check)(const struct gateway_request *r,
	    const struct scheme_key *k, int64_t now);
	/* Signs a sample, which r is the unsigned form of; may be NULL. */
	void (*sign)(struct gateway_sample *s, const struct gateway_request *r,
	    const struct scheme_key *k, int64_t now);
};

extern const struct scheme scheme_twilio, scheme_messagebird_jwt,
    scheme_messagebird_hmac, scheme_bird_hmac, scheme_standard_webhooks,
    scheme_vonage_md5hash, scheme_vonage_md5, scheme_vonage_sha1,
    scheme_vonage_sha256, scheme_vonage_sha512, scheme_vonage_jwt, scheme_sinch,
    scheme_plivo_v1, scheme_plivo_v2, scheme_plivo_v3, scheme_capcom6,
    scheme_httpsms, scheme_field, scheme_basic, scheme_path, scheme_none,
    scheme_local;

/*
 * Whether a moment is at most so many seconds before and after the other.  A
 * clock that is ahead is given five minutes.
 */
#define SCHEME_AHEAD 300
bool scheme_is_fresh(int64_t moment, int64_t now, int64_t age);

/* Adds URL and query, as they were signed. */
void
scheme_add_url(struct buf *b, const struct scheme_key *k, struct str query);

/* What was gathered to be signed. */
struct str scheme_signed(const struct buf *b);

/* HMAC-SHA256 of strings one behind the other. */
struct mac scheme_hmac(struct str secret, const struct str *strings, size_t n);

/*
 * Whether m, in base64, is one of a list with these separators between, each
 * behind a prefix ("" for none): a secret that is changed has two for a while.
 */
bool scheme_is_listed(
    const struct mac *m, struct str list, char separator, const char *prefix);

/* Adds a field that holds a signature. */
void scheme_field_hex(
    struct gateway_sample *s, const char *name, const struct mac *m);
void scheme_field_base64(
    struct gateway_sample *s, const char *name, const struct mac *m);

/* The time as it is signed. */
#define SCHEME_TIME_LEN 24
struct str scheme_time(int64_t now, char out[static SCHEME_TIME_LEN]);

/* Adds name and value of each pair, by name and then value. */
void scheme_add_sorted(struct buf *b, const struct pairs *p, bool distinct);

#endif
