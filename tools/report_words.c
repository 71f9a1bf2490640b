/*
 * report_words.c - figures, periods and categories in the reader's words.
 */
#include "report_words.h"

#include <stdio.h>
#include <string.h>

#include "report_parts.h"

static const struct {
	const char *dimension;
	const char *category;
	enum text text;
} names[] = {
	{ "total", "", TEXT_REPORT_DIM_TOTAL },
	{ "theme", CELL_NO_THEME, TEXT_REPORT_NO_THEME },
	{ "channel", "web", TEXT_REPORT_CHANNEL_WEB },
	{ "channel", "sms", TEXT_REPORT_CHANNEL_SMS },
	{ "channel", "table", TEXT_REPORT_CHANNEL_TABLE },
	{ "channel", "paper", TEXT_REPORT_CHANNEL_PAPER },
	{ "channel", "via", TEXT_REPORT_CHANNEL_VIA },
	{ "who", "jongere", TEXT_REPORT_WHO_YOUNG },
	{ "who", "ouder", TEXT_REPORT_WHO_PARENT },
	{ "who", "pleegouder", TEXT_REPORT_WHO_FOSTER },
	{ "who", "anders", TEXT_REPORT_WHO_OTHER },
	{ "polarity", "pos", TEXT_REPORT_POLARITY_POS },
	{ "polarity", "neg", TEXT_REPORT_POLARITY_NEG },
	{ "polarity", "mix", TEXT_REPORT_POLARITY_MIX },
	{ "polarity", "neu", TEXT_REPORT_POLARITY_NEU },
	{ "weight", "0", TEXT_REPORT_WEIGHT_0 },
	{ "weight", "1", TEXT_REPORT_WEIGHT_1 },
	{ "weight", "2", TEXT_REPORT_WEIGHT_2 },
	{ "weight", "3", TEXT_REPORT_WEIGHT_3 },
	{ "wish", "none", TEXT_REPORT_WISH_NONE },
	{ "wish", "answer", TEXT_REPORT_WISH_ANSWER },
	{ "wish", "talk", TEXT_REPORT_WISH_TALK },
	{ "wish", "change", TEXT_REPORT_WISH_CHANGE },
	{ "wish", "pass_on", TEXT_REPORT_WISH_PASS_ON },
};

#define NNAMES (sizeof(names) / sizeof(names[0]))

void
words_add(const struct report *r, struct buf *b, enum text t,
    const struct html_value *v, size_t nv)
{
	struct buf escaped = BUF_INIT;
	const char *tmpl;

	html_escape(&escaped, str_of(r->lang->texts[t]));
	tmpl = buf_cstr(&escaped);
	if (tmpl != NULL)
		html_fill(b, tmpl, v, nv);
	else
		b->failed = true;
	buf_free(&escaped);
}

void
words_put(const struct report *r, struct buf *b, enum text t)
{
	html_escape(b, str_of(r->lang->texts[t]));
}

void
words_element(const struct report *r, struct buf *b, const char *element,
    const char *attributes, enum text t)
{
	buf_addf(b, "<%s%s>", element, attributes);
	words_put(r, b, t);
	buf_addf(b, "</%s>\n", element);
}

/* Copies as much as fits, without cutting a letter in two. */
static struct words
words_of(const void *p, size_t n)
{
	struct words w = { "" };
	const char *text = p;

	if (n >= sizeof(w.text)) {
		n = sizeof(w.text) - 1;
		while (n > 0 && ((uint8_t)text[n] & 0xc0) == 0x80)
			n--;
	}
	if (n > 0)
		memcpy(w.text, text, n);
	return w;
}

struct words
words_number(uint64_t n)
{
	struct words w;

	snprintf(w.text, sizeof(w.text), "%llu", (unsigned long long)n);
	return w;
}

struct words
words_copy(const char *text)
{
	return words_of(text, strlen(text));
}

static enum text
period_text(struct period p, enum words_form form)
{
	static const enum text quarters[] = { TEXT_REPORT_PERIOD_Q1,
		TEXT_REPORT_PERIOD_Q2, TEXT_REPORT_PERIOD_Q3,
		TEXT_REPORT_PERIOD_Q4 };

	if (p.quarter != 0)
		return form == WORDS_FULL ? quarters[p.quarter - 1]
		    : form == WORDS_SHORT ? TEXT_REPORT_SHORT_QUARTER
					  : TEXT_REPORT_TINY_QUARTER;
	return form == WORDS_FULL ? TEXT_REPORT_PERIOD_WEEK
				  : TEXT_REPORT_SHORT_WEEK;
}

