/*
 * erase_apply.c - gehoor erase --apply.
 */
#include "erase_apply.h"

#include "boxes.h"
#include "erase_signed.h"

/* Says what was done in one log, also if not all of it could be. */
static enum exit_code
tell(const struct invocation *iv, enum exit_code code, unsigned done,
    const char *where, const char *what, const struct err *e)
{
	if (done > 0)
		say(iv, "%s: %u %s were erased", where, done, what);
	return code == EXIT_DONE ? code : complain(code, "%s", e->msg);
}

enum exit_code
erase_apply(struct invocation *iv)
{
	enum exit_code worst = EXIT_DONE, code;
	struct boxes boxes;
	unsigned done;
	struct err e;

	if (boxes_list(iv->conf, iv->argv, iv->argc, &boxes, &e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	for (size_t i = 0; i < boxes.n; i++) {
		const struct box_log *log = &boxes.logs[i];
		const struct erase_signed o = { log->dir, log->state,
			{ iv->log_keys, iv->nlog_keys, iv->desks, iv->ndesks },
			NULL };

		code = erase_signed(&o, &done, &e);
		code = tell(iv, code, done, log->shown, "messages", &e);
		worst = code != EXIT_DONE ? code : worst;
	}
	code = erase_signed_desks(iv, NULL, &done, &e);
	code = tell(iv, code, done, "desks", "events", &e);
	boxes_free(&boxes);
	return code != EXIT_DONE ? code : worst;
}
