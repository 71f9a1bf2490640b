/*
 * world.h - real routes and pages between a fake connection and a fake disk,
 * for the tests of what gehoord says and takes.
 *
 * Included by one file of a test program: it defines the functions of
 * exchange.h, journal.h, keys.h, limits.h and clock.h.
 */
#ifndef WORLD_H
#define WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/exchange.h"
#include "daemon/journal.h"
#include "daemon/keys.h"
#include "daemon/limits.h"
#include "daemon/senders.h"
#include "daemon/site.h"
#include "gehoor/clock.h"

#define R1 "\"gehoor-reader:ERERERERERERERERERERERERERERERERERERERERERHU/67q\""
#define R2 "\"gehoor-reader:IiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiLiqU4Y\""
#define READERS "readers = {" R1 ", " R2 "}\n"
#define SECRET "geheim-genoeg-1234"

static const char world_conf[] =
    "organisation = \"Jeugdzorg <Voorbeeld>\"\n"
    "languages = {\"nl\", \"en\", \"pl\", \"tr\", \"ar\", \"uk\"}\n"
    "regions = {\"noord\", \"zuid\"}\n"
    "exit_url = \"https://www.voorbeeld.test/weer\"\n"
    "box \"feedback\" {\n" READERS
    "title = {\"nl:Vertel het ons\", \"en:Tell us\"}\n"
    "ask_region = true\nask_who = true\nask_wish = true\n"
    "ask_publish = true\n"
    "question \"tip\" { type = text label = {\"nl:Een tip?\"} }\n"
    "question \"cijfer\" { type = scale label = {\"nl:Cijfer?\"} }\n"
    "question \"wat\" { type = several label = {\"nl:Wat?\"}\n"
    "option \"brief\" { label = {\"nl:een brief\"} }\n"
    "option \"gesprek\" { label = {\"nl:een gesprek\"} } } }\n"
    "box \"lijn\" {\n" READERS
    "kind = line\ntitle = {\"nl:Lijn\", \"en:Line\"} }\n"
    "line \"mobiel\" { gateway = \"android-sms-gateway\" box = \"lijn\"\n"
    "secret_file = \"/x\" }\n"
    "line \"kannel\" { gateway = \"kannel\" box = \"lijn\" lang = \"en\"\n"
    "secret_file = \"/x\" reply = true }\n";

static struct {
	struct app app;
	int64_t now;
	int wait;                    /* of limits_take */
	bool full;                   /* the journal's queue */
	int full_after;              /* full once so many were queued */
	struct week restored;        /* of journal_restored; year 0: none */
	struct journal_entry *entry; /* queued, until world_finish */
	char json[200000];           /* of the last entry queued */
	uint8_t tag[TAG_LEN];
	struct exchange x;
	struct http_request request;
	char head[4096];
	struct exchange_hold *hold;
	int done;
} world;

int64_t
clock_now(void)
{
	return world.now;
}

int
limits_take(struct limits *l, const struct conf_box *box, int64_t now_ms)
{
	(void)l;
	(void)box;
	(void)now_ms;
	return world.wait;
}

int
limits_take_code(struct limits *l, int64_t now_ms)
{
	return limits_take(l, NULL, now_ms);
}

const struct note_signer *
keys_signer(const struct keys *k)
{
	static struct note_signer signer = { .name = "" };

	(void)k;
	if (signer.name[0] == '\0')
		assert_int_equal(note_signer_new("test", &signer, NULL), 0);
	return &signer;
}

int64_t
keys_day(int64_t seconds)
{
	return seconds / 86400;
}

/* Today's and yesterday's, made of the day. */
const uint8_t *
keys_daily(struct keys *k, int64_t day, int64_t now)
{
	static uint8_t keys[2][KEY_LEN];

	(void)k;
	if (day != keys_day(now) && day != keys_day(now) - 1)
		return NULL;
	memset(keys[day & 1], (int)(day & 0xff), KEY_LEN);
	return keys[day & 1];
}

const uint8_t *
keys_pepper(const struct keys *k)
{
	static const uint8_t pepper[KEY_LEN] = "pepper";

	(void)k;
	return pepper;
}

int
exchange_peer(const struct exchange *x, struct sockaddr_storage *out)
{
	(void)x;
	(void)out;
	return -1;
}

int
keys_read_secret(const char *path, size_t max, struct buf *out, struct err *e)
{
	(void)path;
	(void)max;
	(void)e;
	buf_adds(out, SECRET "\n");
	return 0;
}

long
journal_box(const struct journal *j, struct str name)
{
	(void)j;
	return site_box(world.app.site, name);
}

bool
journal_healthy(const struct journal *j)
{
	(void)j;
	return true;
}

const char *
journal_box_name(const struct journal *j, size_t box)
{
	(void)j;
	return world.app.conf->boxes[box].name;
}

bool
journal_restored(const struct journal *j, struct week *out)
{
	(void)j;
	*out = world.restored;
	return world.restored.year != 0;
}