struct words
words_period(const struct report *r, struct period p, enum words_form form)
{
	struct words year = words_number((uint64_t)p.year);
	struct words n =
	    words_number((uint64_t)(p.quarter != 0 ? p.quarter : p.week));
	const struct html_value v[] = { { "year", str_of(year.text) },
		{ "n", str_of(n.text) } };
	enum text t = period_text(p, form);
	struct buf b = BUF_INIT;
	struct words w;

	if (p.quarter == 0 && p.week == 0) {
		if (form != WORDS_FULL)
			return year;
		t = TEXT_REPORT_PERIOD_YEAR;
	}
	html_fill(&b, r->lang->texts[t], v, 2);
	w = words_of(b.data, b.len);
	buf_free(&b);
	return w;
}

struct words
words_figure(const struct report *r, const struct printed *p)
{
	const char *text;

	if (p != NULL && p->status == PRINTED_SHOWN)
		return words_number(p->value);
	text = r->lang->texts[p != NULL && p->status == PRINTED_UNDER5
		? TEXT_REPORT_UNDER5
		: TEXT_REPORT_HIDDEN];
	return words_copy(text);
}

/* The name of a theme, language, region or box of the configuration. */
static const char *
configured(const struct report *r, const char *dimension, struct str id)
{
	const struct conf *c = r->conf;
	const struct conf_lang *lang;
	const struct conf_point *point;
	const struct conf_box *box;

	/* "theme-polarity" THEME:pos, "point-polarity" POINT:pos. */
	if (memchr(id.p, ':', id.n) != NULL) {
		dimension =
		    strncmp(dimension, "theme", 5) == 0 ? "theme" : "point";
		id.n = strcspn(id.p, ":");
	}
	for (size_t i = 0; strcmp(dimension, "theme") == 0 && i < c->nthemes;
	     i++)
		if (str_is(id, c->themes[i].id))
			return conf_words_in(
			    &c->themes[i].label, r->lang->code);
	for (size_t i = 0; strcmp(dimension, "region") == 0 && i < c->regions.n;
	     i++)
		if (str_is(id, c->regions.items[i]))
			return conf_words_in(
			    &c->region_words[i].label, r->lang->code);
	if (strcmp(dimension, "point") == 0 &&
	    (point = conf_point_find(c, id)) != NULL)
		return conf_words_in(&point->title, r->lang->code);
	if (strcmp(dimension, "lang") == 0 &&
	    (lang = conf_lang_find(c, id)) != NULL)
		return lang->texts[TEXT_LANG_NAME];
	if (strcmp(dimension, "box") == 0 &&
	    (box = conf_box_find(c, id)) != NULL)
		return conf_words_in(&box->title, r->lang->code);
	return NULL;
}

const char *
words_category(
    const struct report *r, const char *dimension, const char *category)
{
	const char *name = configured(r, dimension, str_of(category));

	if (name != NULL && name[0] != '\0')
		return name;
	for (size_t i = 0; i < NNAMES; i++)
		if (strcmp(names[i].dimension, dimension) == 0 &&
		    strcmp(names[i].category, category) == 0)
			return r->lang->texts[names[i].text];
	if (strcmp(category, CELL_UNKNOWN) == 0)
		return r->lang->texts[TEXT_REPORT_UNKNOWN];
	if (strcmp(category, CELL_NONE) == 0)
		return r->lang->texts[TEXT_REPORT_UNJUDGED];
	return category;
}

struct words
words_region(const struct report *r, const char *id)
{
	struct buf b = BUF_INIT;
	struct words w;

	while (*id != '\0') {
		size_t n = strcspn(id, "+");
		const char *name =
		    configured(r, "region", (struct str){ id, n });

		if (b.len > 0)
			buf_adds(&b, "\xc2\xa0+ ");
		if (name != NULL && *name != '\0')
			buf_adds(&b, name);
		else if (n == strlen(CELL_UNKNOWN) &&
		    strncmp(id, CELL_UNKNOWN, n) == 0)
			buf_adds(&b, r->lang->texts[TEXT_REPORT_UNKNOWN]);
		else
			buf_add(&b, id, n);
		id += n + (id[n] == '+');
	}
	w = words_of(b.data, b.len);
	buf_free(&b);
	return w;
}

void
words_cell(const struct report *r, const struct printed *p, struct buf *b)
{
	struct words figure = words_figure(r, p);

	if (p != NULL && p->status == PRINTED_SHOWN) {
		buf_addf(b, "<td>%s</td>", figure.text);
		return;
	}
	buf_adds(b, "<td><abbr title=\"");
	html_escape(b, str_of(figure.text));
	buf_adds(b, "\">");
	if (p != NULL && p->status == PRINTED_UNDER5)
		words_put(r, b, TEXT_REPORT_UNDER5_CELL);
	else
		buf_adds(b, "&#8211;");
	buf_adds(b, "</abbr></td>");
}

uint64_t
words_tenths(const struct report *r, const struct printed *p)
{
	const struct printed *total =
	    report_figure(r, r->scope->period, "total", "");

	if (p == NULL || p->status != PRINTED_SHOWN || total == NULL ||
	    total->status != PRINTED_SHOWN || p->value > total->value ||
	    total->value == 0)
		return 0;
	return (p->value * 10 + total->value / 2) / total->value;
}
