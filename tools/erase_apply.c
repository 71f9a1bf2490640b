/*
 * erase_apply.c - gehoor erase --apply.
 */
#include "erase_apply.h"

#include "boxes.h"
#include "erase_signed.h"
#include "forget_lock.h"

/* Says what was done in one log, also if not all of it could be. */
static enum exit_code
tell(const struct invocation *iv, enum exit_code code, unsigned done,
    const char *where, const char *what, const struct err *e)
{
	if (done > 0)
		say(iv, "%s: %u %s were erased", where, done, what);
	return code == EXIT_DONE ? code : complain(code, "%s", e->msg);
}

/* In every log what can be done; the worst of the verdicts. */
static enum exit_code
apply_all(const struct invocation *iv, const struct boxes *boxes)
{
	enum exit_code worst = EXIT_DONE, code;
	unsigned done;
	struct err e;

	for (size_t i = 0; i < boxes->n; i++) {
		const struct box_log *log = &boxes->logs[i];
		const struct log_signers by =
		    box_log_signers(log, iv->log_keys, iv->nlog_keys);
		const struct erase_signed o = { log->dir, log->state,
			{ by.keys, by.n, iv->desks, iv->ndesks }, NULL };

		code = erase_signed(&o, &done, &e);
		code = tell(iv, code, done, log->shown, "messages", &e);
		worst = code != EXIT_DONE ? code : worst;
	}
	code = erase_signed_desks(iv, NULL, &done, &e);
	code = tell(iv, code, done, "desks", "events", &e);
	return code != EXIT_DONE ? code : worst;
}

enum exit_code
erase_apply(struct invocation *iv)
{
	struct forget_lock lock;
	enum exit_code code;
	struct boxes boxes;
	struct err e;

	if (boxes_list(iv->conf, iv->argv, iv->argc, &boxes, &e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	if (forget_lock(iv->conf, &boxes, &lock, &e) == -1) {
		code = complain(EXIT_OTHER, "%s", e.msg);
	} else {
		code = apply_all(iv, &boxes);
		forget_unlock(&lock);
	}
	boxes_free(&boxes);
	return code;
}
