/*
 * alloc.c - one allocator that wipes.
 *
 * libevent keeps request bytes in its buffers, OpenSSL and jansson keep the
 * posts of gateways; all three take their memory from here, so that nothing
 * typed stays behind in the heap.
 */
#include "alloc.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>
#include <jansson.h>
#include <openssl/crypto.h>

void *
alloc_new(size_t n)
{
	return malloc(n);
}

void
alloc_free(void *p)
{
	if (p == NULL)
		return;
	explicit_bzero(p, malloc_usable_size(p));
	free(p);
}

/* Always moves: a realloc in the C library could leave a copy behind. */
void *
alloc_resize(void *p, size_t n)
{
	size_t had;
	void *q;

	if (p == NULL)
		return malloc(n);
	if (n == 0) {
		alloc_free(p);
		return NULL;
	}
	had = malloc_usable_size(p);
	if (n <= had && n >= had / 2)
		return p;
	if ((q = malloc(n)) == NULL)
		return NULL;
	memcpy(q, p, had < n ? had : n);
	alloc_free(p);
	return q;
}

static void *
openssl_new(size_t n, const char *file, int line)
{
	(void)file;
	(void)line;
	return n == 0 ? NULL : alloc_new(n);
}

static void *
openssl_resize(void *p, size_t n, const char *file, int line)
{
	(void)file;
	(void)line;
	return alloc_resize(p, n);
}

static void
openssl_free(void *p, const char *file, int line)
{
	(void)file;
	(void)line;
	alloc_free(p);
}

int
alloc_init(struct err *e)
{
	event_set_mem_functions(alloc_new, alloc_resize, alloc_free);
	json_set_alloc_funcs(alloc_new, alloc_free);
	if (CRYPTO_set_mem_functions(
		openssl_new, openssl_resize, openssl_free) != 1)
		return err_set(e, "OpenSSL took memory before it was told how");
	return 0;
}
