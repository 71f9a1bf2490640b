/*
 * route.c - the table of routes, and what is said when something is wrong.
 */
#include "route.h"

#include "actions.h"
#include "answer.h"
#include "site.h"
#include "sms_line.h"

#define GET (1u << HTTP_GET | 1u << HTTP_HEAD)
#define POST (1u << HTTP_POST)

#define RETRY_SECONDS 10

typedef enum route_verdict
route_fn(struct exchange *x, const struct route_match *m);

static route_fn root_page, start_page, privacy_page, safe_page, answers_page,
    exit_page, box_route, code_route, favicon, robots;

#define ROUTE_WORDS 4
#define ROUTE_PARTS 12 /* of a path; the deepest is a tile */

/* These stand for one part of the path each; REST for all that follow. */
static const char LANG[] = "LANG", BOX[] = "BOX", SHORT[] = "SHORT",
		  LINE[] = "LINE", SECRET[] = "SECRET", REST[] = "REST";

/* The first row that fits counts, so fixed words come before BOX. */
struct route {
	const char *words[ROUTE_WORDS + 1]; /* ends with NULL */
	unsigned methods;
	const char *allow;
	route_fn *handle;
};

static const char allow_get[] = "GET, HEAD";
static const char allow_both[] = "GET, HEAD, POST";
static const char allow_hook[] = "GET, POST";

static const struct route routes[] = {
	{ { NULL }, GET, allow_get, root_page },
	{ { "weg", NULL }, GET, allow_get, exit_page },
	{ { "favicon.ico", NULL }, GET, allow_get, favicon },
	{ { "robots.txt", NULL }, GET, allow_get, robots },
	{ { "sms", LINE, NULL }, 1u << HTTP_GET | POST, allow_hook,
	    hook_handle },
	{ { "sms", LINE, SECRET, NULL }, 1u << HTTP_GET | POST, allow_hook,
	    hook_handle },
	{ { "log", BOX, "checkpoint", NULL }, GET, allow_get, log_checkpoint },
	{ { "log", BOX, "tile", REST, NULL }, GET, allow_get, log_tile },
	{ { LANG, NULL }, GET, allow_get, start_page },
	{ { LANG, "privacy", NULL }, GET, allow_get, privacy_page },
	{ { LANG, "veilig", NULL }, GET, allow_get, safe_page },
	{ { LANG, "code", NULL }, GET | POST, allow_both, code_route },
	{ { LANG, "antwoord", NULL }, GET, allow_get, answers_page },
	{ { LANG, BOX, NULL }, GET | POST, allow_both, box_route },
	{ { SHORT, NULL }, GET, allow_get, box_route },
};

/*
 * At "/" it is sent as it is: scanners of TLS take any compression there for
 * BREACH, though no secret is on that page, and a red scan would make an
 * operator put a proxy before us.
 */
static enum route_verdict
root_page(struct exchange *x, const struct route_match *m)
{
	answer_plain(x, 200, site_page(x->app->site, m->lang, -1, SITE_START));
	return ROUTE_NOW;
}

static enum route_verdict
start_page(struct exchange *x, const struct route_match *m)
{
	answer_fixed(x, 200, site_page(x->app->site, m->lang, -1, SITE_START));
	return ROUTE_NOW;
}

static enum route_verdict
privacy_page(struct exchange *x, const struct route_match *m)
{
	answer_fixed(
	    x, 200, site_page(x->app->site, m->lang, -1, SITE_PRIVACY));
	return ROUTE_NOW;
}

static enum route_verdict
safe_page(struct exchange *x, const struct route_match *m)
{
	answer_fixed(x, 200, site_page(x->app->site, m->lang, -1, SITE_SAFE));
	return ROUTE_NOW;
}

static enum route_verdict
answers_page(struct exchange *x, const struct route_match *m)
{
	const struct words *w = site_words(x->app->site, m->lang, -1);
	struct buf b = BUF_INIT;
	struct action a;
	size_t i;

	actions_look(x->app->actions, x->app->conf);
	for (i = 0;
	     actions_get(x->app->actions, x->app->conf, i, w->lang->code, &a);
	     i++)
		page_action(&b, w, &a);
	if (i == 0)
		words_fill(&b, w, "<p>{answers_none}</p>\n", NULL, 0);
	if (b.failed)
		route_error(x, 503);
	else
		answer_sheet(x, 200,
		    site_page(x->app->site, m->lang, -1, SITE_ANSWERS),
		    &(struct sheet_view){
			.extra = { (const char *)b.data, b.len } });
	x->response.noindex = false;
	buf_free(&b);
	return ROUTE_NOW;
}

/* Away from here, to something neutral; nothing of ours stays in the cache. */
static enum route_verdict
exit_page(struct exchange *x, const struct route_match *m)
{
	(void)m;
	answer_text(x, 303, str_of(""));
	x->response.location = x->app->conf->exit_url;
	x->response.clear_site_data = true;
	return ROUTE_NOW;
}

static enum route_verdict
box_route(struct exchange *x, const struct route_match *m)
{
	return x->request->method == HTTP_POST ? web_post(x, m)
					       : web_form(x, m);
}

static enum route_verdict
code_route(struct exchange *x, const struct route_match *m)
{
	return x->request->method == HTTP_POST ? code_post(x, m)
					       : code_get(x, m);
}

/* The pages name no icon, but browsers ask. */
static enum route_verdict
favicon(struct exchange *x, const struct route_match *m)
{
	(void)m;
	answer_text(x, 204, str_of(""));
	return ROUTE_NOW;
}

