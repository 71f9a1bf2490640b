/*
 * sms_line.h - the configured SMS lines, each with its gateway and secret.
 */
#ifndef SMS_LINE_H
#define SMS_LINE_H

#include "gateway/gateway.h"
#include "gehoor/conf.h"

struct sms_line {
	const struct conf_line *conf; /* borrowed */
	const struct gateway *gateway;
	const struct scheme *scheme;
	char *secret; /* crypto_secret_new; NULL where the scheme has none */
	size_t nsecret;
};

/*
 * Finds the gateways and reads the secrets: *out has one line for each of
 * c->lines.  0, or -1 naming the line and the remedy.
 */
int sms_lines_open(const struct conf *c, struct sms_line **out, struct err *e);
void sms_lines_close(struct sms_line **lines, size_t n);

/* The number of the line's language; where it names none, the first. */
struct site;
long sms_line_language(const struct site *s, const struct sms_line *l);

/*
 * Adds a reply: {code} and {danger} filled in.  Without words for danger the
 * blank beside it goes as well.
 */
void sms_line_reply(
    struct buf *out, const char *text, const char *danger, const char *code);

#endif
