/*
 * log_serve.c - what anybody may have of a log, where its box says so: the
 * last scheduled checkpoint and hash tiles up to it (C2SP tlog-tiles), and
 * nothing newer.
 */
#include "answer.h"
#include "gehoor/tile.h"
#include "journal.h"
#include "log.h"
#include "route.h"

static const char type_text[] = "text/plain; charset=utf-8";
static const char type_bytes[] = "application/octet-stream";

/* What was published of the box; NULL: nothing, or not to everybody. */
static const struct journal_published *
published(const struct exchange *x, const struct route_match *m)
{
	const struct conf_box *box = &x->app->conf->boxes[m->box];
	long n = journal_box(x->app->journal, str_of(box->name));

	return box->public_log && n >= 0
	    ? journal_published(x->app->journal, (size_t)n)
	    : NULL;
}

enum route_verdict
log_checkpoint(struct exchange *x, const struct route_match *m)
{
	const struct journal_published *pub = published(x, m);

	if (pub == NULL) {
		route_error(x, 404);
		return ROUTE_NOW;
	}
	answer_text(x, 200,
	    (struct str){ (const char *)pub->note.data, pub->note.len });
	x->response.type = type_text;
	return ROUTE_NOW;
}

enum route_verdict
log_tile(struct exchange *x, const struct route_match *m)
{
	const struct journal_published *pub = published(x, m);
	struct tile tile;
	struct err e;
	int rc = 1;

	if (pub != NULL && tile_path_read(m->rest, &tile) == 0) {
		answer_text(x, 200, str_of(""));
		rc = tile_tree_read(pub->tree, &tile, &x->response.body, &e);
		x->response.type = type_bytes;
	}
	if (rc == -1)
		log_warn("box %s: a tile: %s", x->app->conf->boxes[m->box].name,
		    e.msg);
	if (rc != 0)
		route_error(x, rc == 1 ? 404 : 503);
	return ROUTE_NOW;
}
