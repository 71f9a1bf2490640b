/*
 * receipt.c - what a sender saved: is it true?
 */
#include "receipt.h"

#include <string.h>

#include "gehoor/leaves.h"
#include "gehoor/tlog_proof.h"

static const char promise_line[] = "gehoor promise";

static int
check_promise(const struct buf *file, const struct note_verifier *keys,
    size_t nkeys, struct receipt *out, struct err *e)
{
	struct promise p;

	if (promise_open(
		(const char *)file->data, file->len, keys, nkeys, &p, e) == -1)
		return -1;
	out->kind = RECEIPT_PROMISE;
	memcpy(out->origin, p.origin, sizeof(out->origin));
	memcpy(out->leaf, p.leaf, HASH_LEN);
	memcpy(out->log_id, p.log_id, LOG_ID_LEN);
	return 0;
}

/* The checkpoint says of which log it is; the keys say whether that counts. */
static int
open_checkpoint(struct str note, const struct note_verifier *keys, size_t nkeys,
    struct checkpoint *out, struct err *e)
{
	struct checkpoint claimed;
	struct str text;

	if (note_text(note.p, note.n, &text, e) == -1 ||
	    checkpoint_read(text, &claimed, e) == -1)
		return -1;
	return checkpoint_open(
	    note.p, note.n, claimed.origin, keys, nkeys, out, e);
}

static int
check_proof(const struct buf *file, const struct note_verifier *keys,
    size_t nkeys, struct receipt *out, struct err *e)
{
	struct tlog_proof p;

	if (tlog_proof_read((const char *)file->data, file->len, &p, e) == -1 ||
	    open_checkpoint(p.checkpoint, keys, nkeys, &out->checkpoint, e) ==
		-1)
		return -1;
	if (!p.has_leaf)
		return err_set(e, "the proof does not say of which record");
	if (!merkle_inclusion_ok(p.index, out->checkpoint.size, p.leaf,
		out->checkpoint.root, &p.path))
		return err_set(e,
		    "the proof does not lead from its record to the root of "
		    "its checkpoint");
	out->kind = RECEIPT_PROOF;
	memcpy(out->origin, out->checkpoint.origin, sizeof(out->origin));
	memcpy(out->leaf, p.leaf, HASH_LEN);
	out->index = p.index;
	return 0;
}

int
receipt_check(const struct buf *file, const struct note_verifier *keys,
    size_t nkeys, struct receipt *out, struct err *e)
{
	size_t n = sizeof(promise_line) - 1;

	memset(out, 0, sizeof(*out));
	if (file->len >= n && memcmp(file->data, promise_line, n) == 0)
		return check_promise(file, keys, nkeys, out, e);
	return check_proof(file, keys, nkeys, out, e);
}

int
receipt_find(
    const char *dir, const struct receipt *r, uint64_t *index, struct err *e)
{
	struct leaves *l = NULL;
	uint8_t leaf[HASH_LEN];
	int found = 0;

	if (leaves_open(dir, false, &l, e) == -1)
		return -1;
	for (*index = 0; found == 0 && *index < leaves_count(l); (*index)++) {
		if (leaves_get(l, *index, leaf, e) == -1)
			found = -1;
		else if (memcmp(leaf, r->leaf, HASH_LEN) == 0)
			found = 1;
	}
	*index -= found == 1;
	leaves_close(&l);
	return found;
}
