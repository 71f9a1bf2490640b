/*
 * gateways.c - the table of SMS gateways, and which schemes each takes.
 */
#include "gateway.h"

/* First those a small Dutch organisation starts with. */
static const struct gateway *const gateways[] = {
	&gateway_android,
	&gateway_kannel,
	&gateway_twilio,
	&gateway_bird,
	&gateway_bird_notifications,
	&gateway_messagebird,
	&gateway_cm,
	&gateway_spryng,
	&gateway_smstools,
	&gateway_gammu,
	&gateway_vonage,
	&gateway_vonage_messages,
	&gateway_infobip,
	&gateway_sinch,
	&gateway_plivo,
	&gateway_46elks,
	&gateway_jasmin,
	&gateway_playsms,
	&gateway_smssync,
	&gateway_httpsms,
	&gateway_targetsms,
};

#define GATEWAYS (sizeof(gateways) / sizeof(gateways[0]))

/* What every gateway can be told to do that speaks HTTP. */
static const struct scheme *const general[] = { &scheme_basic, &scheme_path,
	&scheme_none, NULL };

const struct gateway *
gateway_at(size_t n)
{
	return n < GATEWAYS ? gateways[n] : NULL;
}

const struct gateway *
gateway_find(const char *name)
{
	for (size_t i = 0; i < GATEWAYS; i++)
		if (strcmp(gateways[i]->name, name) == 0)
			return gateways[i];
	return NULL;
}

static void
add_name(struct buf *b, const char *name)
{
	if (b->len > 0)
		buf_adds(b, ", ");
	buf_adds(b, name);
}

void
gateway_list(struct buf *b)
{
	for (size_t i = 0; i < GATEWAYS; i++)
		add_name(b, gateways[i]->name);
}

static const struct scheme *
find(const struct scheme *const *list, const char *name)
{
	for (; *list != NULL; list++)
		if (strcmp((*list)->name, name) == 0)
			return *list;
	return NULL;
}

static bool
is_local(const struct gateway *g)
{
	return g->schemes[0] != NULL && g->schemes[0]->local;
}

const struct scheme *
gateway_scheme(const struct gateway *g, const char *name)
{
	const struct scheme *s;

	if (*name == '\0')
		return g->schemes[0];
	s = find(g->schemes, name);
	if (s == NULL && !is_local(g))
		s = find(general, name);
	return s;
}

void
gateway_list_schemes(const struct gateway *g, struct buf *b)
{
	size_t i;

	for (i = 0; g->schemes[i] != NULL; i++)
		add_name(b, g->schemes[i]->name);
	for (i = 0; general[i] != NULL && !is_local(g); i++)
		if (find(g->schemes, general[i]->name) == NULL)
			add_name(b, general[i]->name);
}
