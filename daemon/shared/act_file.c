/*
 * act_file.c - the files of acts beside the segments of a log, and whose
 * signatures on them count.
 */
#include "gehoor/act_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "durable.h"

const char *
act_file_name(enum act_kind kind)
{
	static const char *const names[] = { "erased", "expired", "restored" };

	return names[kind];
}

static bool
signed_by(struct str note, const struct note_verifier *v)
{
	struct str text;

	return note_verify(note.p, note.n, v, &text, NULL) == 0;
}

static bool
is_one_role(unsigned roles)
{
	return (roles & (roles - 1)) == 0;
}

/* Whether an earlier desk that signed has the same key under another name. */
static bool
is_counted(struct str note, const struct act_keys *k, size_t i)
{
	for (size_t n = 0; n < i; n++)
		if (memcmp(k->desks[n].key.pk, k->desks[i].key.pk,
			sizeof(k->desks[i].key.pk)) == 0 &&
		    signed_by(note, &k->desks[n].key))
			return true;
	return false;
}

/*
 * Two people of different roles: two keys, however many desks have them, and
 * two roles between these desks.
 */
static int
judge_desks(struct str note, const struct act_keys *k, bool two, struct err *e)
{
	unsigned roles = 0, count = 0;

	for (size_t i = 0; i < k->ndesks; i++) {
		if (!signed_by(note, &k->desks[i].key))
			continue;
		roles |= k->desks[i].roles;
		count += !is_counted(note, k, i);
		if (!two || (count > 1 && !is_one_role(roles)))
			return 0;
	}
	if (count == 0)
		return err_set(e, "is not signed by a registered desk");
	return err_set(e,
	    count == 1
		? "is signed with the key of one desk only, two are needed"
		: "is signed by desks of the same role only");
}

static int
judge(struct str note, const struct act *a, const struct act_keys *k,
    struct err *e)
{
	struct str text;

	if (a->kind == ACT_RESTORED)
		return note_verify_as(note.p, note.n, a->origin, k->servers,
		    k->nservers, &text, e);
	return judge_desks(note, k, a->kind == ACT_ERASED, e);
}

static int
list_add(struct act_list *l, const struct act *a, struct err *e)
{
	struct act *larger = l->acts;

	/* Grows at the powers of two. */
	if ((l->n & (l->n - 1)) == 0)
		larger = realloc(
		    l->acts, (l->n == 0 ? 1 : 2 * l->n) * sizeof(*larger));
	if (larger == NULL)
		return err_set(e, "no memory for acts");
	l->acts = larger;
	l->acts[l->n++] = *a;
	return 0;
}

static int
parse(struct str rest, enum act_kind kind, const struct act_keys *k,
    struct act_list *l, struct err *e)
{
	struct str note, text;
	struct err why;
	struct act a;
	int more;

	while ((more = act_next(&rest, &note, &why)) == 1) {
		if (note_text(note.p, note.n, &text, &why) != 0 ||
		    act_read(text, &a, &why) != 0 ||
		    (a.kind != kind &&
			err_set(&why, "is of another kind") != 0) ||
		    judge(note, &a, k, &why) != 0)
			return err_set(
			    e, "entry %zu: %.400s", l->n + 1, why.msg);
		if (list_add(l, &a, e) != 0)
			return -1;
	}
	if (more != 0)
		return err_set(e, "entry %zu: %.400s", l->n + 1, why.msg);
	return 0;
}

/* The whole file; none is empty. 0 or -1. */
static int
slurp(int dir, const char *name, struct buf *out, struct err *e)
{
	return durable_read(dir, name, ACT_FILE_MAX, out, e) == -1 ? -1 : 0;
}

int
act_file_read(const char *dir, enum act_kind kind, const struct act_keys *k,
    struct act_list *out, struct err *e)
{
	const char *name = act_file_name(kind);
	struct act_list l = { NULL, 0 };
	struct buf file = BUF_INIT;
	struct err why;
	int fd, rc;

	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_sys(e, "%s", dir);
	rc = slurp(fd, name, &file, &why);
	close(fd);
	if (rc == 0)
		rc = parse((struct str){ (const char *)file.data, file.len },
		    kind, k, &l, &why);
	buf_free(&file);
	if (rc != 0) {
		act_list_free(&l);
		return err_set(e, "%.200s/%s: %.250s", dir, name, why.msg);
	}
	*out = l;
	return 0;
}

void
act_list_free(struct act_list *l)
{
	free(l->acts);
	*l = (struct act_list){ NULL, 0 };
}

int
act_file_add(
    const char *dir, enum act_kind kind, const struct buf *note, struct err *e)
{
	const char *name = act_file_name(kind);
	struct buf file = BUF_INIT;
	struct err why;
	int fd, rc;

	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_sys(e, "%s", dir);
	rc = slurp(fd, name, &file, &why);
	if (file.len > 0)
		buf_addc(&file, '\n');
	buf_add(&file, note->data, note->len);
	if (rc == 0 && file.failed)
		rc = err_set(&why, "no memory");
	if (rc == 0)
		rc = durable_replace(
		    fd, name, file.data, file.len, DURABLE_NOW, &why);
	buf_free(&file);
	close(fd);
	return rc == 0 ? 0
		       : err_set(e, "%.200s/%s: %.250s", dir, name, why.msg);
}

int
act_sign(const struct act *a, const struct note_signer *const *signers,
    size_t n, struct buf *out, struct err *e)
{
	struct buf text = BUF_INIT, note = BUF_INIT;
	int rc = -1;

	act_write(a, &text);
	if (n > 0)
		rc = note_sign(
		    signers[0], (const char *)text.data, text.len, &note, e);
	for (size_t i = 1; rc == 0 && i < n; i++)
		rc = note_add_signature(signers[i], &note, e);
	if (rc == 0 && note.len > ACT_MAX)
		rc = err_set(e, "the entry is longer than %d bytes", ACT_MAX);
	if (rc == 0)
		buf_add(out, note.data, note.len);
	buf_free(&text);
	buf_free(&note);
	return rc == 0 && out->failed ? err_set(e, "no memory") : rc;
}

const struct act *
act_list_erased(const struct act_list *l, uint64_t index)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->acts[i].kind == ACT_ERASED && l->acts[i].index == index)
			return &l->acts[i];
	return NULL;
}
