/*
 * sms_line.c - the configured SMS lines, each with its gateway and secret.
 */
#include "sms_line.h"

#include <stdlib.h>

#include "gehoor/crypto.h"
#include "keys.h"

#define SECRET_MIN 8
#define SECRET_MAX 256

static int
find_gateway(struct sms_line *l, struct err *e)
{
	struct buf names = BUF_INIT;
	const char *known;

	l->gateway = gateway_find(l->conf->gateway);
	if (l->gateway != NULL)
		return 0;
	gateway_names(&names);
	known = buf_cstr(&names);
	err_set(e,
	    "%s:%d: line %s: gateway: not known (value \"%s\"); "
	    "known are %s",
	    l->conf->file, l->conf->line, l->conf->name, l->conf->gateway,
	    known == NULL ? "" : known);
	buf_free(&names);
	return -1;
}

/* Takes the file's content without the line break at its end. */
static int
take_secret(struct sms_line *l, const struct buf *file, struct err *e)
{
	size_t n = file->len;

	while (
	    n > 0 && (file->data[n - 1] == '\n' || file->data[n - 1] == '\r'))
		n--;
	if (n < SECRET_MIN)
		return err_set(e,
		    "%s:%d: line %s: secret_file: fewer than %d "
		    "characters; put a long random secret into it",
		    l->conf->file, l->conf->line, l->conf->name, SECRET_MIN);
	if ((l->secret = crypto_secret_new(n)) == NULL)
		return err_set(e, "no locked memory for a secret");
	memcpy(l->secret, file->data, n);
	l->nsecret = n;
	return 0;
}

static int
line_open(struct sms_line *l, const struct conf_line *conf, struct err *e)
{
	struct buf file = BUF_INIT;
	int ret = -1;

	l->conf = conf;
	if (find_gateway(l, e) != 0)
		return -1;
	if (conf->secret_file == NULL || conf->secret_file[0] == '\0')
		return err_set(e,
		    "%s:%d: line %s: secret_file: is missing; "
		    "name a file that holds the gateway's secret",
		    conf->file, conf->line, conf->name);
	if (keys_read_secret(conf->secret_file, SECRET_MAX, &file, e) == 0)
		ret = take_secret(l, &file, e);
	buf_free(&file);
	return ret;
}

int
sms_lines_open(const struct conf *c, struct sms_line **out, struct err *e)
{
	struct sms_line *lines;

	if (c->nlines == 0)
		return 0;
	lines = calloc(c->nlines, sizeof(*lines));
	if (lines == NULL)
		return err_set(e, "no memory for the lines");
	for (size_t i = 0; i < c->nlines; i++) {
		if (line_open(&lines[i], &c->lines[i], e) != 0) {
			sms_lines_close(&lines, c->nlines);
			return -1;
		}
	}
	*out = lines;
	return 0;
}

void
sms_lines_close(struct sms_line **lines, size_t n)
{
	if (*lines == NULL)
		return;
	for (size_t i = 0; i < n; i++) {
		void *secret = (*lines)[i].secret;

		crypto_secret_free(&secret);
	}
	free(*lines);
	*lines = NULL;
}
