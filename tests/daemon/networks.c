/*
 * networks.c - tests of counting connections by network.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "daemon/networks.h"
#include "gehoor/crypto.h"
#include "gehoor/err.h"

#define MOST 3

static const struct sockaddr *
address(const char *text)
{
	static struct sockaddr_storage a;
	struct sockaddr_in *in = (void *)&a;
	struct sockaddr_in6 *in6 = (void *)&a;

	memset(&a, 0, sizeof(a));
	if (inet_pton(AF_INET, text, &in->sin_addr) == 1)
		a.ss_family = AF_INET;
	else if (inet_pton(AF_INET6, text, &in6->sin6_addr) == 1)
		a.ss_family = AF_INET6;
	else
		a.ss_family = AF_UNIX;
	return (const struct sockaddr *)&a;
}

/* All of one network, in the spellings there are. */
static void
one_network(const char *const *members, const char *other)
{
	struct networks *n = networks_new(MOST);
	struct network *held[MOST], *w;

	for (size_t i = 0; i < MOST; i++)
		assert_true(networks_take(n, address(members[i]), &held[i]));
	assert_false(networks_take(n, address(members[0]), &w));
	assert_true(networks_take(n, address(other), &w));
	assert_ptr_not_equal(w, held[0]);
	networks_give(n, &w);
	assert_null(w);
	/* Room again where one has gone. */
	networks_give(n, &held[1]);
	assert_true(networks_take(n, address(members[2]), &held[1]));
	for (size_t i = 0; i < MOST; i++)
		networks_give(n, &held[i]);
	networks_free(&n);
	assert_null(n);
}

static void
test_prefixes(void **state)
{
	(void)state;
	one_network((const char *const[]){ "192.0.2.1", "192.0.2.254",
			"::ffff:192.0.2.7" },
	    "192.0.3.1");
	one_network((const char *const[]){ "2001:db8:1:2::1",
			"2001:db8:1:2:ffff::", "2001:db8:1:2:3:4:5:6" },
	    "2001:db8:1:3::1");
}

/* A socket in the file system has no network, and no limit. */
static void
test_no_network(void **state)
{
	struct networks *n = networks_new(1);
	struct network *w;

	(void)state;
	for (int i = 0; i < 5; i++) {
		assert_true(networks_take(n, address("unix"), &w));
		assert_null(w);
		networks_give(n, &w);
	}
	networks_free(&n);
}

static void
test_another_limit(void **state)
{
	struct networks *n = networks_new(1);
	struct network *held[4], *w;

	(void)state;
	assert_true(networks_take(n, address("192.0.2.1"), &held[0]));
	assert_false(networks_take(n, address("192.0.2.1"), &w));
	networks_limit(n, 2);
	assert_true(networks_take(n, address("192.0.2.1"), &held[1]));
	assert_false(networks_take(n, address("192.0.2.1"), &w));
	networks_limit(n, 0); /* none */
	assert_true(networks_take(n, address("192.0.2.1"), &held[2]));
	assert_true(networks_take(n, address("192.0.2.1"), &held[3]));
	for (size_t i = 0; i < 4; i++)
		networks_give(n, &held[i]);
	networks_free(&n);
}

/* Many at once, in any order. */
static void
test_many(void **state)
{
	enum { MANY = 5000 };
	static struct network *held[MANY];
	struct networks *n = networks_new(1);
	char text[32];

	(void)state;
	for (int i = 0; i < MANY; i++) {
		snprintf(text, sizeof(text), "10.%d.%d.1", i / 250, i % 250);
		assert_true(networks_take(n, address(text), &held[i]));
	}
	for (int i = 0; i < MANY; i += 2)
		networks_give(n, &held[i]);
	for (int i = 0; i < MANY; i++) {
		struct network *w;

		snprintf(text, sizeof(text), "10.%d.%d.9", i / 250, i % 250);
		assert_int_equal(
		    networks_take(n, address(text), &w), i % 2 == 0);
		networks_give(n, &w);
	}
	for (int i = 1; i < MANY; i += 2)
		networks_give(n, &held[i]);
	networks_free(&n);
}

static int
begin(void **state)
{
	struct err e;

	(void)state;
	return crypto_init(&e);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_prefixes),
		cmocka_unit_test(test_no_network),
		cmocka_unit_test(test_another_limit),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, begin, NULL);
}
