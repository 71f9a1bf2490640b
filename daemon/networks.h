/*
 * networks.h - how many connections come from one network (an IPv4 /24 or an
 * IPv6 /64), for who configured a limit.
 *
 * An address is hashed under a key that is only in memory, and forgotten;
 * what is kept is a hash and a count, for as long as connections are open.
 */
#ifndef NETWORKS_H
#define NETWORKS_H

#include <stdbool.h>
#include <stddef.h>

struct networks;
struct network;
struct sockaddr;

struct networks *networks_new(size_t most);
/* Every network must have been given back. */
void networks_free(struct networks **n);

/* Another limit, for who comes from now on. */
void networks_limit(struct networks *n, size_t most);

/*
 * Counts one more connection.  False if there are too many; else *out is what
 * networks_give takes, NULL for an address that is of no network.
 */
bool networks_take(
    struct networks *n, const struct sockaddr *a, struct network **out);
void networks_give(struct networks *n, struct network **w);

#endif
