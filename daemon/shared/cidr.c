/*
 * cidr.c - networks as "192.0.2.0/24" or "2001:db8::/32".
 */
#include "gehoor/cidr.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#define MAPPED_BITS 96 /* before an IPv4 address in an IPv6 one */

static void
map(const void *four, uint8_t out[static 16])
{
	memset(out, 0, 10);
	memset(out + 10, 0xff, 2);
	memcpy(out + 12, four, 4);
}

/* The bits behind the slash, counted from the front of 128; -1: none. */
static long
prefix(const char *digits, long before)
{
	size_t n = strspn(digits, "0123456789");
	long bits = n == 0 || n > 3 || digits[n] != '\0'
	    ? -1
	    : strtol(digits, NULL, 10);

	return bits < 0 || bits + before > 128 ? -1 : bits + before;
}

bool
cidr_parse(const char *s, struct cidr *out)
{
	const char *slash = strchr(s, '/');
	size_t n = slash == NULL ? strlen(s) : (size_t)(slash - s);
	char host[INET6_ADDRSTRLEN];
	struct in_addr four;
	bool is_four;
	long bits = 128;

	if (n >= sizeof(host))
		return false;
	memcpy(host, s, n);
	host[n] = '\0';
	is_four = inet_pton(AF_INET, host, &four) == 1;
	if (is_four)
		map(&four, out->address);
	else if (inet_pton(AF_INET6, host, out->address) != 1)
		return false;
	if (slash != NULL)
		bits = prefix(slash + 1, is_four ? MAPPED_BITS : 0);
	out->bits = bits < 0 ? 0 : (unsigned)bits;
	return bits >= 0;
}

bool
cidr_has(const struct cidr *c, const struct sockaddr *a)
{
	const struct sockaddr_in *in = (const void *)a;
	const struct sockaddr_in6 *in6 = (const void *)a;
	uint8_t address[16];
	unsigned whole = c->bits / 8, rest = c->bits % 8;

	if (a->sa_family == AF_INET)
		map(&in->sin_addr, address);
	else if (a->sa_family == AF_INET6)
		memcpy(address, &in6->sin6_addr, sizeof(address));
	else
		return false;
	return memcmp(address, c->address, whole) == 0 &&
	    (rest == 0 ||
		(address[whole] ^ c->address[whole]) >> (8 - rest) == 0);
}
