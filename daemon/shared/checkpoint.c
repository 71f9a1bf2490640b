/*
 * checkpoint.c - C2SP tlog-checkpoint: origin, size and root, signed.
 */
#include "gehoor/checkpoint.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "gehoor/crypto.h"
#include "note_parts.h"
#include "text_line.h"

int
checkpoint_origin(const char *name, const char *box, unsigned generation,
    char out[static NOTE_NAME_MAX + 1], struct err *e)
{
	char made[2 * NOTE_NAME_MAX];
	int n = generation <= 1
	    ? snprintf(made, sizeof(made), "%s/%s", name, box)
	    : snprintf(made, sizeof(made), "%s/%s/%u", name, box, generation);

	if (n < 0 || n > NOTE_NAME_MAX || !note_name_is_valid(made, (size_t)n))
		return err_set(e,
		    "the origin %.100s/%.32s is no name of a key: at most %d "
		    "bytes, no blanks and no +",
		    name, box, NOTE_NAME_MAX);
	memcpy(out, made, (size_t)n + 1);
	return 0;
}

void
checkpoint_write(const struct checkpoint *c, struct buf *text)
{
	buf_addf(text, "%s\n%" PRIu64 "\n", c->origin, c->size);
	crypto_base64(text, c->root, HASH_LEN);
	buf_addc(text, '\n');
}

int
checkpoint_read(struct str text, struct checkpoint *out, struct err *e)
{
	struct str origin, size, root, extension;
	struct checkpoint c = { .size = 0 };

	if (note_cut(&text, '\n', &origin) != 0 ||
	    note_cut(&text, '\n', &size) != 0 ||
	    note_cut(&text, '\n', &root) != 0)
		return err_set(
		    e, "a checkpoint has three lines: origin, size, root");
	if (!note_name_is_valid(origin.p, origin.n))
		return err_set(e, "line 1 of a checkpoint is its origin");
	if (line_decimal(size, &c.size) != 0)
		return err_set(
		    e, "line 2 of a checkpoint is the size of the tree");
	if (line_hash(root, c.root) != 0)
		return err_set(
		    e, "line 3 of a checkpoint is the root in base64");
	while (text.n > 0)
		if (note_cut(&text, '\n', &extension) != 0 || extension.n == 0)
			return err_set(e, "a checkpoint has an empty line");
	memcpy(c.origin, origin.p, origin.n);
	*out = c;
	return 0;
}

int
checkpoint_sign(const struct checkpoint *c, const struct note_signer *s,
    struct buf *out, struct err *e)
{
	struct buf text = BUF_INIT;
	int rc;

	checkpoint_write(c, &text);
	rc = note_sign_as(s, c->origin, &text, out, e);
	buf_free(&text);
	return rc;
}

int
checkpoint_open(const char *p, size_t n, const char *origin,
    const struct note_verifier *keys, size_t nkeys, struct checkpoint *out,
    struct err *e)
{
	struct checkpoint c;
	struct str text;

	if (n > CHECKPOINT_MAX)
		return err_set(e, "longer than a checkpoint can be");
	if (note_verify_as(p, n, origin, keys, nkeys, &text, e) != 0 ||
	    checkpoint_read(text, &c, e) != 0)
		return -1;
	if (strcmp(c.origin, origin) != 0)
		return err_set(
		    e, "a checkpoint of %s, not of %s", c.origin, origin);
	*out = c;
	return 0;
}
