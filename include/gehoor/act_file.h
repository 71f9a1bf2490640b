/*
 * act_file.h - the files of acts (act.h) beside the segments of a log, and
 * whose signatures on them count.
 */
#ifndef GEHOOR_ACT_FILE_H
#define GEHOOR_ACT_FILE_H

#include <stddef.h>

#include "gehoor/act.h"
#include "gehoor/err.h"
#include "gehoor/note.h"

/* A registered desk: its key, and its roles as bits by conf_roles. */
struct act_desk {
	struct note_verifier key;
	unsigned roles;
};

/* Whose signatures count: servers (taken under the origin), desks. */
struct act_keys {
	const struct note_verifier *servers;
	size_t nservers;
	const struct act_desk *desks;
	size_t ndesks;
};

struct act_list {
	struct act *acts;
	size_t n;
};

/* "erased", "expired" or "restored". */
const char *act_file_name(enum act_kind kind);

/*
 * Reads DIR's file of that kind; no file is an empty list.  Every act must
 * be signed as its kind asks: "erased" with the keys of two desks that have
 * two roles between them, "expired" by a desk, "restored" by a server under
 * the act's origin.  0, or -1: err names the file, which act, and what is
 * wrong.  Bounded by ACT_FILE_MAX.
 */
int act_file_read(const char *dir, enum act_kind kind, const struct act_keys *k,
    struct act_list *out, struct err *e);
void act_list_free(struct act_list *l);

/* Adds a whole signed note, durably: written beside, synced, renamed. */
int act_file_add(
    const char *dir, enum act_kind kind, const struct buf *note, struct err *e);

/* Signs an act with each of the signers in turn; adds the note to out. */
int act_sign(const struct act *a, const struct note_signer *const *signers,
    size_t n, struct buf *out, struct err *e);

/* The erased act for that index, or NULL. */
const struct act *act_list_erased(const struct act_list *l, uint64_t index);

#endif
