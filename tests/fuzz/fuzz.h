/*
 * fuzz.h - what fuzz targets share.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gehoor/crypto.h"
#include "gehoor/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void
require(bool ok)
{
	if (!ok)
		abort();
}

/* The key "n.example" that the signed notes of the corpus were made with. */
static inline void
fuzz_signer(struct note_signer *s, struct note_verifier *v)
{
	static const uint8_t seed[32] = { 7 };
	static struct note_signer made;

	require(crypto_init(NULL) == 0);
	if (made.name[0] == '\0') {
		memcpy(made.name, "n.example", 10);
		crypto_sign_pair(seed, made.pk, made.sk);
		require(note_signer_as(&made, "n.example", &made, NULL) == 0);
	}
	*s = made;
	note_signer_verifier(&made, v);
}

#endif
