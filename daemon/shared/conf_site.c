/*
 * conf_site.c - rules for what the site looks like and where it listens.
 */
#include "conf_table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONTRAST_TEXT 4.5 /* WCAG 2.2, 1.4.3 (AA) */
#define INSPECTION_QUESTIONS 5

/* One of the three channels of a colour, linear (WCAG 2.2, sRGB). */
static double
channel(const char *colour, size_t i)
{
	const char digits[3] = { colour[1 + 2 * i], colour[2 + 2 * i], '\0' };
	double v = (double)strtol(digits, NULL, 16) / 255;

	return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double
luminance(const char *colour)
{
	return 0.2126 * channel(colour, 0) + 0.7152 * channel(colour, 1) +
	    0.0722 * channel(colour, 2);
}

/* Contrast ratio of WCAG 2.2, from 1 to 21. */
static double
contrast(const char *a, const char *b)
{
	double la = luminance(a), lb = luminance(b);

	return la > lb ? (la + 0.05) / (lb + 0.05) : (lb + 0.05) / (la + 0.05);
}

static const struct conf_node *
key_or(const struct conf_node *root, const char *name)
{
	const struct conf_node *key = conf_node_find(root->first, name);

	return key == NULL ? root : key;
}

/* What is read on what. */
struct pair {
	const char *text, *ground; /* names of settings */
	const struct conf_list *on, *under;
};

static int
check_pair(const struct pair *p, size_t mode, const struct conf_node *root,
    struct err *e)
{
	double is = contrast(p->on->items[mode], p->under->items[mode]);
	char wrong[96];

	if (is >= CONTRAST_TEXT)
		return 0;
	snprintf(wrong, sizeof(wrong),
	    "is hard to read on %s by %s: contrast %.1f to 1", p->ground,
	    mode == 0 ? "day" : "night", is);
	return conf_wrong(e, key_or(root, p->text), 0, p->on->items[mode],
	    "choose colours with 4.5 to 1 or more (WCAG 2.2)", "%s", wrong);
}

static int
check_two(const struct conf_list *l, const char *name,
    const struct conf_node *root, struct err *e)
{
	if (l->n == 2)
		return 0;
	return conf_wrong(e, key_or(root, name), 0, "",
	    "write {\"#rrggbb\", \"#rrggbb\"}, by day and by night",
	    "two colours are needed");
}

int
conf_check_style(
    const struct conf *c, const struct conf_node *root, struct err *e)
{
	char white[] = "#ffffff";
	char *whites[] = { white, white };
	char *days[] = { NULL, NULL };
	const struct conf_list paper = { whites, 2 }, button = { days, 2 };
	const struct pair all[] = {
		{ "style_text", "style_ground", &c->style_text,
		    &c->style_ground },
		{ "style_text", "style_card", &c->style_text, &c->style_card },
		{ "style_text", "style_notice", &c->style_text,
		    &c->style_notice },
		{ "style_muted", "style_ground", &c->style_muted,
		    &c->style_ground },
		{ "style_muted", "style_card", &c->style_muted,
		    &c->style_card },
		{ "style_accent", "style_ground", &c->style_accent,
		    &c->style_ground },
		{ "style_accent", "style_card", &c->style_accent,
		    &c->style_card },
		{ "style_error", "style_ground", &c->style_error,
		    &c->style_ground },
		{ "style_error", "style_card", &c->style_error,
		    &c->style_card },
		{ "style_accent", "white", &button, &paper },
	};
	size_t i;

	if (check_two(&c->style_line, "style_line", root, e) == -1)
		return -1;
	for (i = 0; i + 1 < sizeof(all) / sizeof(all[0]); i++)
		if (check_two(all[i].on, all[i].text, root, e) == -1 ||
		    check_two(all[i].under, all[i].ground, root, e) == -1)
			return -1;
	days[0] = days[1] = c->style_accent.items[0];
	for (i = 0; i < 2 * sizeof(all) / sizeof(all[0]); i++)
		if (check_pair(&all[i / 2], i % 2, root, e) == -1)
			return -1;
	return 0;
}

/* The address to listen on that begins so, or NULL. */
static const char *
listens(const struct conf *c, const char *kind)
{
	size_t i;

	for (i = 0; i < c->listen.n; i++)
		if (strncmp(c->listen.items[i], kind, strlen(kind)) == 0)
			return c->listen.items[i];
	return NULL;
}

int
conf_check_listen(
    const struct conf *c, const struct conf_node *root, struct err *e)
{
	const char *tls = listens(c, "tls:"), *from = listens(c, "redirect:");
	bool certificate = *c->tls_certificate != '\0';

	if (certificate != (*c->tls_key != '\0'))
		return conf_wrong(e,
		    key_or(root, certificate ? "tls_certificate" : "tls_key"),
		    0, "", "write tls_certificate = and tls_key =",
		    "a certificate and its key go together");
	if (tls != NULL && !certificate)
		return conf_wrong(e, key_or(root, "listen"), 0, tls,
		    "write tls_certificate = and tls_key =, names of files",
		    "there is no certificate for it");
	if (from != NULL && strncmp(c->public_url, "https://", 8) != 0)
		return conf_wrong(e, key_or(root, "listen"), 0, from,
		    "write public_url = \"https://...\", the address that "
		    "people are sent to",
		    "nobody knows where to");
	if ((size_t)c->max_body > ((size_t)c->buffer_mib << 20) / 4)
		return conf_wrong(e, key_or(root, "buffer_mib"), 0, "",
		    "give it at least four times max_body",
		    "there would be no room for a few forms at once");
	if (c->form_of_address == ADDRESS_SITE)
		return conf_wrong(e, key_or(root, "form_of_address"), 0, "site",
		    "write je or u", "not a form of address");
	return 0;
}

/* Short codes are addresses: each leads to one box. */
int
conf_check_short_codes(
    const struct conf *c, const struct conf_node *tree, struct err *e)
{
	const struct conf_node *n = conf_node_find(tree->first, "box");
	size_t i, j;

	for (i = 0; i < c->nboxes; i++, n = conf_node_find(n->next, "box")) {
		const struct conf_box *box = &c->boxes[i];

		if (box->kind == BOX_INSPECTION &&
		    box->nquestions > INSPECTION_QUESTIONS)
			return conf_wrong(e, n, 0, box->name,
			    "ask the five that matter most",
			    "an inspection has at most %d questions",
			    INSPECTION_QUESTIONS);
		for (j = 0; j < i; j++)
			if (*box->short_code != '\0' &&
			    strcmp(box->short_code, c->boxes[j].short_code) ==
				0)
				return conf_wrong(e, key_or(n, "short_code"), 0,
				    box->short_code, "choose another one",
				    "is the code of box %s already",
				    c->boxes[j].name);
	}
	return 0;
}
