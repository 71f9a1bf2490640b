/*
 * urlencoded.c - any bytes as a urlencoded form: every piece between "&" is a
 * field, kept or counted, and all text comes out clean.
 */
#include <assert.h>

#include "gehoor/form.h"
#include "gehoor/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_text(struct str s)
{
	assert(s.p != NULL && utf8_is_valid(s.p, s.n));
	for (size_t i = 0; i < s.n; i++)
		assert((uint8_t)s.p[i] >= 0x20 || s.p[i] == '\t' ||
		    s.p[i] == '\n');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct form f;
	size_t pieces = 0;

	for (size_t i = 0; i < size; i++)
		pieces += data[i] != '&' && (i == 0 || data[i - 1] == '&');
	form_init(&f);
	assert(form_parse_urlencoded(data, size, &f) == 0);
	assert(f.nfields + f.dropped == pieces);
	assert(f.nfields <= FORM_MAX_FIELDS);
	for (size_t i = 0; i < f.nfields; i++) {
		assert(form_name_at(&f, i).n <= FORM_MAX_NAME);
		check_text(form_name_at(&f, i));
		check_text(form_value_at(&f, i));
	}
	form_free(&f);
	return 0;
}
