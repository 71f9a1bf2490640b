/*
 * desks.c - the registered desks of a configuration.
 */
#include "desks.h"

#include <stdlib.h>
#include <string.h>

unsigned
desk_role(const char *name)
{
	size_t i;

	for (i = 0; conf_roles[i] != NULL; i++)
		if (strcmp(conf_roles[i], name) == 0)
			return 1u << i;
	return 0;
}

const char *
desk_acts_as(const struct conf_desk *desk, const char *asked,
    const char *option, struct err *e)
{
	const struct conf_list *roles = &desk->roles;

	if (asked == NULL && roles->n > 1) {
		err_set(e,
		    "the desk %s has several roles; say in which you act: "
		    "--%s %s",
		    desk->id, option, roles->items[0]);
		return NULL;
	}
	if (asked == NULL)
		return roles->items[0];
	for (size_t i = 0; i < roles->n; i++)
		if (strcmp(roles->items[i], asked) == 0)
			return roles->items[i];
	err_set(e, "the desk %s does not act as %.32s", desk->id, asked);
	return NULL;
}

int
desks_load(
    const struct conf *c, struct act_desk **out, size_t *n, struct err *e)
{
	struct act_desk *desks = calloc(c->ndesks + 1, sizeof(*desks));
	const struct conf_desk *d;
	size_t i, k;

	if (desks == NULL)
		return err_set(e, "no memory for desks");
	for (i = 0; i < c->ndesks; i++) {
		d = &c->desks[i];
		if (note_verifier_parse(
			d->key, strlen(d->key), &desks[i].key, e) == -1) {
			free(desks);
			return -1;
		}
		for (k = 0; k < d->roles.n; k++)
			desks[i].roles |= desk_role(d->roles.items[k]);
	}
	*out = desks;
	*n = c->ndesks;
	return 0;
}

const struct conf_desk *
desk_of_key(const struct conf *c, const uint8_t pk[static 32])
{
	struct note_verifier v;
	size_t i;

	for (i = 0; i < c->ndesks; i++)
		if (note_verifier_parse(c->desks[i].key,
			strlen(c->desks[i].key), &v, NULL) == 0 &&
		    memcmp(v.pk, pk, sizeof(v.pk)) == 0)
			return &c->desks[i];
	return NULL;
}
