/*
 * log_keys.c - whose signatures on the log count.
 */
#include "log_keys.h"

#include <stdlib.h>
#include <string.h>

#include "gehoor/crypto.h"

#define SIGN_KEY_MAX 4096

/* Text without the line ends and blanks behind it. */
static size_t
trimmed(const struct buf *b)
{
	size_t n = b->len;

	while (n > 0 &&
	    (b->data[n - 1] == '\n' || b->data[n - 1] == '\r' ||
		b->data[n - 1] == ' '))
		n--;
	return n;
}

int
log_key_file(const char *path, log_key_parse_fn *parse, struct note_signer *out,
    struct err *e)
{
	struct buf text = BUF_INIT;
	struct err why;
	int rc;

	memset(out, 0, sizeof(*out));
	rc = conf_read_file(path, SIGN_KEY_MAX, true, &text, &why);
	if (rc == 0)
		rc = parse((const char *)text.data, trimmed(&text), out, &why);
	buf_free(&text);
	if (rc == -1)
		err_set(e, "%.200s: %.250s", path, why.msg);
	return rc;
}

/* The machine that holds the signing key needs no log_keys. */
static int
from_sign_key(const struct conf *c, struct note_verifier *out, struct err *e)
{
	struct note_signer signer;
	struct err why;
	int ret;

	if (c->sign_key == NULL || *c->sign_key == '\0')
		return err_set(e,
		    "%s: log_keys is empty; set it to the line "
		    "that \"gehoor keygen --sign\" printed",
		    c->file);
	ret = log_key_file(c->sign_key, note_signer_parse, &signer, &why);
	if (ret == 0)
		note_signer_verifier(&signer, out);
	else
		err_set(e,
		    "log_keys is empty and sign_key does not help (%s);"
		    " set log_keys to the line that \"gehoor keygen --sign\""
		    " printed",
		    why.msg);
	crypto_wipe(&signer, sizeof(signer));
	return ret;
}

int
log_keys_load(
    const struct conf *c, struct note_verifier **out, size_t *n, struct err *e)
{
	size_t count = c->log_keys.n > 0 ? c->log_keys.n : 1, i;
	struct note_verifier *keys = calloc(count, sizeof(*keys));
	const char *text;
	struct err why;
	int ret = 0;

	if (keys == NULL)
		return err_sys(e, "log_keys");
	if (c->log_keys.n == 0)
		ret = from_sign_key(c, keys, e);
	for (i = 0; ret == 0 && i < c->log_keys.n; i++) {
		text = c->log_keys.items[i];
		if (note_verifier_parse(text, strlen(text), &keys[i], &why) ==
		    -1)
			ret = err_set(e, "%s: log_keys: %s", c->file, why.msg);
	}
	if (ret == -1) {
		free(keys);
		return -1;
	}
	*out = keys;
	*n = count;
	return 0;
}
