/*
 * admit.c - what is refused by the head of a request alone, before its body
 * is read or 100 Continue is sent.
 */
#include "gehoor/clock.h"
#include "log.h"
#include "route.h"
#include "site.h"
#include "sms_line.h"

static int
refuse(struct exchange *x, int status)
{
	route_error(x, status);
	return status;
}

static int
refuse_method(struct exchange *x, const char *allow)
{
	route_error(x, 405);
	x->response.allow = allow;
	return 405;
}

/* What a form can come as; a post that does not say is taken for a form. */
static bool
type_is_known(const struct http_request *r)
{
	static const char *const types[] = {
		"application/x-www-form-urlencoded", "multipart/form-data",
		"application/json"
	};
	struct str type = http_request_field(r, "Content-Type");

	if (type.n == 0)
		return true;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (http_media_type_is(type, types[i]))
			return true;
	return false;
}

static int
admit_post(struct exchange *x, const struct route_match *m)
{
	const struct http_request *r = x->request;

	if (r->body == HTTP_BODY_LENGTH &&
	    r->content_length > (uint64_t)x->app->conf->max_body)
		return refuse(x, 413);
	if (http_request_field(r, "Content-Encoding").p != NULL)
		return refuse(x, 415);
	if (m->line == NULL && !type_is_known(r))
		return refuse(x, 415);
	return 0;
}

/* A proxy that tells who asks would betray people; so it shows at once. */
static bool
is_forwarded(const struct http_request *r)
{
	static const char *const telling[] = { "X-Forwarded-For", "Forwarded",
		"X-Real-IP", "True-Client-IP", "CF-Connecting-IP" };

	for (size_t i = 0; i < sizeof(telling) / sizeof(telling[0]); i++)
		if (http_request_field(r, telling[i]).p != NULL)
			return true;
	return false;
}

/* RFC 9110 7.4: a request for another site is not for us. */
static bool
host_is_ours(const struct conf *c, const struct http_request *r)
{
	struct str host = r->host;
	size_t i;

	while (host.n > 0 && host.p[host.n - 1] >= '0' &&
	    host.p[host.n - 1] <= '9')
		host.n--;
	if (host.n == 0 || host.p[host.n - 1] != ':')
		host = r->host;
	else
		host.n--;
	for (i = 0; i < c->hosts.n; i++)
		if (http_name_is(host, c->hosts.items[i]))
			return true;
	return c->hosts.n == 0;
}

/* A hook allows only what its gateway does. */
static const char *
allow_of(const struct route_match *m)
{
	return m->line != NULL && !m->line->gateway->get ? "POST" : m->allow;
}

int
route_admit(struct exchange *x)
{
	const struct http_request *r = x->request;
	struct route_match m;
	int status;

	site_tick(x->app->site, clock_now());
	x->sms_hook = r->path.n >= 5 && memcmp(r->path.p, "/sms/", 5) == 0;
	/* What a gateway passes on is no visitor's. */
	if (!x->sms_hook && !x->app->conf->allow_forwarded && is_forwarded(r)) {
		log_rarely(&x->app->told_forwarded, clock_now(),
		    "a proxy passes addresses of visitors on; see conf/proxy, "
		    "or allow_forwarded in gehoor.conf(5)");
		return refuse(x, 400);
	}
	if (!host_is_ours(x->app->conf, r))
		return refuse(x, 421);
	if (!route_match(x, &m))
		return refuse(x, 404);
	if ((m.methods & 1u << r->method) == 0)
		return refuse_method(x, allow_of(&m));
	if (m.line != NULL && (status = hook_admit(x, &m)) != 0)
		return status == 405 ? refuse_method(x, allow_of(&m))
				     : refuse(x, status);
	return r->method == HTTP_POST ? admit_post(x, &m) : 0;
}
