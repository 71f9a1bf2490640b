/*
 * form_json.c - fuzzes the JSON form of a post.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "daemon/form_json.h"
#include "gehoor/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* Whatever comes in, names and values are clean text within the caps. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct form f;

	form_init(&f);
	if (form_parse_json(p, n, &f) == 0) {
		if (f.nfields > FORM_MAX_FIELDS)
			abort();
		for (size_t i = 0; i < f.nfields; i++) {
			struct str name = form_name_at(&f, i);
			struct str value = form_value_at(&f, i);

			if (name.n > FORM_MAX_NAME ||
			    !utf8_is_valid(name.p, name.n) ||
			    !utf8_is_valid(value.p, value.n))
				abort();
		}
	}
	form_free(&f);
	return 0;
}
