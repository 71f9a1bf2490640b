/*
 * hook.c - text messages as SMS gateways deliver them: who may, and what they
 * bring.  What becomes of it is in delivery.c.
 */
#include <sys/socket.h>

#include "delivery.h"
#include "gehoor/cidr.h"
#include "gehoor/clock.h"
#include "gehoor/crypto.h"
#include "log.h"
#include "rehearsal.h"
#include "route.h"
#include "site.h"

/* A line without a secret may name the networks of its gateway. */
static bool
comes_from_source(const struct exchange *x, const struct sms_line *l)
{
	const struct conf_list *sources = &l->conf->sources;
	struct sockaddr_storage a;
	struct cidr network;

	if (sources->n == 0 || x->rehearsal != NULL || x->local)
		return true;
	if (exchange_peer(x, &a) != 0)
		return false;
	for (size_t i = 0; i < sources->n; i++)
		if (cidr_parse(sources->items[i], &network) &&
		    cidr_has(&network, (const struct sockaddr *)&a))
			return true;
	return false;
}

/* The secret in the path, where that is how the line is kept. */
static bool
path_fits(const struct sms_line *l, struct str given)
{
	if (!l->scheme->path)
		return given.n == 0;
	return given.n == l->nsecret &&
	    crypto_equal(given.p, l->secret, l->nsecret);
}

int
hook_admit(struct exchange *x, const struct route_match *m)
{
	const struct sms_line *l = m->line;
	bool post = x->request->method == HTTP_POST;

	if (l->scheme->local && !x->local && x->rehearsal == NULL)
		return 404;
	if (!path_fits(l, m->secret) || !comes_from_source(x, l))
		return 403;
	return (post ? l->gateway->post : l->gateway->get) ? 0 : 405;
}

static enum route_verdict
refuse(struct exchange *x, const struct sms_line *l, bool unsigned_)
{
	int status = unsigned_ && l->scheme->unsigned_status != 0
	    ? l->scheme->unsigned_status
	    : 403;

	log_rarely(&x->app->told_sms, clock_now(),
	    "line %s: a message was refused: its signature (%s) is not "
	    "right; see secret_file and url of the line",
	    l->conf->name, l->scheme->name);
	if (status == 503)
		delivery_later(x);
	else
		route_error(x, status);
	x->response.challenge = status == 401;
	return ROUTE_NOW;
}

static enum route_verdict
not_understood(struct exchange *x, const struct sms_line *l)
{
	log_rarely(&x->app->told_sms, clock_now(),
	    "line %s: a message was not understood: is gateway = \"%s\" "
	    "right, and how the gateway is set up? See gehoor.conf(5)",
	    l->conf->name, l->gateway->name);
	route_error(x, 400);
	return ROUTE_NOW;
}

/* It is what it says it is: what does it bring? */
static enum route_verdict
take(struct exchange *x, const struct sms_line *l,
    const struct gateway_request *r, struct sms_list *messages, int64_t now)
{
	static const struct sms nothing = { .of = 0 };
	enum gateway_verdict verdict =
	    l->gateway->read(l->gateway, r, messages);
	bool failed = messages->failed;

	for (size_t i = 0; i < messages->n; i++)
		failed |= messages->items[i].store.failed;
	if (x->rehearsal != NULL)
		return rehearsal_take(x, l, verdict, messages, now);
	if (failed)
		delivery_later(x);
	else if (verdict == GATEWAY_BAD)
		return not_understood(x, l);
	else if (verdict == GATEWAY_IGNORE)
		delivery_success(x, l, &nothing, str_of(""));
	else
		return delivery_take(x, l, messages, now);
	return ROUTE_NOW;
}

enum route_verdict
hook_handle(struct exchange *x, const struct route_match *m)
{
	const struct sms_line *l = m->line;
	const struct scheme_key key = { { l->secret, l->nsecret },
		str_of(l->conf->url) };
	enum route_verdict verdict = ROUTE_NOW;
	enum scheme_verdict scheme;
	struct sms_list messages = { .items = NULL };
	struct gateway_request r;
	int64_t now = clock_now();

	if (gateway_request_open(&r, x->request, x->body) != 0) {
		delivery_later(x);
	} else {
		scheme = l->scheme->check(&r, &key, now);
		verdict = scheme == SCHEME_FINE
		    ? take(x, l, &r, &messages, now)
		    : refuse(x, l, scheme == SCHEME_UNSIGNED);
	}
	gateway_request_close(&r);
	sms_list_free(&messages);
	return verdict;
}
