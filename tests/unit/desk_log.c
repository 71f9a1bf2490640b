/*
 * desk_log.c - the log of a desk: what was added is read by every reader, in
 * the same order, and a cut log goes on where its last whole event is.
 */
#include "tests/unit/fixture.h"

#include "gehoor/conf.h"
#include "tools/desk_log.h"
#include "tools/desk_read.h"
#include "tools/desks.h"

#define DESKS 2

struct world {
	struct fixture *f;
	struct conf *conf;
	struct act_desk *desks;
	size_t ndesks;
	char keys[DESKS][64]; /* files */
	struct err e;
	/* What was read. */
	unsigned n, damages;
	char all[1024]; /* of each event the desk and the text */
};

/* The desk is the one that has this key file. */
static void
take_desk(struct world *w, unsigned i)
{
	w->conf->desk_key = w->keys[i]; /* the old one is the arena's */
}

static void
write_key(struct world *w, unsigned i, struct buf *conf)
{
	static const char *const names[] = { "raad", "kwaliteit" },
				 *const roles[] = { "{\"peer\", \"council\"}",
					 "{\"quality\"}" };
	struct note_signer signer;
	struct note_verifier v;
	struct buf text = BUF_INIT;
	FILE *file;

	assert_int_equal(note_signer_new("desk.test", &signer, &w->e), 0);
	note_signer_format(&signer, &text);
	snprintf(
	    w->keys[i], sizeof(w->keys[i]), "%s/%s.key", w->f->top, names[i]);
	file = fopen(w->keys[i], "w");
	assert_non_null(file);
	assert_int_equal(fchmod(fileno(file), 0600), 0);
	assert_int_equal(fwrite(text.data, 1, text.len, file), text.len);
	fclose(file);
	buf_clear(&text);
	note_signer_verifier(&signer, &v);
	note_verifier_format(&v, &text);
	buf_addf(conf, "desk \"%s\" { key = \"%s\" roles = %s }\n", names[i],
	    buf_cstr(&text), roles[i]);
	buf_free(&text);
}

static int
setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	char line[2][READER_TEXT_LEN + 1];
	struct buf text = BUF_INIT;
	void *f;

	if (w == NULL || fixture_setup(&f) != 0)
		return -1;
	w->f = f;
	reader_format(&w->f->readers[0], line[0]);
	reader_format(&w->f->readers[1], line[1]);
	buf_addf(&text,
	    "organisation = \"x\"\nstate = \"%s\"\n"
	    "box \"lijn\" { kind = line title = {\"nl:Lijn\"}\n"
	    "readers = {\"%s\", \"%s\"} }\n",
	    w->f->top, line[0], line[1]);
	for (unsigned i = 0; i < DESKS; i++)
		write_key(w, i, &text);
	if (conf_parse((const char *)text.data, text.len, "test", &w->conf,
		&w->e) != 0 ||
	    desks_load(w->conf, &w->desks, &w->ndesks, &w->e) != 0) {
		print_error("%s\n", w->e.msg);
		return -1;
	}
	buf_free(&text);
	take_desk(w, 0);
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;
	void *f = w->f;

	conf_free(&w->conf);
	free(w->desks);
	free(w);
	return fixture_teardown(&f);
}

static struct desk_event
an_event(enum desk_act act, const char *text)
{
	struct desk_event ev = { .act = act,
		.week = { 2026, 48 },
		.box = str_of("lijn"),
		.version = 1,
		.text = str_of(text) };

	if (act == DESK_ERASED) {
		ev.second = str_of("quality");
		ev.segment = 1;
	} else if (act == DESK_EXPIRED) {
		ev.segment = 1;
		ev.size = 3;
		ev.sums[STATUS_COUNTED] = 3;
	}
	return ev;
}

/* One command: opened, added to, closed. */
static void
command(struct world *w, const char *role, enum desk_act act, const char *text)
{
	struct desk_event ev = an_event(act, text);
	struct desk_log *log = NULL;

	if (desk_log_open(w->conf, role, &log, &w->e) != 0)
		fail_msg("desk_log_open: %s", w->e.msg);
	ev.role = desk_log_role(log);
	if (desk_log_add(log, &ev, &w->e) != 0)
		fail_msg("desk_log_add: %s", w->e.msg);
	if (desk_log_close(&log, &w->e) != 0)
		fail_msg("desk_log_close: %s", w->e.msg);
	assert_null(log);
}

static void
found_cb(const struct finding *f, void *arg)
{
	struct world *w = arg;

	w->damages += f->level == FINDING_DAMAGE;
}

static int
event_cb(const struct desk_place *at, const struct desk_event *ev, void *arg,
    struct err *e)
{
	struct world *w = arg;
	size_t n = strlen(w->all);

	(void)e;
	w->n++;
	snprintf(w->all + n, sizeof(w->all) - n, "%s %d %.*s %.*s\n", at->desk,
	    (int)ev->act, (int)ev->role.n, ev->role.p, (int)ev->text.n,
	    ev->text.p);
	return 0;
}

