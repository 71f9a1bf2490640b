/*
 * verify_fixture.h - a log that is verified, and what is found.
 */
#ifndef VERIFY_FIXTURE_H
#define VERIFY_FIXTURE_H

#include "tests/unit/fixture.h"

#include "tools/verify.h"

#define MAX_KEPT 16

struct kept {
	unsigned n;
	struct {
		enum finding_level level;
		enum finding_kind kind;
		char what[512];
	} f[MAX_KEPT];
};

static inline void
keep_cb(const struct finding *f, void *arg)
{
	struct kept *k = arg;

	assert_non_null(f->path);
	assert_true(strlen(f->what) > 0);
	if (k->n < MAX_KEPT) {
		k->f[k->n].level = f->level;
		k->f[k->n].kind = f->kind;
		snprintf(
		    k->f[k->n].what, sizeof(k->f[k->n].what), "%s", f->what);
	}
	k->n++;
}

/* Two desks of different roles; made by desks_new. */
static struct note_signer desk[2];
static struct act_desk desks[2];
/* Checkpoints that somebody kept elsewhere. */
static const char *kept_paths[4];
static size_t nkept_paths;

static inline void
desks_new(void)
{
	for (unsigned i = 0; i < 2; i++) {
		if (note_signer_new("desk.test", &desk[i], NULL) != 0)
			fail();
		note_signer_verifier(&desk[i], &desks[i].key);
		desks[i].roles = 1u << i;
	}
}

static inline struct kept
check(struct fixture *f, struct verify_result *r)
{
	struct note_verifier key;
	struct kept k = { 0 };
	const struct verify_options o = { f->dir, "lijn", &key, 1, desks, 2,
		kept_paths, nkept_paths, keep_cb, &k };
	struct err e;

	note_signer_verifier(&f->signer, &key);
	memcpy(key.pk, f->pk, sizeof(key.pk));
	if (verify_box(&o, r, &e) != 0)
		fail_msg("verify_box: %s", e.msg);
	assert_int_equal(r->notes + r->damages, k.n);
	return k;
}

/* Exactly one finding, of that kind, and the words are in it. */
static inline void
expect_one(struct fixture *f, enum finding_level level, enum finding_kind kind,
    const char *words)
{
	struct verify_result r;
	struct kept k = check(f, &r);

	if (k.n != 1)
		fail_msg("%u findings, the last: %s", k.n,
		    k.n > 0 ? k.f[(k.n - 1) % MAX_KEPT].what : "none");
	assert_int_equal(k.f[0].level, level);
	assert_int_equal(k.f[0].kind, kind);
	if (strstr(k.f[0].what, words) == NULL)
		fail_msg("'%s' is not in '%s'", words, k.f[0].what);
}

static inline void
remove_file(const struct fixture *f, const char *name)
{
	char path[80];

	fixture_path(f, name, path);
	assert_int_equal(unlink(path), 0);
}

#endif
