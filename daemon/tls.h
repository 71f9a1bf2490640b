/*
 * tls.h - the server's certificate, and what is spoken with it: TLS 1.2 and
 * 1.3 (RFC 8446), forward secret ciphers only, no renegotiation.
 *
 * No session is resumed, neither by ticket nor by id: a ticket would let
 * whoever sees the wire tell that the same phone came back, and with TLS 1.3
 * it would save no round trip.  Whoever is let in on a name is not looked at
 * (SNI): there is one certificate.
 */
#ifndef TLS_H
#define TLS_H

#include <stdint.h>

#include "gehoor/err.h"

struct conf;
struct tls;
struct ssl_st;

/*
 * Reads the chain and its key, PEM both; the key must be readable by nobody
 * else.  Warns through log_warn of a certificate that ends within two weeks
 * of now (Unix seconds).  0 or -1.
 */
int tls_new(const char *certificate, const char *key, int64_t now,
    struct tls **out, struct err *e);
/* The same with what is configured; *out is NULL where nothing is. */
int
tls_of_conf(const struct conf *c, int64_t now, struct tls **out, struct err *e);
void tls_free(struct tls **t);

/* A new connection's state (SSL_free), or NULL for no memory. */
struct ssl_st *tls_accept(struct tls *t);

#endif
