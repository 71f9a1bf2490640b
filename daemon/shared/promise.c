/*
 * promise.c - a signed promise that a leaf was received.
 */
#include "gehoor/promise.h"

#include <string.h>

#include "gehoor/crypto.h"
#include "note_parts.h"
#include "text_line.h"

static const char first_line[] = "gehoor promise v1";

int
promise_sign(const struct promise *p, const struct note_signer *s,
    struct buf *out, struct err *e)
{
	struct buf text = BUF_INIT;
	int rc;

	buf_addf(&text, "%s\n%s\nlog ", first_line, p->origin);
	line_add_hex(&text, p->log_id, LOG_ID_LEN);
	buf_adds(&text, "\nleaf ");
	crypto_base64(&text, p->leaf, HASH_LEN);
	buf_addc(&text, '\n');
	rc = note_sign_as(s, p->origin, &text, out, e);
	buf_free(&text);
	return rc;
}

int
promise_read(struct str text, struct promise *out, struct err *e)
{
	struct str line, origin, value;
	struct promise p;

	memset(&p, 0, sizeof(p));
	if (note_cut(&text, '\n', &line) != 0 || !str_is(line, first_line))
		return err_set(
		    e, "not a promise: it begins with %s", first_line);
	if (note_cut(&text, '\n', &origin) != 0 ||
	    !note_name_is_valid(origin.p, origin.n))
		return err_set(e, "line 2 of a promise is the origin");
	if (line_take(&text, "log", &value) != 0 ||
	    line_hex(value, p.log_id, LOG_ID_LEN) != 0)
		return err_set(e, "line 3 of a promise is the log id");
	if (line_take(&text, "leaf", &value) != 0 ||
	    line_hash(value, p.leaf) != 0 || text.n > 0)
		return err_set(e, "line 4 of a promise, its last, is the leaf");
	memcpy(p.origin, origin.p, origin.n);
	*out = p;
	return 0;
}

int
promise_open(const char *p, size_t n, const struct note_verifier *keys,
    size_t nkeys, struct promise *out, struct err *e)
{
	struct promise promise;
	struct str text;

	if (n > PROMISE_MAX)
		return err_set(e, "longer than a promise can be");
	if (note_text(p, n, &text, e) != 0 ||
	    promise_read(text, &promise, e) != 0 ||
	    note_verify_as(p, n, promise.origin, keys, nkeys, &text, e) != 0)
		return -1;
	*out = promise;
	return 0;
}
