/*
 * poster.c - a poster for one box, to print on A4 and put on a wall.
 *
 * It needs nothing else: no picture, no font, no script.  The address in
 * letters has no https:// before it, because people leave that out.
 */
#include "poster.h"

#include <stdio.h>
#include <string.h>

#include "gehoor/html.h"
#include "gehoor/moment.h"
#include "qr.h"

#define LEFT_TO_RIGHT "\xe2\x80\x8e" /* mark, U+200E */

static const char poster_head[] =
    "<!DOCTYPE html>\n<html lang=\"{lang}\" dir=\"{dir}\">\n<head>\n"
    "<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\""
    "default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, "
    "initial-scale=1\">\n<title>{title}</title>\n<style>\n"
    "@page{size:A4;margin:15mm}\n"
    "body{margin:0 auto;padding:1rem;max-width:180mm;background:#fff;"
    "color:#1d1f1e;text-align:center;font:16pt/1.3 \"Segoe UI\","
    "\"Helvetica Neue\",Arial,\"Liberation Sans\",\"DejaVu Sans\","
    "sans-serif}\n"
    "@media print{body{padding:0}}\n"
    "p{margin:0 0 4mm}\n"
    ".org{font-size:13pt;font-weight:600;color:{{accent}}}\n"
    "h1{font-size:42pt;line-height:1.1;margin:4mm 0 5mm;"
    "text-wrap:balance}\n"
    "h2{font-size:16pt;margin:4mm 0 1mm}\n"
    "svg{display:block;width:80mm;height:80mm;margin:0 auto}\n"
    ".way{font-size:25pt;font-weight:700;overflow-wrap:anywhere;"
    "direction:ltr;unicode-bidi:isolate}\n"
    ".foot{border-top:1mm solid {{accent}};margin-top:6mm;padding-top:4mm;"
    "font-size:12.5pt}\n"
    ".foot p{margin:0 0 2mm}\n</style>\n</head>\n<body>\n<main>\n"
    "<p class=\"org\">{organisation}</p>\n<h1>{title}</h1>\n"
    "<p>{intro}</p>\n";
static const char poster_way[] = "<h2>{how}</h2>\n<p class=\"way\">{way}</p>\n";
static const char poster_foot[] =
    "<div class=\"foot\">\n<p><b>{anon}</b></p>\n<p>{reads}</p>\n"
    "<p>{until}</p>\n<p>{watched} {emergency} &#183; {suicide}</p>\n"
    "<p>{official}</p>\n</div>\n</main>\n</body>\n</html>\n";

struct poster {
	const struct conf *conf;
	const struct conf_box *box;
	const char *lang;
	char *const *texts; /* as the box addresses people */
	struct buf *out;
};

/* A text with a place filled in; the caller frees it. */
static struct buf
filled(const char *text, const char *name, const char *value)
{
	struct buf b = BUF_INIT;
	const char *at;
	size_t n = strlen(name);

	while ((at = strstr(text, name)) != NULL) {
		buf_add(&b, text, (size_t)(at - text));
		buf_adds(&b, value);
		text = at + n;
	}
	buf_adds(&b, text);
	return b;
}

static struct str
str_of_buf(const struct buf *b)
{
	return (struct str){ (const char *)b->data, b->len };
}

static void
add_head(const struct poster *p)
{
	const char *intro = conf_words_in(&p->box->intro, p->lang);

	if (*intro == '\0')
		intro = p->texts[TEXT_FORM_INTRO];
	html_fill(p->out, poster_head,
	    (struct html_value[]){ { "lang", str_of(p->lang) },
		{ "dir", str_of(p->texts[TEXT_LANG_DIR]) },
		{ "title", str_of(conf_words_in(&p->box->title, p->lang)) },
		{ "organisation", str_of(p->conf->organisation) },
		{ "accent", str_of(p->conf->style_accent.items[0]) },
		{ "intro", str_of(intro) } },
	    6);
}

static void
add_way(const struct poster *p, struct str how, const char *way)
{
	html_fill(p->out, poster_way,
	    (struct html_value[]){ { "how", how }, { "way", str_of(way) } }, 2);
}

/* The number of a line, and the first word where that leads to this box. */
static void
add_number(const struct poster *p, const struct conf_line *l)
{
	char word[32];
	struct buf how;

	if (*l->number == '\0')
		return;
	if (strcmp(l->box, p->box->name) == 0) {
		add_way(p, str_of(p->texts[TEXT_POSTER_SMS]), l->number);
		return;
	}
	for (size_t i = 0; i < l->keywords.n; i++) {
		const char *colon = strchr(l->keywords.items[i], ':');

		if (strcmp(colon + 1, p->box->name) != 0)
			continue;
		snprintf(word, sizeof(word), "%.*s",
		    (int)(colon - l->keywords.items[i]), l->keywords.items[i]);
		how = filled(p->texts[TEXT_POSTER_SMS_WORD], "{word}", word);
		add_way(p, str_of_buf(&how), l->number);
		buf_free(&how);
		return;
	}
}

