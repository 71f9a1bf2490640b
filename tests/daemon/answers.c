/*
 * answers.c - answers to senders: published at the hour and at no other, the
 * newest stays, and what is no answer is left alone.
 */
#include "replies.h"

#define HOUR 3600

static void
only_at_the_hour(void **state)
{
	struct code c = code_number(1), later = code_number(2);
	char path[256];
	struct stat st;

	(void)state;
	reply_put("new/", &c, 1, "Dank je.");
	look_at(THE_HOUR - 1);
	assert_int_equal(replies_in("new"), 1);
	assert_null(reply_read(&c));
	look_at(THE_HOUR);
	assert_int_equal(replies_in("new"), 0);
	assert_string_equal(reply_read(&c), "Dank je.");
	assert_null(reply_read(&later));
	assert_string_equal(R.said, "");
	reply_path("", &c, path);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mtim.tv_sec, 0); /* when tells nobody */
	reply_put("new/", &later, 1, "Later.");
	look_at(THE_HOUR + HOUR);
	look_at(THE_HOUR - HOUR + 86400);
	assert_null(reply_read(&later));
	look_at(THE_HOUR + HOUR - 1 + 86400);
	assert_string_equal(reply_read(&later), "Later.");
}

/* The clocks go back in the week after: the hour is that of the people. */
static void
the_hour_in_winter(void **state)
{
	struct code c = code_number(3);

	(void)state;
	reply_put("new/", &c, 1, "Winter.");
	look_at(THE_HOUR + 7 * 86400);
	assert_null(reply_read(&c));
	look_at(THE_HOUR + 7 * 86400 + HOUR);
	assert_string_equal(reply_read(&c), "Winter.");
}

static void
published_at_once_if_started_then(void **state)
{
	struct code c = code_number(4);

	(void)state;
	reply_put("new/", &c, 1, "Herstart.");
	answers_free(&world.app.answers);
	world.now = THE_HOUR + 60;
	assert_int_equal(answers_new(&world.app, &world.app.answers, NULL), 0);
	assert_string_equal(reply_read(&c), "Herstart.");
}

/* Versions are numbers, and the one that is there stays if it is as high. */
static void
highest_version_stays(void **state)
{
	static const struct {
		uint32_t version;
		const char *text, *read;
	} pushed[] = { { 9, "negen", "negen" }, { 8, "acht", "negen" },
		{ 9, "ook negen", "negen" }, { 10, "tien", "tien" },
		{ UINT32_MAX, "laatste", "laatste" }, { 1, "een", "laatste" } };
	struct code c = code_number(5);

	(void)state;
	for (size_t i = 0; i < sizeof(pushed) / sizeof(pushed[0]); i++) {
		reply_put("new/", &c, pushed[i].version, pushed[i].text);
		look_at(THE_HOUR);
		assert_string_equal(R.said, "");
		assert_int_equal(replies_in("new"), 0);
		assert_int_equal(replies_in(""), 1);
		assert_string_equal(reply_read(&c), pushed[i].read);
	}
}

/* Where a disk has spoilt an answer, the same version takes its place. */
static void
spoilt_one_is_replaced(void **state)
{
	struct code c = code_number(6);
	char path[256];

	(void)state;
	reply_put("", &c, 3, "goed");
	reply_path("", &c, path);
	assert_int_equal(truncate(path, 100), 0);
	assert_null(reply_read(&c));
	assert_non_null(strstr(R.said, "does not open"));
	reply_put("new/", &c, 3, "weer goed");
	look_at(THE_HOUR);
	assert_string_equal(reply_read(&c), "weer goed");
}

/* A path in replies/new for what is no answer to that code. */
static const char *
wrong(unsigned n)
{
	static char path[256];
	struct code c = code_number(n);

	reply_path("new/", &c, path);
	return path;
}

/* Files, each with the name of an answer, that are none. */
static void
put_no_answers(struct buf *answer)
{
	uint8_t *large = calloc(1, REPLY_FILE_MAX + 1);
	char elsewhere[256];

	assert_non_null(large);
	memcpy(large, answer->data, answer->len);
	file_write(wrong(10), "x", 1);
	file_write(wrong(11), "", 0);
	file_write(wrong(12), answer->data, answer->len); /* of another */
	file_write(wrong(13), answer->data, answer->len - 1);
	file_write(wrong(14), large, REPLY_FILE_MAX + 1);
	assert_int_equal(mkdir(wrong(15), 0770), 0);
	assert_int_equal(mkfifo(wrong(16), 0660), 0);
	/* What it points to would be an answer to this code. */
	snprintf(elsewhere, sizeof(elsewhere), "%s/elsewhere", R.dir);
	file_write(elsewhere, answer->data, answer->len);
	assert_int_equal(symlink(elsewhere, wrong(17)), 0);
	free(large);
}

