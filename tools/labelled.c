/*
 * labelled.c - messages with themes somebody gave them.
 */
#include "labelled.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "gehoor/buf.h"

/* "[[naam:Anna]]" becomes "Anna". */
static void
unmark(struct str text, struct buf *out)
{
	size_t i = 0;

	while (i < text.n) {
		struct str rest = { text.p + i, text.n - i };
		const char *colon = NULL;

		if (rest.n > 2 && memcmp(rest.p, "[[", 2) == 0)
			colon = memchr(rest.p, ':', rest.n);
		if (colon != NULL) {
			i += (size_t)(colon - rest.p) + 1;
		} else if (rest.n >= 2 && memcmp(rest.p, "]]", 2) == 0) {
			i += 2;
		} else {
			buf_addc(out, *rest.p);
			i++;
		}
	}
}

static int
theme_bits(
    const json_t *list, const struct conf *c, uint64_t *bits, struct err *e)
{
	*bits = 0;
	for (size_t k = 0; k < json_array_size(list); k++) {
		const char *id = json_string_value(json_array_get(list, k));
		size_t i = 0;

		while (id != NULL && i < c->nthemes &&
		    strcmp(c->themes[i].id, id) != 0)
			i++;
		if (id == NULL || i == c->nthemes)
			return err_set(e, "there is no theme %.80s",
			    id == NULL ? "without a name" : id);
		*bits |= UINT64_C(1) << i;
	}
	return 0;
}

int
labelled_line(struct str line, const struct conf *c, labelled_fn *fn, void *arg,
    struct err *e)
{
	struct buf text = BUF_INIT;
	json_error_t why;
	json_t *o = json_loadb(line.p, line.n, 0, &why);
	const json_t *said = json_object_get(o, "text");
	const json_t *list = json_object_get(o, "themes");
	uint64_t bits;
	int rc = -1;

	if (o == NULL)
		err_set(e, "no JSON: %s", why.text);
	else if (!json_is_string(said) || !json_is_array(list))
		err_set(e, "an object with text and themes is expected");
	else if (theme_bits(list, c, &bits, e) == 0) {
		unmark((struct str){ json_string_value(said),
			   json_string_length(said) },
		    &text);
		if (text.failed)
			err_set(e, "no memory");
		else
			rc = fn(
			    (struct str){ (const char *)text.data, text.len },
			    bits, arg);
		if (rc == -1 && e->msg[0] == '\0')
			err_set(e, "no memory");
	}
	json_decref(o);
	buf_free(&text);
	return rc;
}

int
labelled_read(const char *path, const struct conf *c, labelled_fn *fn,
    void *arg, struct err *e)
{
	FILE *f = fopen(path, "r");
	struct err why = { "" };
	char *line = NULL;
	size_t cap = 0, at = 0;
	ssize_t n;
	int rc = 0;

	if (f == NULL)
		return err_sys(e, "%s", path);
	while (rc == 0 && (n = getline(&line, &cap, f)) != -1) {
		at++;
		rc = labelled_line(
		    (struct str){ line, (size_t)n }, c, fn, arg, &why);
	}
	if (rc == -1)
		err_set(e, "%s:%zu: %s", path, at, why.msg);
	else if (ferror(f))
		rc = err_sys(e, "%s", path);
	free(line);
	fclose(f);
	return rc;
}
