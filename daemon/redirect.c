/*
 * redirect.c - plain HTTP that only leads to the same page with TLS.
 *
 * Nothing that was sent is read beyond its head.  Where to is public_url, and
 * of the path no more than a path of ours can hold: what stands in a head
 * comes from the configuration or is harmless.
 */
#include "redirect.h"

#include "answer.h"
#include "gehoor/conf.h"

#define PATH_MAX_KEPT 80

/* Letters, digits, "/" and "-": the paths that people type. */
static bool
is_simple(struct str path)
{
	static const char other[] = "/-";

	for (size_t i = 0; i < path.n; i++) {
		char c = path.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') &&
		    memchr(other, c, sizeof(other) - 1) == NULL)
			return false;
	}
	return path.n <= PATH_MAX_KEPT &&
	    (path.n < 2 || path.p[1] != '/'); /* no other site */
}

static int
redirect_admit(struct exchange *x)
{
	struct str path = x->request->path;
	struct buf url = BUF_INIT;
	const char *s;

	buf_adds(&url, x->app->conf->public_url);
	if (path.n > 0 && is_simple(path))
		buf_addstr(&url, path);
	else
		buf_addc(&url, '/');
	answer_text(x, 301, (struct str){ (const char *)url.data, url.len });
	buf_free(&url);
	/* The body is the address: it is both read and obeyed. */
	if ((s = buf_cstr(&x->response.body)) != NULL)
		x->response.location = s;
	x->response.close = true;
	return 301;
}

static enum route_verdict
redirect_handle(struct exchange *x)
{
	redirect_admit(x);
	return ROUTE_NOW;
}

static void
redirect_error(struct exchange *x, int status)
{
	answer_text(x, status, str_of("no\n"));
}

const struct routes redirect_routes = { redirect_admit, redirect_handle,
	redirect_error };