static void
what_is_no_answer_stays(void **state)
{
	struct code c = code_number(17), good = code_number(18);
	struct buf answer = BUF_INIT;
	char path[256], name[REPLY_NAME_LEN + 1];

	(void)state;
	reply_make(&c, 1, "via een omweg", "", &answer);
	put_no_answers(&answer);
	reply_put("new/", &good, 1, "goed");
	look_at(THE_HOUR);
	assert_non_null(strstr(R.said, ": 8 files are no answers"));
	for (unsigned n = 10; n <= 17; n++) {
		memcpy(name, strrchr(wrong(n), '/') + 1, sizeof(name));
		assert_null(strstr(R.said, name));
	}
	assert_int_equal(replies_in("new"), 8);
	assert_int_equal(replies_in(""), 1);
	assert_null(reply_read(&c));
	assert_string_equal(reply_read(&good), "goed");
	/* Nor is a link followed where it stands among the published. */
	reply_path("", &c, path);
	assert_int_equal(rename(wrong(17), path), 0);
	assert_null(reply_read(&c));
	buf_free(&answer);
}

/* Names that no answer has are nobody's business: an upload under way. */
static void
other_names_are_not_counted(void **state)
{
	static const char *const names[] = { ".0123.tmp", "notatag",
		"0123456789ABCDEF0123456789ABCDEF",
		"0123456789abcdef0123456789abcdef0" };
	char path[256];

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(
		    path, sizeof(path), "%s/replies/new/%s", R.dir, names[i]);
		file_write(path, "x", 1);
	}
	look_at(THE_HOUR);
	assert_string_equal(R.said, "");
	assert_int_equal(replies_in("new"), 3);
	assert_int_equal(replies_in(""), 0);
}

/* More than a slice: the loop turns in between, and all come in the hour. */
static void
many_in_slices(void **state)
{
	struct code c;

	(void)state;
	for (unsigned n = 0; n < 300; n++) {
		c = code_number(1000 + n);
		reply_put("new/", &c, 1, "een van velen");
	}
	look_at(THE_HOUR);
	assert_int_equal(replies_in(""), 256);
	while (replies_in("new") > 0)
		assert_int_not_equal(
		    event_base_loop(world.app.base, EVLOOP_ONCE), -1);
	assert_int_equal(replies_in(""), 300);
}

/* An answer under another key is none: no text, and the operator is told. */
static void
another_key(void **state)
{
	struct code c = code_number(20), other = code_number(21);
	struct buf file = BUF_INIT;
	uint8_t tag[TAG_LEN], key[32];
	struct reply r = { .version = 1, .text = str_of("x") };
	char path[256];

	(void)state;
	code_tag(keys_pepper(NULL), &c, tag);
	code_reply_key(keys_pepper(NULL), &other, key);
	assert_int_equal(reply_seal(&r, tag, key, &file, NULL), 0);
	reply_path("new/", &c, path);
	file_write(path, file.data, file.len);
	look_at(THE_HOUR);
	assert_int_equal(replies_in(""), 1);
	assert_null(reply_read(&c));
	assert_non_null(strstr(R.said, "does not open"));
	buf_free(&file);
}

/* Where the directories cannot be made, starting fails and says where. */
static void
no_directory(void **state)
{
	struct answers *a = NULL;
	char path[256], gone[256];
	struct err e = { "" };

	(void)state;
	snprintf(path, sizeof(path), "%s/file", R.dir);
	file_write(path, "x", 1);
	world.app.conf->state = path;
	assert_int_equal(answers_new(&world.app, &a, &e), -1);
	assert_non_null(strstr(e.msg, "/file/replies"));
	assert_null(a);
	world.app.conf->state = R.dir;
	/* One that goes away while it runs is no end of it. */
	snprintf(path, sizeof(path), "%s/replies/new", R.dir);
	snprintf(gone, sizeof(gone), "%s/gone", R.dir);
	assert_int_equal(rename(path, gone), 0);
	look_at(THE_HOUR);
	assert_string_equal(R.said, "");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, replies_new, replies_end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(only_at_the_hour),
		CASE(the_hour_in_winter),
		CASE(published_at_once_if_started_then),
		CASE(highest_version_stays),
		CASE(spoilt_one_is_replaced),
		CASE(what_is_no_answer_stays),
		CASE(other_names_are_not_counted),
		CASE(many_in_slices),
		CASE(another_key),
		CASE(no_directory),
	};

	alarm(PATIENCE_SECONDS);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