static void
read_all(struct world *w, const struct reader_secret *reader)
{
	const struct desk_read_options o = { w->conf, w->desks, w->ndesks,
		reader, found_cb, event_cb, w };

	w->n = w->damages = 0;
	w->all[0] = '\0';
	if (desk_read_all(&o, &w->e) != 0)
		fail_msg("desk_read_all: %s", w->e.msg);
}

/* Both readers read these events and no damage. */
static void
reads(struct world *w, const char *want)
{
	for (size_t i = 0; i < 2; i++) {
		read_all(w, &w->f->secrets[i]);
		assert_string_equal(w->all, want);
		assert_int_equal(w->damages, 0);
	}
}

static void
test_every_act(void **state)
{
	struct world *w = *state;

	reads(w, "");
	command(w, "council", DESK_REPLIED, "een");
	command(w, "peer", DESK_ERASED, "twee");
	command(w, "council", DESK_EXPIRED, "");
	/* Desks in the order of their names, whoever was first. */
	take_desk(w, 1);
	command(w, NULL, DESK_REPLIED, "drie");
	reads(w,
	    "kwaliteit 0 quality drie\n"
	    "raad 0 council een\nraad 1 peer twee\nraad 2 council \n");
}

static void
refused(struct world *w, const char *role, const char *words)
{
	struct desk_log *log = NULL;

	assert_int_equal(desk_log_open(w->conf, role, &log, &w->e), -1);
	assert_null(log);
	if (strstr(w->e.msg, words) == NULL)
		fail_msg("'%s' is not in '%s'", words, w->e.msg);
}

static void
test_refused(void **state)
{
	struct world *w = *state;
	struct desk_log *log = NULL;

	refused(w, NULL, "several roles");
	refused(w, "quality", "does not act as quality");
	take_desk(w, 1);
	assert_int_equal(desk_log_open(w->conf, NULL, &log, &w->e), 0);
	refused(w, NULL, "another program");
	assert_int_equal(desk_log_close(&log, &w->e), 0);
	assert_int_equal(desk_log_close(&log, &w->e), 0);
	assert_int_equal(chmod(w->keys[1], 0644), 0);
	refused(w, NULL, w->keys[1]);
	take_desk(w, 0);
	w->conf->ndesks--;
	take_desk(w, 1);
	assert_int_equal(chmod(w->keys[1], 0600), 0);
	refused(w, NULL, "not in test");
	w->conf->ndesks++;
	w->keys[1][0] = '\0';
	refused(w, NULL, "desk_key is not set");
}

/* ---- cut ---------------------------------------------------------------------- */

static void
desk_file(struct world *w, const char *name, char out[static 96])
{
	snprintf(out, 96, "%s/desk/raad/%s", w->f->top, name);
}

static off_t
size_of(struct world *w, const char *name)
{
	char path[96];
	struct stat st;

	desk_file(w, name, path);
	assert_int_equal(stat(path, &st), 0);
	return st.st_size;
}

static void
cut(struct world *w, const char *name, off_t size)
{
	char path[96];

	desk_file(w, name, path);
	assert_int_equal(truncate(path, size), 0);
}

/* Three commands, of which the last was cut at that length. */
static void
begin_cut(struct world *w, off_t size)
{
	char path[96];

	desk_file(w, "", path);
	nftw(path, fixture_remove_cb, 8, FTW_DEPTH | FTW_PHYS);
	command(w, "peer", DESK_REPLIED, "een");
	command(w, "peer", DESK_REPLIED, "twee");
	command(w, "peer", DESK_REPLIED, "drie");
	cut(w, "00000003.seg", size);
}

/*
 * Wherever the machine stopped while the third was written: it is there as a
 * whole or not at all, what was before stays, and the next command goes on.
 */
static void
test_cut(void **state)
{
	static const char before[] = "raad 0 peer een\nraad 0 peer twee\n";
	struct world *w = *state;
	const char *went;
	char want[256];
	off_t whole, end;
	bool there;

	begin_cut(w, 0);
	end = size_of(w, "00000002.seg"); /* all are of one length */
	whole = end - SEGMENT_FRAME_LEN - SEGMENT_END_LEN;
	for (off_t at = SEGMENT_HEADER_LEN; at < end; at += 41) {
		begin_cut(w, at);
		there = at >= whole;
		if (!there)
			cut(w, "leaves", (off_t)2 * HASH_LEN);
		went = there ? "raad 0 peer drie\n" : "";
		snprintf(want, sizeof(want), "%s%s", before, went);
		reads(w, want);
		command(w, "council", DESK_ERASED, "vier");
		snprintf(want, sizeof(want), "%s%sraad 1 council vier\n",
		    before, went);
		reads(w, want);
	}
}

/* What was lost although it was durable is not taken for a crash. */
static void
test_lost(void **state)
{
	struct world *w = *state;

	begin_cut(w, SEGMENT_HEADER_LEN);
	read_all(w, &w->f->secrets[0]);
	assert_int_equal(w->n, 2);
	assert_true(w->damages > 0);
	refused(w, "peer", "restore");
}

#define TEST(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_act),
		TEST(test_refused),
		TEST(test_cut),
		TEST(test_lost),
	};

	return crypto_init(NULL) != 0
	    ? 1
	    : cmocka_run_group_tests(tests, NULL, NULL);
}
