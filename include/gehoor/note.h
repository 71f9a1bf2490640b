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

/*
 * The same Ed25519 key under another name: its key id is another one.  0, or
 * -1 if that is no name of a key.
 */
int note_signer_as(const struct note_signer *s, const char *name,
    struct note_signer *out, struct err *e);
int note_verifier_as(const struct note_verifier *v, const char *name,
    struct note_verifier *out, struct err *e);

/* Adds text, a blank line and a signature line to out. text ends in \n. */
int note_sign(const struct note_signer *s, const char *text, size_t n,
    struct buf *out, struct err *e);

/* The same under another name (note_signer_as). */
int note_sign_as(const struct note_signer *s, const char *name,
    const struct buf *text, struct buf *out, struct err *e);

/*
 * Splits a note and checks the signature of v over it.  text gets the signed
 * text (borrowed).  -1 if malformed, not signed by v, or signed wrongly.
 */
int note_verify(const char *p, size_t n, const struct note_verifier *v,
    struct str *text, struct err *e);

/*
 * As note_verify, where one of several keys signed, each taken under that
 * name (note_verifier_as). 0 or -1.
 */
int note_verify_as(const char *p, size_t n, const char *name,
    const struct note_verifier *keys, size_t nkeys, struct str *text,
    struct err *e);

/* Splits without looking at signatures: the text as it claims to be. */
int note_text(const char *p, size_t n, struct str *text, struct err *e);

/* Adds another signature line to the whole note that is in note. 0 or -1. */
int note_add_signature(
    const struct note_signer *s, struct buf *note, struct err *e);

/*
 * Cosignatures of witnesses (C2SP tlog-cosignature, cosignature/v1, key type
 * 0x04): what is signed is "cosignature/v1\ntime T\n" and the text.  Keys of
 * witnesses are written like other keys, with 0x04 before the 32 bytes; the
 * functions above refuse them and these refuse the others.
 */
int note_witness_new(const char *name, struct note_signer *out, struct err *e);
int note_witness_parse(
    const char *p, size_t n, struct note_signer *out, struct err *e);
void note_witness_format(const struct note_signer *s, struct buf *out);
int note_witness_verifier_parse(
    const char *p, size_t n, struct note_verifier *out, struct err *e);
void
note_witness_verifier_format(const struct note_verifier *v, struct buf *out);

/* Adds a cosignature line, made at that second, to a whole note. 0 or -1. */
int note_cosign(const struct note_signer *witness, int64_t now,
    struct buf *note, struct err *e);

/*
 * Whether the note is cosigned by that witness; *when gets the second.  1, 0
 * if there is no line of it, -1 if there is one and it is wrong.
 */
int note_cosigned(const char *p, size_t n, const struct note_verifier *witness,
    int64_t *when, struct err *e);

#endif