/* Until when, if it ends. */
static struct buf
until(const struct poster *p)
{
	const char *closes = p->box->closes;
	bool rtl = strcmp(p->texts[TEXT_LANG_DIR], "rtl") == 0;
	char date[MOMENT_DATE_LEN + 1], time[MOMENT_TIME_LEN + 1];
	char marked[MOMENT_DATE_LEN + sizeof(LEFT_TO_RIGHT)];
	struct buf dated, timed = BUF_INIT;
	struct moment m;
	const char *s;

	if (moment_parse(closes, strlen(closes), &m) != 0)
		return timed;
	moment_date(&m, date);
	moment_time(&m, time);
	/* In a line from right to left its parts would change places. */
	snprintf(
	    marked, sizeof(marked), "%s%s", rtl ? LEFT_TO_RIGHT : "", date);
	dated = filled(p->texts[m.timed ? TEXT_FORM_ENDS : TEXT_FORM_CLOSES],
	    "{date}", marked);
	if ((s = buf_cstr(&dated)) != NULL)
		timed = filled(s, "{time}", time);
	buf_free(&dated);
	return timed;
}

/* The number of a help line with its name: "112 Gevaar". */
static struct buf
help(const struct poster *p, enum text t)
{
	const char *text = p->texts[t];
	const char *bar = strchr(text, '|');
	struct buf b = BUF_INIT;

	if (bar == NULL)
		return b;
	buf_add(&b, text, (size_t)(bar - text));
	bar += strspn(bar, "| ");
	buf_add(&b, bar, strcspn(bar, "|"));
	return b;
}

static void
add_foot(const struct poster *p)
{
	static const enum text readers[] = {
		[BOX_FEEDBACK] = TEXT_READS_FEEDBACK,
		[BOX_LINE] = TEXT_READS_LINE,
		[BOX_INSPECTION] = TEXT_READS_INSPECTION,
		[BOX_TABLE] = TEXT_READS_TABLE,
	};
	struct buf reads = filled(p->texts[readers[p->box->kind]],
	    "{organisation}", p->conf->organisation);
	struct buf end = until(p);
	struct buf emergency = help(p, TEXT_HELP_EMERGENCY);
	struct buf suicide = help(p, TEXT_HELP_SUICIDE);

	html_fill(p->out, poster_foot,
	    (struct html_value[]){
		{ "anon", str_of(p->texts[TEXT_POSTER_ANON]) },
		{ "reads", str_of_buf(&reads) }, { "until", str_of_buf(&end) },
		{ "watched", str_of(p->texts[TEXT_NOT_WATCHED]) },
		{ "emergency", str_of_buf(&emergency) },
		{ "suicide", str_of_buf(&suicide) },
		{ "official", str_of(p->texts[TEXT_FOOTER_OFFICIAL]) } },
	    7);
	buf_free(&reads);
	buf_free(&end);
	buf_free(&emergency);
	buf_free(&suicide);
}

/*
 * The address of the form, with https:// and all.  The short one is for who
 * types it; it opens in the first language, so that a QR code of another one
 * leads past it.
 */
static const char *
address(const struct poster *p, bool typed, struct buf *b)
{
	bool first = strcmp(p->lang, p->conf->langs[0].code) == 0;

	buf_clear(b);
	if (*p->box->short_code != '\0' && (typed || first))
		buf_addf(b, "%s/%s", p->conf->public_url, p->box->short_code);
	else
		buf_addf(
		    b, "%s/%s/%s", p->conf->public_url, p->lang, p->box->name);
	return buf_cstr(b);
}

static int
add_ways(const struct poster *p, struct err *e)
{
	struct buf b = BUF_INIT;
	const char *url = address(p, false, &b), *typed;
	const char *how = p->texts[TEXT_POSTER_SCAN];
	int r = -1;

	if (url == NULL)
		err_set(e, "no memory for the poster");
	else {
		html_fill(p->out, "<h2>{how}</h2>\n",
		    (struct html_value[]){ { "how", str_of(how) } }, 1);
		r = qr_svg(url, how, p->out, e);
	}
	if (r == 0 && (url = address(p, true, &b)) != NULL) {
		typed = strstr(url, "://");
		add_way(p, str_of(p->texts[TEXT_POSTER_TYPE]),
		    typed == NULL ? url : typed + 3);
	}
	for (size_t i = 0; r == 0 && i < p->conf->nlines; i++)
		add_number(p, &p->conf->lines[i]);
	buf_free(&b);
	return r;
}

static int
check(const struct conf *c, const struct conf_box *box, int64_t now,
    struct err *e)
{
	struct moment m;

	if (*c->public_url == '\0')
		return err_set(e,
		    "public_url: the address of the site is not known; write "
		    "public_url = \"https://...\" into %s",
		    c->file);
	if (moment_parse(box->closes, strlen(box->closes), &m) == 0 &&
	    now >= moment_end(&m))
		return err_set(e,
		    "box %s: it closed on %s; give it another closes = first",
		    box->name, box->closes);
	return 0;
}

int
poster_write(const struct conf *c, const struct conf_box *box,
    const struct conf_lang *lang, int64_t now, struct buf *out, struct err *e)
{
	enum address a = box->form_of_address == ADDRESS_SITE
	    ? c->form_of_address
	    : box->form_of_address;
	const struct poster p = { c, box, lang->code,
		a == ADDRESS_U ? lang->polite : lang->texts, out };

	if (check(c, box, now, e) == -1)
		return -1;
	add_head(&p);
	if (add_ways(&p, e) == -1)
		return -1;
	add_foot(&p);
	return out->failed ? err_set(e, "no memory for the poster") : 0;
}
