/*
 * gateways.c - the table of SMS gateways.
 */
#include "gateway.h"

static const struct gateway *const gateways[] = {
	&gateway_kannel,
	&gateway_android,
};

const struct gateway *
gateway_find(const char *name)
{
	for (size_t i = 0; i < sizeof(gateways) / sizeof(gateways[0]); i++)
		if (strcmp(gateways[i]->name, name) == 0)
			return gateways[i];
	return NULL;
}

void
gateway_names(struct buf *b)
{
	for (size_t i = 0; i < sizeof(gateways) / sizeof(gateways[0]); i++) {
		if (i > 0)
			buf_adds(b, ", ");
		buf_adds(b, gateways[i]->name);
	}
}
