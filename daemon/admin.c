/*
 * admin.c - what the admin socket answers: GET /healthz and /metrics, POST
 * /sms/LINE for gateways on this machine, POST /sms-test/LINE to try one out.
 *
 * Of what comes in health only.  Whoever reads these values every second must not learn when
 * somebody wrote, so nothing here moves with one message or one visitor:
 * the queue is told in quarters, and counters in whole hundreds.
 */
#include "admin.h"

#include "gehoor/buf.h"
#include "journal.h"
#include "rehearsal.h"
#include "route.h"
#include "site.h"

#define TEXT_PLAIN "text/plain; charset=utf-8"
#define METRICS "text/plain; version=0.0.4; charset=utf-8"
#define COARSE 100

static void
admin_health(struct exchange *x)
{
	bool healthy = journal_healthy(x->app->journal);

	x->response.status = healthy ? 200 : 503;
	x->response.type = TEXT_PLAIN;
	buf_adds(&x->response.body,
	    healthy ? "ok\n" : "messages cannot be stored\n");
}

static void
metric(struct buf *b, const char *name, const char *type, const char *help,
    const char *value)
{
	buf_addf(b,
	    "# HELP gehoord_%s %s\n# TYPE gehoord_%s %s\n"
	    "gehoord_%s %s\n",
	    name, help, name, type, name, value);
}

static void
counter(struct buf *b, const char *name, const char *help, uint64_t count)
{
	struct buf value = BUF_INIT;

	buf_addf(&value, "%llu", (unsigned long long)(count - count % COARSE));
	metric(b, name, "counter", help, buf_cstr(&value));
	buf_free(&value);
}

static const char *
queue_quarters(const struct app *app)
{
	static const char *const shown[] = { "0", "0.25", "0.5", "0.75", "1" };
	size_t cap = (size_t)app->conf->queue;
	size_t quarters =
	    cap == 0 ? 0 : journal_waiting(app->journal) * 4 / cap;

	return shown[quarters > 4 ? 4 : quarters];
}

static void
admin_metrics(struct exchange *x)
{
	struct buf *b = &x->response.body;
	const struct app *app = x->app;

	x->response.status = 200;
	x->response.type = METRICS;
	metric(b, "up", "gauge", "The daemon runs.", "1");
	metric(b, "healthy", "gauge", "Messages can be stored.",
	    journal_healthy(app->journal) ? "1" : "0");
	metric(b, "queue_fill", "gauge",
	    "How full the queue to the disk is, in quarters.",
	    queue_quarters(app));
	counter(b, "connections_refused_total",
	    "Connections over the cap, in whole hundreds.",
	    app->counters.connections_refused);
	counter(b, "deadlines_total",
	    "Connections closed for being too slow, in whole hundreds.",
	    app->counters.deadlines);
	counter(b, "overload_total", "Answers 503, in whole hundreds.",
	    app->counters.overload);
	buf_addf(b,
	    "# HELP gehoord_reload_failures_total "
	    "Configurations refused on SIGHUP.\n"
	    "# TYPE gehoord_reload_failures_total counter\n"
	    "gehoord_reload_failures_total %llu\n",
	    (unsigned long long)app->counters.reload_failures);
}

static const struct {
	const char *path;
	void (*handle)(struct exchange *x);
} pages[] = {
	{ "/healthz", admin_health },
	{ "/metrics", admin_metrics },
};

#define PAGES (sizeof(pages) / sizeof(pages[0]))

/* Text messages of programs on this machine, and lines tried out. */
static const char sms_prefix[] = "/sms/";
static const char test_prefix[] = "/sms-test/";

static void
admin_error(struct exchange *x, int status)
{
	x->response.status = status;
	x->response.type = TEXT_PLAIN;
	if (status == 405)
		x->response.allow = "GET, HEAD";
	buf_addf(&x->response.body, "%d\n", status);
}

/* The page of the request's path, or PAGES. */
static size_t
admin_page(const struct exchange *x)
{
	size_t i;

	for (i = 0; i < PAGES; i++)
		if (str_is(x->request->path, pages[i].path))
			break;
	return i;
}

/* The rest of a path behind a prefix; p NULL where that is not its own. */
static struct str
behind(const struct exchange *x, const char *prefix)
{
	struct str path = x->request->path;
	size_t n = strlen(prefix);

	if (path.n <= n || memcmp(path.p, prefix, n) != 0)
		return (struct str){ NULL, 0 };
	return (struct str){ path.p + n, path.n - n };
}

static bool
is_sms(const struct exchange *x)
{
	return behind(x, sms_prefix).p != NULL;
}

static bool
is_test(const struct exchange *x)
{
	return behind(x, test_prefix).p != NULL;
}

/* Only lines of this machine: the others are for their gateways. */
static bool
is_local_line(struct exchange *x)
{
	struct route_match m;

	return route_match(x, &m) && m.line != NULL && m.line->scheme->local;
}

static int
admin_admit(struct exchange *x)
{
	const struct http_request *r = x->request;
	int status = 0;

	x->local = true;
	if (is_sms(x) || is_test(x)) {
		if (r->method != HTTP_POST)
			status = 405;
		else if (is_sms(x) && !is_local_line(x))
			status = 404;
	} else if (admin_page(x) == PAGES) {
		status = 404;
	} else if (r->method != HTTP_GET && r->method != HTTP_HEAD) {
		status = 405;
	}
	if (status != 0)
		admin_error(x, status);
	if (status == 405 && (is_sms(x) || is_test(x)))
		x->response.allow = "POST";
	return status;
}

static enum route_verdict
admin_handle(struct exchange *x)
{
	if (is_sms(x)) {
		x->sms_hook = true;
		return route_handle(x);
	}
	if (is_test(x))
		rehearsal_run(x, behind(x, test_prefix));
	else
		pages[admin_page(x)].handle(x);
	return ROUTE_NOW;
}

const struct routes admin_routes = { admin_admit, admin_handle, admin_error };
