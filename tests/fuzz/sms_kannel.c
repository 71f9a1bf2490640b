/*
 * sms_kannel.c - fuzzes Kannel's hook, whose body is the text as it is: the
 * first line of the input is the query, the second the media type, the rest
 * the body of a post; without a second line it is a GET.
 */
#include "hook.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str rest = { n == 0 ? "" : (const char *)p, n }, type;
	struct http_request head = { .method = HTTP_GET };
	struct gateway_request r;

	head.query = fuzz_line(&rest);
	if (rest.n > 0) {
		head.method = HTTP_POST;
		type = fuzz_line(&rest);
		head.fields[0] =
		    (struct http_field){ str_of("Content-Type"), type };
		head.nfields = 1;
	}
	if (gateway_request_open(&r, &head, rest) != 0)
		abort();
	fuzz_read(&gateway_kannel, &r);
	gateway_request_close(&r);
	return 0;
}
