/*
 * sms_json.c - fuzzes the hooks of gateways that post JSON: the first byte
 * says which, from "a" in the order of gateways.c; a line is the query, the
 * rest the body.
 */
#include "hook.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	return fuzz_hook(p, n, "application/json");
}
