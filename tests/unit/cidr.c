/*
 * cidr.c - networks, and which addresses lie in them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <arpa/inet.h>
#include <cmocka.h>

#include "gehoor/cidr.h"

static bool
has(const char *network, const char *address)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	struct cidr c;

	assert_true(cidr_parse(network, &c));
	if (inet_pton(AF_INET, address, &in.sin_addr) == 1)
		return cidr_has(&c, (const struct sockaddr *)&in);
	assert_int_equal(inet_pton(AF_INET6, address, &in6.sin6_addr), 1);
	return cidr_has(&c, (const struct sockaddr *)&in6);
}

static void
test_has(void **state)
{
	const struct sockaddr other = { .sa_family = AF_UNIX };
	struct cidr c;

	(void)state;
	assert_true(has("192.0.2.0/24", "192.0.2.255"));
	assert_false(has("192.0.2.0/24", "192.0.3.0"));
	assert_true(has("192.0.2.7", "192.0.2.7"));
	assert_false(has("192.0.2.7", "192.0.2.8"));
	assert_true(has("192.0.2.128/25", "192.0.2.128"));
	assert_false(has("192.0.2.128/25", "192.0.2.127"));
	assert_true(has("0.0.0.0/0", "203.0.113.9"));
	assert_false(has("0.0.0.0/0", "2001:db8::1"));
	assert_true(has("::/0", "203.0.113.9"));
	assert_true(has("2001:db8::/33", "2001:db8:7fff::1"));
	assert_false(has("2001:db8::/33", "2001:db8:8000::1"));
	/* An IPv4 address as a listener for both shows it. */
	assert_true(has("192.0.2.0/24", "::ffff:192.0.2.9"));
	assert_true(cidr_parse("::/0", &c));
	assert_false(cidr_has(&c, &other));
}

static void
test_wrong(void **state)
{
	static const char *const wrong[] = { "", "/", "192.0.2.0/", "192.0.2",
		"192.0.2.0/33", "2001:db8::/129", "192.0.2.0/-1",
		"192.0.2.0/8x", "192.0.2.0/1234", "voorbeeld.nl/24" };
	struct cidr c;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		if (cidr_parse(wrong[i], &c))
			fail_msg("%s", wrong[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_has),
		cmocka_unit_test(test_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
