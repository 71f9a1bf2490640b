/*
 * code_proof.c - a proof, or a promise, for who asks and has the code.
 */
#include "answer.h"
#include "code.h"
#include "gehoor/promise.h"
#include "gehoor/tile.h"
#include "gehoor/tlog_proof.h"
#include "keys.h"
#include "log.h"

static const char type_text[] = "text/plain; charset=utf-8";
static const char save_proof[] = "attachment; filename=\"bewijs.tlog-proof\"";
static const char save_promise[] =
    "attachment; filename=\"bewijs-belofte.txt\"";

/* Says nothing of the content, the moment or the place in the log. */
static int
make_promise(const struct exchange *x, const struct journal_found *found,
    struct buf *out, struct err *e)
{
	struct promise p;

	memcpy(p.origin, found->origin, sizeof(p.origin));
	memcpy(p.log_id, found->log_id, LOG_ID_LEN);
	memcpy(p.leaf, found->leaf, HASH_LEN);
	return promise_sign(&p, keys_signer(x->app->keys), out, e);
}

static int
make_proof(const struct journal_published *pub,
    const struct journal_found *found, struct buf *out, struct err *e)
{
	struct tlog_proof p = { .index = found->index, .has_leaf = true };

	if (merkle_inclusion_make(found->index, pub->checkpoint.size,
		tile_tree_node, pub->tree, &p.path, e) != 0)
		return -1;
	memcpy(p.leaf, found->leaf, HASH_LEN);
	p.checkpoint =
	    (struct str){ (const char *)pub->note.data, pub->note.len };
	tlog_proof_write(&p, out);
	return out->failed ? err_set(e, "no memory") : 0;
}

void
code_proof(struct exchange *x, const struct journal_found *found)
{
	const struct journal_published *pub =
	    journal_published(x->app->journal, found->box);
	bool covered = pub != NULL && found->covered.year != 0 &&
	    found->index < pub->checkpoint.size;
	struct buf file = BUF_INIT;
	struct err e;
	int rc = covered ? make_proof(pub, found, &file, &e)
			 : make_promise(x, found, &file, &e);

	if (rc == 0) {
		answer_text(
		    x, 200, (struct str){ (const char *)file.data, file.len });
		x->response.type = type_text;
		x->response.disposition = covered ? save_proof : save_promise;
		x->response.noindex = true;
	} else {
		log_warn("a proof cannot be made: %s", e.msg);
		route_error(x, 503);
	}
	buf_free(&file);
}