static enum route_verdict
robots(struct exchange *x, const struct route_match *m)
{
	(void)m;
	answer_text(x, 200,
	    str_of("User-agent: *\nDisallow: /sms/\n"
		   "Disallow: /weg\n"));
	return ROUTE_NOW;
}

/* The part up to the next "/"; moves *rest behind it. */
static struct str
next_part(struct str *rest)
{
	const char *slash = memchr(rest->p, '/', rest->n);
	size_t n = slash == NULL ? rest->n : (size_t)(slash - rest->p);
	struct str part = { rest->p, n };

	rest->p += n + (slash != NULL);
	rest->n -= n + (slash != NULL);
	return part;
}

/* The number of parts of a path; -1 if there are more than any route has. */
static int
path_parts(struct str path, struct str parts[static ROUTE_PARTS])
{
	int n = 0;

	while (path.n > 0) {
		if (n == ROUTE_PARTS)
			return -1;
		parts[n++] = next_part(&path);
	}
	return n;
}

/* Whether one part of the path fits one word of a route. */
static bool
part_fits(const struct site *s, const char *word, struct str part,
    struct route_match *m)
{
	if (word == LANG)
		return (m->lang = site_lang(s, part)) >= 0;
	if (word == BOX)
		return (m->box = site_box(s, part)) >= 0;
	if (word == SHORT)
		return (m->box = site_short_code(s, part)) >= 0;
	if (word == LINE)
		return (m->line = site_line(s, part)) != NULL;
	if (word == SECRET) {
		m->secret = part;
		return part.n > 0;
	}
	return str_is(part, word);
}

/* From one part to the end of the last, with what stands between them. */
static struct str
parts_from(const struct str *parts, int i, int n)
{
	const char *end = parts[n - 1].p + parts[n - 1].n;

	return (struct str){ parts[i].p, (size_t)(end - parts[i].p) };
}

static bool
route_fits(const struct site *s, const struct route *r, const struct str *parts,
    int n, struct route_match *m)
{
	int i;

	*m = (struct route_match){
		.route = r, .methods = r->methods, .allow = r->allow, .box = -1
	};
	for (i = 0; i < n && r->words[i] != NULL; i++) {
		if (r->words[i] == REST) {
			m->rest = parts_from(parts, i, n);
			return true;
		}
		if (!part_fits(s, r->words[i], parts[i], m))
			return false;
	}
	return i == n && r->words[i] == NULL;
}

/* A "/" at the end makes no difference. */
bool
route_match(const struct exchange *x, struct route_match *m)
{
	struct str path = x->request->path, parts[ROUTE_PARTS];
	int n;

	if (path.n == 0 || path.p[0] != '/')
		return false;
	path.p++;
	path.n--;
	if (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	if (path.n > 0 && path.p[path.n - 1] == '/')
		return false;
	n = path_parts(path, parts);
	for (size_t i = 0; n >= 0 && i < sizeof(routes) / sizeof(routes[0]);
	     i++)
		if (route_fits(x->app->site, &routes[i], parts, n, m))
			return true;
	return false;
}

enum route_verdict
route_handle(struct exchange *x)
{
	struct route_match m;

	if (!route_match(x, &m)) { /* gone with a new configuration */
		route_error(x, 404);
		return ROUTE_NOW;
	}
	return m.route->handle(x, &m);
}

/* What a program reads, and which page a person sees. */
static const struct failure {
	const char *name;
	int status;
	enum site_page page;
} failures[] = {
	{ "bad-request", 400, SITE_FAIL },
	{ "unauthorized", 401, SITE_FAIL },
	{ "forbidden", 403, SITE_FAIL },
	{ "not-found", 404, SITE_FAIL_MISSING },
	{ "method-not-allowed", 405, SITE_FAIL },
	{ "too-slow", 408, SITE_FAIL },
	{ "gone", 410, SITE_FAIL },
	{ "precondition-failed", 412, SITE_FAIL },
	{ "too-large", 413, SITE_FAIL_BIG },
	{ "too-large", 414, SITE_FAIL_BIG },
	{ "unsupported-type", 415, SITE_FAIL },
	{ "expectation-failed", 417, SITE_FAIL },
	{ "misdirected", 421, SITE_FAIL_MISSING },
	{ "too-large", 431, SITE_FAIL_BIG },
	{ "failed", 500, SITE_FAIL },
	{ "not-implemented", 501, SITE_FAIL },
	{ "busy", 503, SITE_FAIL_BUSY },
	{ "http-version", 505, SITE_FAIL },
};

static const struct failure *
failure_of(int status)
{
	for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++)
		if (failures[i].status == status)
			return &failures[i];
	return &failures[0];
}

/* The language of the path, or the first one. */
static long
path_language(const struct exchange *x)
{
	struct str path;
	long lang;

	if (x->request == NULL || x->request->path.n == 0)
		return 0;
	path = x->request->path;
	path.p++;
	path.n--;
	lang = site_lang(x->app->site, next_part(&path));
	return lang < 0 ? 0 : lang;
}

void
route_error(struct exchange *x, int status)
{
	const struct failure *f = failure_of(status);

	if (x->sms_hook)
		answer_text(x, status, str_of(f->name));
	else if (answer_as_json(x))
		answer_json(x, status, "error", str_of(f->name), NULL,
		    (struct str){ NULL, 0 });
	else
		answer_fixed(x, status,
		    site_page(x->app->site, path_language(x), -1, f->page));
	if (status == 503)
		x->response.retry_after = RETRY_SECONDS;
}
