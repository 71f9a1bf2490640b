/*
 * cidr.h - networks as "192.0.2.0/24" or "2001:db8::/32" (RFC 4632, RFC 4291).
 */
#ifndef GEHOOR_CIDR_H
#define GEHOOR_CIDR_H

#include <stdbool.h>
#include <stdint.h>

struct sockaddr;

/* An IPv4 network is kept as the IPv6 one that it maps to. */
struct cidr {
	uint8_t address[16];
	unsigned bits;
};

/* An address alone is a network of itself.  False: it is none. */
bool cidr_parse(const char *s, struct cidr *out);

/* Whether the address lies in it; others than IPv4 and IPv6 never do. */
bool cidr_has(const struct cidr *c, const struct sockaddr *a);

#endif
