/*
 * erase_signed.c - what two desks signed for is carried out.
 */
#include "erase_signed.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "erase.h"
#include "replace.h"
#include "reply_file.h"

/*
 * One entry; what is done already is passed over.  The frame goes last: it is
 * what says that there is something to do, and its tag names the answer.  1
 * done now, 0, or -1.
 */
static int
carry_out(const struct erase_signed *o, const struct act *a, struct err *e)
{
	uint8_t id[LOG_ID_LEN], tag[TAG_LEN];
	int there;

	if (erase_log_id(o->dir, a->segment, id, e) == -1)
		return 0; /* deleted after its time */
	if (memcmp(id, a->log_id, LOG_ID_LEN) != 0)
		return err_set(e,
		    "%s/erased: entry for record %" PRIu64 " is of another log",
		    o->dir, a->index);
	there = erase_tag(o->dir, a, tag, e);
	if (there != 1)
		return there;
	if (o->reader != NULL && erase_key(o->dir, a, o->reader, e) == -1)
		return -1;
	if (o->state != NULL && reply_file_remove(o->state, tag, e) == -1)
		return -1;
	return erase_frame(o->dir, a, e) == -1 ? -1 : 1;
}

enum exit_code
erase_signed(const struct erase_signed *o, unsigned *done, struct err *e)
{
	struct act_list acts;
	int rc = 0;

	*done = 0;
	if (replace_finish(o->dir, e) == -1)
		return EXIT_OTHER;
	if (act_file_read(o->dir, ACT_ERASED, &o->keys, &acts, e) == -1)
		return EXIT_DAMAGED;
	for (size_t i = 0; rc != -1 && i < acts.n; i++) {
		rc = carry_out(o, &acts.acts[i], e);
		*done += rc == 1;
	}
	act_list_free(&acts);
	return rc == -1 ? EXIT_OTHER : EXIT_DONE;
}

enum exit_code
erase_signed_desks(const struct invocation *iv,
    const struct reader_secret *reader, unsigned *done, struct err *e)
{
	char dir[4096];
	const struct erase_signed o = { dir, NULL,
		{ iv->log_keys, iv->nlog_keys, iv->desks, iv->ndesks },
		reader };
	enum exit_code code = EXIT_DONE;
	unsigned n;

	*done = 0;
	for (size_t i = 0; code == EXIT_DONE && i < iv->conf->ndesks; i++) {
		snprintf(dir, sizeof(dir), "%s/desk/%s", iv->conf->state,
		    iv->conf->desks[i].id);
		if (access(dir, F_OK) == -1)
			continue;
		code = erase_signed(&o, &n, e);
		*done += n;
	}
	return code;
}
