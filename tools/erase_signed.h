/*
 * erase_signed.h - what two desks signed for in the files "erased" is carried
 * out, from wherever an earlier run was interrupted.
 */
#ifndef ERASE_SIGNED_H
#define ERASE_SIGNED_H

#include "command.h"
#include "gehoor/act_file.h"

struct erase_signed {
	const char *dir;   /* of the log */
	const char *state; /* where the answers are; NULL: there are none */
	struct act_keys keys;
	const struct reader_secret *reader; /* NULL: key files stay as is */
};

/*
 * Carries out every entry of DIR/erased whose record is still there; *done
 * gets how many these were.  EXIT_DONE, or e says why not.
 */
enum exit_code
erase_signed(const struct erase_signed *o, unsigned *done, struct err *e);

/* The same in the logs of all desks that are here. */
enum exit_code erase_signed_desks(const struct invocation *iv,
    const struct reader_secret *reader, unsigned *done, struct err *e);

#endif
