/*
 * networks.c - how many connections come from one network.
 */
#include "networks.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "gehoor/bytes.h"
#include "gehoor/crypto.h"
#include "log.h"

#define BUCKETS 1024 /* a power of two */
#define HASH_BYTES 16
#define PREFIX_4 3 /* bytes of a /24 */
#define PREFIX_6 8 /* bytes of a /64 */

struct network {
	SLIST_ENTRY(network) link;
	uint8_t hash[HASH_BYTES];
	size_t count;
};

SLIST_HEAD(bucket, network);

struct networks {
	struct bucket buckets[BUCKETS];
	uint8_t key[KEY_LEN];
	size_t most;
};

struct networks *
networks_new(size_t most)
{
	struct networks *n = calloc(1, sizeof(*n));

	if (n == NULL)
		fatal("connections");
	crypto_random(n->key, sizeof(n->key));
	n->most = most;
	return n;
}

void
networks_free(struct networks **n)
{
	if (*n == NULL)
		return;
	crypto_wipe(*n, sizeof(**n));
	free(*n);
	*n = NULL;
}

void
networks_limit(struct networks *n, size_t most)
{
	n->most = most;
}

/* The bytes that tell a network; an IPv4 address may come as an IPv6 one. */
static struct crypto_part
prefix_of(const struct sockaddr *a)
{
	const struct sockaddr_in *in = (const void *)a;
	const struct sockaddr_in6 *in6 = (const void *)a;
	const uint8_t *six = in6->sin6_addr.s6_addr;

	if (a->sa_family == AF_INET)
		return (struct crypto_part){ &in->sin_addr, PREFIX_4 };
	if (a->sa_family != AF_INET6)
		return (struct crypto_part){ NULL, 0 };
	if (IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr))
		return (struct crypto_part){ six + 12, PREFIX_4 };
	return (struct crypto_part){ six, PREFIX_6 };
}

/* The one with that hash, made if there is none. */
static struct network *
find(struct networks *n, const uint8_t hash[static HASH_BYTES])
{
	struct bucket *b = &n->buckets[get_le16(hash) & (BUCKETS - 1)];
	struct network *w;

	SLIST_FOREACH(w, b, link)
	if (memcmp(w->hash, hash, HASH_BYTES) == 0)
		return w;
	if ((w = calloc(1, sizeof(*w))) == NULL)
		fatal("connections");
	memcpy(w->hash, hash, HASH_BYTES);
	SLIST_INSERT_HEAD(b, w, link);
	return w;
}

bool
networks_take(
    struct networks *n, const struct sockaddr *a, struct network **out)
{
	const struct crypto_part prefix = prefix_of(a);
	uint8_t hash[HASH_BYTES];
	struct network *w;

	*out = NULL;
	if (prefix.n == 0)
		return true;
	crypto_blake2b(hash, sizeof(hash), n->key, &prefix, 1);
	w = find(n, hash);
	crypto_wipe(hash, sizeof(hash));
	if (n->most > 0 && w->count >= n->most)
		return false;
	w->count++;
	*out = w;
	return true;
}

void
networks_give(struct networks *n, struct network **wp)
{
	struct network *w = *wp;
	struct bucket *b;

	*wp = NULL;
	if (w == NULL || --w->count > 0)
		return;
	b = &n->buckets[get_le16(w->hash) & (BUCKETS - 1)];
	SLIST_REMOVE(b, w, network, link);
	crypto_wipe(w, sizeof(*w));
	free(w);
}
