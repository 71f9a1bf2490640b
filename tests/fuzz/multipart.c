/*
 * multipart.c - any bytes as a multipart body; the first line is the boundary
 * announced.  Text comes out clean, a refused body leaves no field.
 */
#include <assert.h>

#include "gehoor/form.h"
#include "gehoor/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *lf = size == 0 ? NULL : memchr(data, '\n', size);
	struct str boundary = { (const char *)data, 0 };
	struct form f;
	int result;

	if (lf == NULL)
		return 0;
	boundary.n = (size_t)(lf - data);
	form_init(&f);
	result =
	    form_parse_multipart(lf + 1, size - boundary.n - 1, boundary, &f);
	assert(result == 0 || f.nfields == 0);
	assert(f.nfields <= FORM_MAX_FIELDS);
	for (size_t i = 0; i < f.nfields; i++) {
		struct str name = form_name_at(&f, i);
		struct str value = form_value_at(&f, i);

		assert(name.n <= FORM_MAX_NAME);
		assert(utf8_is_valid(name.p, name.n));
		assert(utf8_is_valid(value.p, value.n));
	}
	form_free(&f);
	return 0;
}
