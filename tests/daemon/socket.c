/*
 * socket.c - tests of the sockets and of accepting: files left behind, files
 * in use, sockets passed by systemd, and running out of descriptors.
 */
#include "daemon/socket.h"

#include <signal.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "daemon/listener.h"
#include "harness.h"
#include "tests/limit.h"

static struct {
	char *dir;
	char path[64];
	char address[72];
} T;

static int
setup(void **state)
{
	(void)state;
	T.dir = directory_new();
	snprintf(T.path, sizeof(T.path), "%s/sock", T.dir);
	snprintf(T.address, sizeof(T.address), "unix:%s", T.path);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	directory_free(T.dir);
	return 0;
}

static int
connect_to(const struct listening *l)
{
	struct sockaddr_storage a;
	socklen_t n = sizeof(a);
	int fd;

	assert_int_equal(getsockname(l->fd, (struct sockaddr *)&a, &n), 0);
	fd = socket(a.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_not_equal(fd, -1);
	if (connect(fd, (struct sockaddr *)&a, n) == 0)
		return fd;
	close(fd);
	return -1;
}

static void
test_tcp(void **state)
{
	struct listening l, second;
	struct err e;
	int fd;

	(void)state;
	assert_int_equal(socket_bind("tcp:127.0.0.1:0", 0, &l, &e), 0);
	assert_true(strncmp(l.name, "tcp:127.0.0.1:", 14) == 0);
	assert_true(atoi(l.name + 14) > 0);
	assert_int_equal(connect_to(&l), -1);
	assert_int_equal(socket_listen(&l, &e), 0);
	assert_int_equal(socket_bind(l.name, 0, &second, &e), -1);
	assert_non_null(strstr(e.msg, l.name));
	fd = connect_to(&l);
	assert_int_not_equal(fd, -1);
	close(fd);
	socket_close(&l);
}

static void
test_unix_mode_and_end(void **state)
{
	struct listening l;
	struct stat st;

	(void)state;
	assert_int_equal(socket_bind(T.address, 0660, &l, NULL), 0);
	assert_string_equal(l.name, T.address);
	assert_int_equal(stat(T.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
	socket_close(&l);
	assert_int_equal(stat(T.path, &st), -1);
}

static void
test_left_behind_is_replaced(void **state)
{
	struct listening old, l;
	struct stat st;

	(void)state;
	assert_int_equal(socket_bind(T.address, 0600, &old, NULL), 0);
	close(old.fd); /* as a kill -9 does */
	old.fd = -1;
	assert_int_equal(socket_bind(T.address, 0600, &l, NULL), 0);
	assert_int_equal(stat(T.path, &st), 0);
	socket_close(&l);
	assert_int_equal(stat(T.path, &st), -1);
}

static void
test_in_use_is_left_alone(void **state)
{
	struct listening l, second;
	struct err e;
	int fd;

	(void)state;
	assert_int_equal(socket_bind(T.address, 0600, &l, &e), 0);
	assert_int_equal(socket_listen(&l, &e), 0);
	assert_int_equal(socket_bind(T.address, 0600, &second, &e), -1);
	assert_non_null(strstr(e.msg, T.path));
	fd = connect_to(&l);
	assert_int_not_equal(fd, -1);
	close(fd);
	socket_close(&l);
}

static void
test_other_files_are_kept(void **state)
{
	struct listening l;
	struct stat st;
	struct err e;
	FILE *f = fopen(T.path, "w");

	(void)state;
	assert_non_null(f);
	fclose(f);
	assert_int_equal(socket_bind(T.address, 0600, &l, &e), -1);
	assert_int_equal(stat(T.path, &st), 0);
	assert_true(S_ISREG(st.st_mode));
}

/* A child of ours plays the part of the service. */
static int
passed_child(const char *names)
{
	struct listening l[4];
	char pid[32];
	struct err e;
	int n;

	snprintf(pid, sizeof(pid), "%ld", (long)getpid());
	setenv("LISTEN_PID", pid, 1);
	setenv("LISTEN_FDS", "2", 1);
	setenv("LISTEN_FDNAMES", names, 1);
	n = socket_passed(l, 4, &e);
	if (n == -1)
		return 9;
	if (n != 2 || getenv("LISTEN_FDS") != NULL)
		return 1;
	if (l[0].kind != SOCKET_HTTP || l[1].kind != SOCKET_ADMIN ||
	    l[0].fd != 3 || l[1].fd != 4)
		return 2;
	if (strncmp(l[0].name, "tcp:127.0.0.1:", 14) != 0 ||
	    strncmp(l[1].name, "unix:", 5) != 0)
		return 3;
	if ((fcntl(l[1].fd, F_GETFL) & O_NONBLOCK) == 0)
		return 4;
	return 0;
}

static void
test_passed_by_systemd(void **state)
{
	struct listening tcp, file;
	int status;
	pid_t pid;

	(void)state;
	assert_int_equal(socket_bind("tcp:127.0.0.1:0", 0, &tcp, NULL), 0);
	assert_int_equal(socket_bind(T.address, 0600, &file, NULL), 0);
	pid = fork();
	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		int a = fcntl(tcp.fd, F_DUPFD, 10);
		int b = fcntl(file.fd, F_DUPFD, 10);

		if (a == -1 || b == -1 || dup2(a, 3) == -1 || dup2(b, 4) == -1)
			_exit(8);
		_exit(passed_child("http:admin"));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	socket_close(&tcp);
	socket_close(&file);
}

static int
admit(struct exchange *x)
{
	(void)x;
	return 0;
}

static enum route_verdict
handle(struct exchange *x)
{
	x->response.status = 200;
	x->response.type = "text/plain";
	buf_adds(&x->response.body, "<fine>");
	return ROUTE_NOW;
}

static void
error(struct exchange *x, int status)
{
	x->response.status = status;
}

static const struct routes routes = { admit, handle, error };

/*
 * Out of descriptors: the loop must neither spin nor give up; as soon as
 * there are some again, whoever still waits is served.
 */
static void
test_out_of_descriptors(void **state)
{
	struct app app = { .base = event_base_new() };
	struct pool *pool = pool_new(&app, &routes, 100, 100);
	struct client c = { .fd = -1, .in = BUF_INIT };
	struct listener *listener;
	struct listening l;
	struct rlimit before;
	int first, lowest;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(socket_bind(T.address, 0600, &l, NULL), 0);
	assert_int_equal(socket_listen(&l, NULL), 0);
	first = connect_to(&l);
	c.fd = connect_to(&l);
	listener = listener_new(&l, pool);
	lowest = dup(0);
	close(lowest);
	limit(RLIMIT_NOFILE, (rlim_t)lowest);
	while (app.counters.connections_refused == 0)
		event_base_loop(app.base, EVLOOP_ONCE);
	assert_int_equal(pool->count, 0);
	limit(RLIMIT_NOFILE, before.rlim_cur);
	client_says(&c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
	client_waits_for(app.base, &c, "<fine>");
	assert_int_equal(app.counters.connections_refused, 1);
	client_end(&c);
	close(first);
	listener_free(&listener);
	pool_free(&pool);
	event_base_free(app.base);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_tcp),
		CASE(test_unix_mode_and_end),
		CASE(test_left_behind_is_replaced),
		CASE(test_in_use_is_left_alone),
		CASE(test_other_files_are_kept),
		CASE(test_passed_by_systemd),
		CASE(test_out_of_descriptors),
	};

	signal(SIGPIPE, SIG_IGN);
	alarm(PATIENCE_SECONDS);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
