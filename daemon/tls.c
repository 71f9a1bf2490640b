/*
 * tls.c - the server's certificate, and what is spoken with it.
 */
#include "tls.h"

#include <stdlib.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "gehoor/conf.h"
#include "keys.h"
#include "log.h"

#define FILE_MAX ((size_t)1 << 20)
#define WARN_SECONDS (14L * 86400)

struct tls {
	SSL_CTX *ctx;
};

/* RFC 9325: AEAD with an ephemeral key; those of TLS 1.3 are all such. */
static const char ciphers[] =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384";

/* The reason that OpenSSL gives, behind what we were about to do. */
static int
openssl_wrong(struct err *e, const char *setting, const char *path)
{
	const char *why = ERR_reason_error_string(ERR_peek_last_error());

	ERR_clear_error();
	return err_set(e, "%s: %s: %s", setting, path,
	    why == NULL ? "cannot be used" : why);
}

/* RFC 7301: HTTP/1.1 is all we speak; who offers nothing speaks it as well. */
static int
choose_protocol(SSL *ssl, const unsigned char **out, unsigned char *outlen,
    const unsigned char *in, unsigned int inlen, void *arg)
{
	static const unsigned char ours[] = "\x08http/1.1";
	unsigned char *chosen = NULL;

	(void)ssl;
	(void)arg;
	if (SSL_select_next_proto(&chosen, outlen, ours, sizeof(ours) - 1, in,
		inlen) != OPENSSL_NPN_NEGOTIATED)
		return SSL_TLSEXT_ERR_ALERT_FATAL;
	*out = chosen;
	return SSL_TLSEXT_ERR_OK;
}

static int
set_protocol(SSL_CTX *ctx)
{
	char groups[] = "X25519:P-256:P-384"; /* a macro takes a char * */

	SSL_CTX_set_options(ctx,
	    SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION |
		SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
	SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_alpn_select_cb(ctx, choose_protocol, NULL);
	return SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) == 1 &&
		SSL_CTX_set_num_tickets(ctx, 0) == 1 &&
		SSL_CTX_set_cipher_list(ctx, ciphers) == 1 &&
		SSL_CTX_set1_groups_list(ctx, groups) == 1
	    ? 0
	    : -1;
}

/* Nobody is there to type a passphrase. */
static int
no_passphrase(char *buf, int size, int writing, void *arg)
{
	(void)buf;
	(void)size;
	(void)writing;
	(void)arg;
	return -1;
}

static BIO *
read_pem(const char *path, bool secret, struct buf *b, struct err *e)
{
	BIO *bio;

	/* A credential of systemd stands for a key that cannot be read. */
	if ((secret ? keys_read_secret(path, FILE_MAX, b, e)
		    : conf_read_file(path, FILE_MAX, false, b, e)) == -1)
		return NULL;
	bio = BIO_new_mem_buf(b->data, (int)b->len);
	if (bio == NULL)
		err_set(e, "%s: no memory", path);
	return bio;
}

static void
warn_of_end(const X509 *x, const char *path, int64_t now)
{
	time_t soon = (time_t)(now + WARN_SECONDS);

	if (X509_cmp_time(X509_get0_notAfter(x), &soon) < 0)
		log_warn("tls_certificate: %s ends within two weeks, or has "
			 "ended: renew it",
		    path);
}

/* The server's own certificate, then those between it and the root. */
static int
use_chain(SSL_CTX *ctx, BIO *bio, const char *path, int64_t now)
{
	X509 *x = PEM_read_bio_X509_AUX(bio, NULL, no_passphrase, NULL);
	int ok;

	if (x == NULL)
		return -1;
	warn_of_end(x, path, now);
	ok = SSL_CTX_use_certificate(ctx, x);
	X509_free(x);
	while (ok == 1 &&
	    (x = PEM_read_bio_X509(bio, NULL, no_passphrase, NULL)) != NULL)
		if ((ok = (int)SSL_CTX_add0_chain_cert(ctx, x)) != 1)
			X509_free(x);
	if (ok == 1)
		ERR_clear_error(); /* of the end of the file */
	return ok == 1 ? 0 : -1;
}

static int
load_certificate(SSL_CTX *ctx, const char *path, int64_t now, struct err *e)
{
	struct buf b = BUF_INIT;
	BIO *bio = read_pem(path, false, &b, e);
	int r = -1;

	if (bio != NULL && (r = use_chain(ctx, bio, path, now)) != 0)
		openssl_wrong(e, "tls_certificate", path);
	BIO_free(bio);
	buf_free(&b);
	return r;
}

/* It must be of the certificate that is loaded already. */
static int
load_key(SSL_CTX *ctx, const char *path, struct err *e)
{
	struct buf b = BUF_INIT;
	BIO *bio = read_pem(path, true, &b, e);
	EVP_PKEY *key = NULL;
	int r = -1;

	if (bio != NULL) {
		key = PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL);
		if (key != NULL && SSL_CTX_use_PrivateKey(ctx, key) == 1 &&
		    SSL_CTX_check_private_key(ctx) == 1)
			r = 0;
		else
			openssl_wrong(e, "tls_key", path);
	}
	EVP_PKEY_free(key);
	BIO_free(bio);
	buf_free(&b);
	return r;
}

int
tls_new(const char *certificate, const char *key, int64_t now, struct tls **out,
    struct err *e)
{
	struct tls *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return err_set(e, "tls_certificate: no memory");
	t->ctx = SSL_CTX_new(TLS_server_method());
	if (t->ctx == NULL || set_protocol(t->ctx) != 0) {
		openssl_wrong(e, "tls_certificate", certificate);
		tls_free(&t);
		return -1;
	}
	if (load_certificate(t->ctx, certificate, now, e) != 0 ||
	    load_key(t->ctx, key, e) != 0) {
		tls_free(&t);
		return -1;
	}
	*out = t;
	return 0;
}

int
tls_of_conf(const struct conf *c, int64_t now, struct tls **out, struct err *e)
{
	*out = NULL;
	return *c->tls_certificate == '\0'
	    ? 0
	    : tls_new(c->tls_certificate, c->tls_key, now, out, e);
}

void
tls_free(struct tls **t)
{
	if (*t == NULL)
		return;
	SSL_CTX_free((*t)->ctx);
	free(*t);
	*t = NULL;
}

struct ssl_st *
tls_accept(struct tls *t)
{
	return SSL_new(t->ctx);
}
