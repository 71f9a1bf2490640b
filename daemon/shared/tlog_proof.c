/*
 * tlog_proof.c - C2SP tlog-proof: that one record is in a log.
 */
#include "gehoor/tlog_proof.h"

#include <inttypes.h>
#include <string.h>

#include "gehoor/crypto.h"
#include "note_parts.h"
#include "text_line.h"

static const char first_line[] = "c2sp.org/tlog-proof@v1";

void
tlog_proof_write(const struct tlog_proof *p, struct buf *out)
{
	buf_addf(out, "%s\n", first_line);
	if (p->has_leaf) {
		buf_adds(out, "extra ");
		crypto_base64(out, p->leaf, HASH_LEN);
		buf_addc(out, '\n');
	}
	buf_addf(out, "index %" PRIu64 "\n", p->index);
	for (size_t i = 0; i < p->path.n; i++) {
		crypto_base64(out, p->path.hash[i], HASH_LEN);
		buf_addc(out, '\n');
	}
	buf_addc(out, '\n');
	buf_addstr(out, p->checkpoint);
}

/* The hashes up to the empty line, which is taken too. */
static int
read_path(struct str *rest, struct merkle_proof *p)
{
	struct str line;

	for (p->n = 0; note_cut(rest, '\n', &line) == 0; p->n++) {
		if (line.n == 0)
			return 0;
		if (p->n == MERKLE_PROOF_MAX ||
		    line_hash(line, p->hash[p->n]) != 0)
			return -1;
	}
	return -1;
}

int
tlog_proof_read(const char *p, size_t n, struct tlog_proof *out, struct err *e)
{
	struct tlog_proof proof = { .index = 0 };
	struct str rest = { p, n }, line, value;

	if (n > TLOG_PROOF_MAX)
		return err_set(e, "longer than a proof can be");
	if (note_cut(&rest, '\n', &line) != 0 || !str_is(line, first_line))
		return err_set(e, "not a proof: it begins with %s", first_line);
	/* Extra data of others are not ours to judge. */
	if (line_take(&rest, "extra", &value) == 0)
		proof.has_leaf = line_hash(value, proof.leaf) == 0;
	if (line_take(&rest, "index", &value) != 0 ||
	    line_decimal(value, &proof.index) != 0)
		return err_set(e, "the proof has no line index and a number");
	if (read_path(&rest, &proof.path) != 0)
		return err_set(e,
		    "the proof has a wrong line before its empty line: base64 "
		    "of 32 bytes is right");
	proof.checkpoint = rest;
	*out = proof;
	return 0;
}
