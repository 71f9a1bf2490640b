/*
 * verify_receipt.h - gehoor verify --receipt: says in plain words what a
 * saved proof or promise is worth.
 */
#ifndef VERIFY_RECEIPT_H
#define VERIFY_RECEIPT_H

#include "command.h"

enum exit_code verify_receipt(const struct invocation *iv, const char *path);

#endif
