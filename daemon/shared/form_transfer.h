/*
 * form_transfer.h - undoing what a part of a multipart body says was done to
 * it; private to form_*.c.
 */
#ifndef FORM_TRANSFER_H
#define FORM_TRANSFER_H

#include "gehoor/buf.h"
#include "gehoor/bytes.h"

/*
 * Undoes a Content-Transfer-Encoding (base64, quoted-printable) and a charset
 * (the Latin-1 family).  Returns raw itself when there is nothing to undo or
 * raw is plainly not what it says to be; else what it put into scratch, which
 * has failed set when there was no memory.
 */
struct str form_transfer_undo(
    struct str coding, struct str charset, struct str raw, struct buf *scratch);

#endif
