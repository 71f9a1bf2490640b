/*
 * note.h - C2SP signed notes: keys, signing, verifying.
 *
 * Source: c2sp.org/signed-note v1.0.0; key files in the form Go's
 * golang.org/x/mod/sumdb/note uses.
 */
#ifndef GEHOOR_NOTE_H
#define GEHOOR_NOTE_H

#include <stdint.h>

#include "gehoor/buf.h"
#include "gehoor/err.h"

#define NOTE_NAME_MAX 128

struct note_signer {
	char name[NOTE_NAME_MAX + 1];
	uint32_t id; /* key id, big-endian in the note */
	uint8_t pk[32];
	uint8_t sk[64];
};

struct note_verifier {
	char name[NOTE_NAME_MAX + 1];
	uint32_t id;
	uint8_t pk[32];
};

/* A name is 1 to NOTE_NAME_MAX bytes of UTF-8 without blanks, + or controls. */
bool note_name_is_valid(const char *name, size_t n);

/* Makes a new key under that name. 0 or -1. */
int note_signer_new(const char *name, struct note_signer *out, struct err *e);

/* "PRIVATE+KEY+name+hex id+base64(0x01 || seed)". */
int note_signer_parse(
    const char *p, size_t n, struct note_signer *out, struct err *e);
void note_signer_format(const struct note_signer *s, struct buf *out);

/* The vkey: "name+8 hex digits+base64(0x01 || public key)". */
int note_verifier_parse(
    const char *p, size_t n, struct note_verifier *out, struct err *e);
void note_verifier_format(const struct note_verifier *v, struct buf *out);
void
note_signer_verifier(const struct note_signer *s, struct note_verifier *out);

/* Adds text, a blank line and a signature line to out. text ends in \n. */
int note_sign(const struct note_signer *s, const char *text, size_t n,
    struct buf *out, struct err *e);

/*
 * Splits a note and checks the signature of v over it.  text gets the signed
 * text (borrowed).  -1 if malformed, not signed by v, or signed wrongly.
 */
int note_verify(const char *p, size_t n, const struct note_verifier *v,
    struct str *text, struct err *e);

#endif
