/*
 * sms_android.c - fuzzes the webhook of the Android app behind its signature:
 * the input is the body, and is signed here.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "daemon/gateway.h"
#include "gehoor/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

#define STAMP "1791000000"
#define KEY "geheim-genoeg"

static void
sign(const uint8_t *p, size_t n, char hex[static 65])
{
	uint8_t *all = malloc(n + sizeof(STAMP) - 1), mac[32];
	unsigned len = 0;

	if (all == NULL)
		abort();
	if (n > 0)
		memcpy(all, p, n);
	memcpy(all + n, STAMP, sizeof(STAMP) - 1);
	HMAC(EVP_sha256(), KEY, sizeof(KEY) - 1, all, n + sizeof(STAMP) - 1,
	    mac, &len);
	for (unsigned i = 0; i < 32; i++)
		snprintf(hex + 2 * i, 3, "%02x", mac[i]);
	free(all);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct http_request r = { .method = HTTP_POST };
	enum gateway_verdict verdict;
	char hex[65];
	struct sms m;

	sign(p, n, hex);
	r.fields[0] = (struct http_field){ str_of("X-Signature"), str_of(hex) };
	r.fields[1] =
	    (struct http_field){ str_of("X-Timestamp"), str_of(STAMP) };
	r.nfields = 2;
	sms_init(&m);
	verdict = gateway_find("android-sms-gateway")
		      ->read(&r, (struct str){ (const char *)p, n },
			  str_of(KEY), 1791000000, &m);
	if (verdict == GATEWAY_FORGED)
		abort();
	if (!utf8_is_valid(sms_get(&m, &m.text).p, m.text.n))
		abort();
	sms_free(&m);
	return 0;
}