/* Nothing has been published here. */
const struct journal_published *
journal_published(const struct journal *j, size_t box)
{
	(void)j;
	(void)box;
	return NULL;
}

bool
journal_submit(struct journal *j, struct journal_entry *en)
{
	(void)j;
	if (world.full)
		return false;
	assert_true(en->json.len < sizeof(world.json));
	if (en->json.len > 0)
		memcpy(world.json, en->json.data, en->json.len);
	world.json[en->json.len] = '\0';
	memcpy(world.tag, en->tag, TAG_LEN);
	world.entry = en;
	world.full = world.full_after > 0 && --world.full_after == 0;
	return true;
}

struct exchange_hold *
exchange_hold(struct exchange *x)
{
	assert_null(world.hold);
	world.hold = calloc(1, sizeof(*world.hold));
	world.hold->x = x;
	return world.hold;
}

void
exchange_hold_free(struct exchange_hold **h)
{
	free(*h);
	*h = world.hold = NULL;
}

void
exchange_done(struct exchange *x)
{
	assert_ptr_equal(x, &world.x);
	world.done++;
}

/* ---- the world itself ------------------------------------------------------ */

static inline int
world_new(void **state)
{
	struct err e = { "" };

	(void)state;
	memset(&world, 0, sizeof(world));
	world.now = 1791000000; /* 2026-W40 */
	world.app.senders = senders_new();
	assert_int_equal(crypto_init(&e), 0);
	if (conf_parse(world_conf, strlen(world_conf), "test.conf",
		&world.app.conf, &e) != 0 ||
	    site_new(world.app.conf, 0, &world.app.site, &e) != 0)
		fail_msg("%s", e.msg);
	return 0;
}

static inline int
world_end(void **state)
{
	(void)state;
	assert_null(world.entry);
	buf_free(&world.x.response.body);
	site_free(&world.app.site);
	senders_free(&world.app.senders);
	conf_free(&world.app.conf);
	return 0;
}

/* The disk is done with the queued entry. */
static inline void
world_finish(enum journal_outcome outcome)
{
	struct journal_entry *en = world.entry;

	assert_non_null(en);
	world.entry = NULL;
	en->outcome = outcome;
	en->done(en);
}

/*
 * A request as it comes in: "POST /nl/lijn" and fields, each ended by CRLF.
 * A message that is queued is left for world_finish.  Returns the status, or
 * 0 while it waits.
 */
static inline int
world_ask(const char *line, const char *fields, const char *body, size_t n)
{
	const struct http_limits limits = { 2048, 8192, 1 << 20 };
	int len = snprintf(world.head, sizeof(world.head),
	    "%s HTTP/1.1\r\n"
	    "Host: x\r\n%s%s%zu\r\n\r\n",
	    line, fields, "Content-Length: ", n);

	buf_free(&world.x.response.body);
	world.x = (struct exchange){ .app = &world.app,
		.request = &world.request,
		.body = { body, n } };
	assert_int_equal(http_request_parse((const uint8_t *)world.head,
			     (size_t)len, &limits, &world.request),
	    len);
	if (route_admit(&world.x) != 0)
		return world.x.response.status;
	return route_handle(&world.x) == ROUTE_LATER ? 0
						     : world.x.response.status;
}

static inline int
world_post(const char *path, const char *fields, const char *body)
{
	char line[256];

	snprintf(line, sizeof(line), "POST %s", path);
	return world_ask(line, fields, body, strlen(body));
}

/* Sends and stores; the status of the answer. */
static inline int
world_send(const char *path, const char *fields, const char *body)
{
	int status = world_post(path, fields, body);

	if (status != 0)
		return status;
	world_finish(JOURNAL_STORED);
	return world.x.response.status;
}

/* The body of the answer as a string. */
static inline const char *
world_body(void)
{
	struct response *r = &world.x.response;

	if (r->body.len == 0 && r->fixed.n > 0) {
		buf_addstr(&r->body, r->fixed);
		r->fixed.n = 0;
	}
	return r->body.len == 0 ? "" : buf_cstr(&r->body);
}

static inline bool
world_says(const char *words)
{
	return strstr(world_body(), words) != NULL;
}

/* Copies what stands between two strings in the answer. */
static inline bool
world_between(const char *from, const char *to, char *out, size_t max)
{
	const char *p = strstr(world_body(), from), *end;

	if (p == NULL || (end = strstr(p + strlen(from), to)) == NULL)
		return false;
	p += strlen(from);
	if ((size_t)(end - p) >= max)
		return false;
	memcpy(out, p, (size_t)(end - p));
	out[end - p] = '\0';
	return true;
}

/* The token in a form given out now. */
static inline void
world_token(const char *path, char out[static 64])
{
	char line[128];

	snprintf(line, sizeof(line), "GET %s", path);
	assert_int_equal(world_ask(line, "", "", 0), 200);
	assert_true(world_between("name=\"token\" value=\"", "\"", out, 64));
}

#endif
