/*
 * keys.c - tests of the server's secrets: files, credentials, keys of a day.
 */
#include "daemon/keys.h"

#include "harness.h"

#define DAY 86400
#define NOW (20000 * (int64_t)DAY + 100)

static struct {
	char *dir;
	struct conf conf;
	char state[64], runtime[64], sign[64], pepper[64];
	uint8_t pepper_bytes[KEY_LEN];
} T;

static void
write_file(const char *path, const void *p, size_t n, mode_t mode)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(p, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static int
setup(void **state)
{
	struct note_signer s;
	struct buf b = BUF_INIT;

	(void)state;
	memset(&T, 0, sizeof(T));
	T.dir = directory_new();
	snprintf(T.runtime, sizeof(T.runtime), "%s/run", T.dir);
	snprintf(T.sign, sizeof(T.sign), "%s/sign.key", T.dir);
	snprintf(T.pepper, sizeof(T.pepper), "%s/pepper", T.dir);
	T.conf.runtime = T.runtime;
	T.conf.sign_key = T.sign;
	T.conf.pepper = T.pepper;
	assert_int_equal(mkdir(T.runtime, 0700), 0);
	assert_int_equal(note_signer_new("test", &s, NULL), 0);
	note_signer_format(&s, &b);
	buf_addc(&b, '\n');
	write_file(T.sign, b.data, b.len, 0600);
	buf_free(&b);
	crypto_random(T.pepper_bytes, KEY_LEN);
	write_file(T.pepper, T.pepper_bytes, KEY_LEN, 0600);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	unsetenv("CREDENTIALS_DIRECTORY");
	directory_free(T.dir);
	return 0;
}

static struct keys *
keys_at(int64_t now)
{
	struct keys *k = NULL;
	struct err e;

	if (keys_open(&T.conf, now, &k, &e) == -1)
		fail_msg("%s", e.msg);
	return k;
}

static void
test_opens(void **state)
{
	struct keys *k = keys_at(NOW);

	(void)state;
	assert_memory_equal(keys_pepper(k), T.pepper_bytes, KEY_LEN);
	assert_string_equal(keys_signer(k)->name, "test");
	keys_close(&k);
	assert_null(k);
	keys_close(&k);
}

/* Each refused with one line that names the file. */
static void
refused(const char *file)
{
	struct keys *k = NULL;
	struct err e = { "" };

	assert_int_equal(keys_open(&T.conf, NOW, &k, &e), -1);
	assert_null(k);
	assert_non_null(strstr(e.msg, file));
	assert_null(strchr(e.msg, '\n'));
}

static void
test_refuses(void **state)
{
	(void)state;
	write_file(T.pepper, "too short", 9, 0600);
	refused(T.pepper);
	write_file(T.pepper, T.pepper_bytes, KEY_LEN, 0644);
	refused(T.pepper);
	unlink(T.pepper);
	refused(T.pepper);
	write_file(T.pepper, T.pepper_bytes, KEY_LEN, 0600);
	write_file(T.sign, "PRIVATE+KEY+x", 13, 0600);
	refused(T.sign);
}

static void
test_runtime_missing(void **state)
{
	(void)state;
	assert_int_equal(rmdir(T.runtime), 0);
	refused(T.runtime);
	assert_int_equal(mkdir(T.runtime, 0700), 0);
}

static void
test_credential(void **state)
{
	char path[128], dir[64];
	uint8_t other[KEY_LEN];
	struct keys *k;

	(void)state;
	snprintf(dir, sizeof(dir), "%s/cred", T.dir);
	snprintf(path, sizeof(path), "%s/pepper", dir);
	assert_int_equal(mkdir(dir, 0700), 0);
	crypto_random(other, sizeof(other));
	write_file(path, other, sizeof(other), 0400);
	setenv("CREDENTIALS_DIRECTORY", dir, 1);
	/* The file comes first where there is one. */
	k = keys_at(NOW);
	assert_memory_equal(keys_pepper(k), T.pepper_bytes, KEY_LEN);
	keys_close(&k);
	unlink(T.pepper);
	k = keys_at(NOW);
	assert_memory_equal(keys_pepper(k), other, KEY_LEN);
	keys_close(&k);
}

static void
test_day_of_a_moment(void **state)
{
	(void)state;
	assert_int_equal(keys_day(0), 0);
	assert_int_equal(keys_day(DAY - 1), 0);
	assert_int_equal(keys_day(DAY), 1);
	assert_int_equal(keys_day(-1), -1);
}

static void
test_daily_keys(void **state)
{
	struct keys *k = keys_at(NOW);
	uint8_t today[KEY_LEN], tomorrow[KEY_LEN];
	const uint8_t *p;

	(void)state;
	p = keys_daily(k, 20000, NOW);
	assert_non_null(p);
	memcpy(today, p, KEY_LEN);
	assert_memory_equal(keys_daily(k, 20000, NOW + 5), today, KEY_LEN);
	assert_null(keys_daily(k, 19999, NOW));
	assert_null(keys_daily(k, 20001, NOW));
	/* The same after a restart. */
	keys_close(&k);
	k = keys_at(NOW + 10);
	assert_memory_equal(keys_daily(k, 20000, NOW), today, KEY_LEN);
	/* Tomorrow both are there; the day after only the new ones. */
	p = keys_daily(k, 20001, NOW + DAY);
	assert_non_null(p);
	memcpy(tomorrow, p, KEY_LEN);
	assert_memory_not_equal(tomorrow, today, KEY_LEN);
	assert_memory_equal(keys_daily(k, 20000, NOW + DAY), today, KEY_LEN);
	assert_non_null(keys_daily(k, 20002, NOW + 2 * DAY));
	assert_null(keys_daily(k, 20000, NOW + 2 * DAY));
	assert_memory_equal(
	    keys_daily(k, 20001, NOW + 2 * DAY), tomorrow, KEY_LEN);
	keys_close(&k);
}

static void
test_daily_files(void **state)
{
	static const char *const gone = "daily-20241003";
	struct keys *k = keys_at(NOW); /* 4 October 2024 */
	char path[128];
	struct stat st;

	(void)state;
	snprintf(path, sizeof(path), "%s/daily-20241004", T.runtime);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_size, KEY_LEN);
	assert_int_equal(st.st_mtime, 20000 * (int64_t)DAY);
	assert_non_null(keys_daily(k, 20002, NOW + 2 * DAY));
	assert_int_equal(stat(path, &st), -1);
	keys_close(&k);
	/* Old ones go at a start too; other files do not. */
	snprintf(path, sizeof(path), "%s/%s", T.runtime, gone);
	write_file(path, T.pepper_bytes, KEY_LEN, 0600);
	k = keys_at(NOW + 2 * DAY);
	assert_int_equal(stat(path, &st), -1);
	keys_close(&k);
}

/* A file cut short by a crash is made anew. */
static void
test_daily_cut_short(void **state)
{
	char path[128];
	struct keys *k;
	struct stat st;

	(void)state;
	snprintf(path, sizeof(path), "%s/daily-20241004", T.runtime);
	write_file(path, "x", 1, 0600);
	k = keys_at(NOW);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, KEY_LEN);
	keys_close(&k);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_opens),
		CASE(test_refuses),
		CASE(test_runtime_missing),
		CASE(test_credential),
		CASE(test_day_of_a_moment),
		CASE(test_daily_keys),
		CASE(test_daily_files),
		CASE(test_daily_cut_short),
	};

	if (crypto_init(NULL) == -1)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
