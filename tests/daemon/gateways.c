/*
 * gateways.c - what gateways send, by the samples that others published: who
 * it is from, and what it says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <jansson.h>

#include "daemon/gateway/gateway.h"

#define VECTORS "../shared/suites/sms-vectors/vectors.json"

static struct str
member(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return str_of(s == NULL ? "" : s);
}

static void
add_headers(struct http_request *r, const json_t *headers)
{
	const char *name;
	const json_t *value;
	void *it;

	for (it = json_object_iter((json_t *)(uintptr_t)headers); it != NULL;
	     it = json_object_iter_next((json_t *)(uintptr_t)headers, it)) {
		name = json_object_iter_key(it);
		value = json_object_iter_value(it);
		r->fields[r->nfields++] = (struct http_field){ str_of(name),
			str_of(json_string_value(value)) };
	}
}

static void
is_decoded(const json_t *v, const char *name, const struct sms *m,
    const struct sms_field *field)
{
	const json_t *want =
	    json_object_get(json_object_get(v, "decoded"), name);

	if (json_is_string(want) &&
	    !str_is(sms_get(m, field), json_string_value(want)))
		fail_msg("%s: %s", member(v, "name").p, name);
}

static void
are_decoded(const json_t *v, const struct sms_list *l)
{
	if (l->n == 0)
		return;
	is_decoded(v, "from", &l->items[0], &l->items[0].from);
	is_decoded(v, "to", &l->items[0], &l->items[0].to);
	is_decoded(v, "text", &l->items[0], &l->items[0].text);
	is_decoded(v, "id", &l->items[0], &l->items[0].id);
}

/* Ours for theirs; NULL for what comes without HTTP. */
static const struct gateway *
gateway_of(const json_t *v)
{
	const char *name = member(v, "gateway").p;

	if (str_is(member(v, "method"), "FILE") ||
	    str_is(member(v, "method"), "ENV"))
		return NULL;
	if (str_is(member(v, "scheme"), "vonage-jwt"))
		name = "vonage-messages";
	return gateway_find(name);
}

static const struct scheme *
scheme_of(const json_t *v, const struct gateway *g)
{
	char name[64];

	snprintf(name, sizeof(name), "%s", member(v, "scheme").p);
	if (strcmp(name, "vonage-sig") == 0)
		snprintf(
		    name, sizeof(name), "vonage-%s", member(v, "algorithm").p);
	return gateway_scheme(g, name);
}

/* Without a time of its own a vector is judged at the time it was signed. */
static int64_t
now_of(const json_t *v, const struct http_request *r)
{
	json_int_t now = json_integer_value(json_object_get(v, "now"));
	struct str stamp =
	    http_request_field(r, "x-sinch-webhook-signature-timestamp");

	return now > 0 ? now : sms_moment(stamp);
}

static void
one_vector(const json_t *v, const struct gateway *g)
{
	struct http_request head = { .method = HTTP_GET };
	struct str url = member(v, "url");
	struct scheme_key key = { member(v, "secret"), url };
	const char *query = strchr(url.p, '?');
	const struct scheme *scheme = scheme_of(v, g);
	struct sms_list messages = { .items = NULL };
	struct gateway_request r;
	bool accept = str_is(member(v, "expect"), "accept");

	if (str_is(member(v, "method"), "POST"))
		head.method = HTTP_POST;
	if (query != NULL) {
		head.query = str_of(query + 1);
		key.url.n = (size_t)(query - url.p);
	}
	add_headers(&head, json_object_get(v, "headers"));
	assert_non_null(scheme);
	assert_int_equal(gateway_request_open(&r, &head, member(v, "body")), 0);
	/* The whole check refuses it for what it does not claim. */
	if (json_is_true(json_object_get(v, "algorithm_only")))
		accept = false;
	if ((scheme->check(&r, &key, now_of(v, &head)) == SCHEME_FINE) !=
	    accept)
		fail_msg("%s: %s", member(v, "name").p, scheme->name);
	/* Without a body there is nothing to understand. */
	if (g->read(g, &r, &messages) == GATEWAY_BAD && r.body.n > 0)
		fail_msg("%s: not understood", member(v, "name").p);
	are_decoded(v, &messages);
	gateway_request_close(&r);
	sms_list_free(&messages);
}

static void
vectors(void **state)
{
	json_t *all = json_load_file(VECTORS, 0, NULL);
	size_t known = 0;

	(void)state;
	if (all == NULL)
		skip();
	for (size_t i = 0; i < json_array_size(all); i++) {
		const json_t *v = json_array_get(all, i);
		const struct gateway *g = gateway_of(v);

		if (g == NULL)
			continue;
		one_vector(v, g);
		known++;
	}
	/* Two files and an environment go by way of gehoor sms-in. */
	assert_int_equal(known, json_array_size(all) - 3);
	json_decref(all);
}

static void
moments(void **state)
{
	static const struct {
		const char *text;
		int64_t at;
	} known[] = {
		{ "1493735509", 1493735509 },
		{ "1493735509123", 1493735509 },
		{ "2024-06-22T15:46:11.000+07:00", 1719045971 },
		{ "2024-06-22T08:46:11Z", 1719045971 },
		{ "2024-06-22 08:46:11", 1719045971 },
		{ "2024-06-22+08:46", 1719045960 },
		{ "2024-06-22T04:46:11-0400", 1719045971 },
		{ "", 0 },
		{ "morgen", 0 },
		{ "2024-06", 0 },
		{ "99999999999999999999", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (sms_moment(str_of(known[i].text)) != known[i].at)
			fail_msg("%s: %lld", known[i].text,
			    (long long)sms_moment(str_of(known[i].text)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors),
		cmocka_unit_test(moments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
