/*
 * look.c - what the pages look like: system fonts, light and dark, 320 px and
 * up, paper.  The style is in the page, so that a page is one response.
 *
 * An old browser that does not know custom properties shows black on white.
 * conf_site.c sees to it that what is read has a contrast of 4.5 to 1.  On
 * paper there is what can be read there: no links, buttons or questions of
 * the pages about a code, and the code large.
 */
#include "look.h"

#include <stdlib.h>
#include <string.h>

#include "gehoor/crypto.h"

/* Every page: the frame, the quick exit, focus, fields and buttons. */
static const char common[] =
    "*{box-sizing:border-box}html{scroll-padding-top:5rem}"
    "body{margin:0;background:var(--g);color:var(--t);"
    "font:1.06rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}"
    "main,footer,nav{max-width:39rem;margin:auto;padding:0 1rem}"
    "nav{line-height:2;word-spacing:.4rem}"
    "h1{line-height:1.2}h2,legend,.q{font-size:1.15rem;font-weight:700}"
    "a{color:var(--a)}[href^=tel]{direction:ltr;unicode-bidi:isolate}"
    "header{position:sticky;top:0;padding:.5rem 1rem;z-index:1;"
    "background:var(--g);text-align:end}"
    ".exit,button,li a,.now a,.big{display:inline-block;"
    "min-height:44px;padding:.55rem .8rem;border-radius:.7rem}"
    ".exit{background:#a1263f;color:#fff;font-weight:700}"
    ".skip,.off{position:absolute;inset-inline-start:-99rem}"
    ".skip:focus{inset-inline-start:1rem;background:var(--c)}"
    ":focus-visible{outline:3px solid var(--t);outline-offset:2px;"
    "box-shadow:0 0 0 6px #ffd24a}"
    ".now{background:var(--w);border-radius:.9rem;padding:.7rem 1rem}"
    ".now p{margin:.4rem 0}"
    ".now a{color:inherit}"
    ".now span{display:inline-block;margin-inline-end:1rem}"
    "fieldset,.f,.card{min-width:0;margin:1rem 0;padding:.9rem 1rem;"
    "border:1px solid var(--l);border-radius:.9rem;background:var(--c)}"
    "legend{float:left;width:100%;padding:0}legend+*{clear:both}"
    ".o{color:var(--m);font-size:.95rem;font-weight:400}"
    "p.o{margin:.2rem 0 .7rem}"
    "textarea,select,.f input{width:100%;min-height:48px;padding:.6rem;"
    "font:inherit;color:inherit;background:inherit;"
    "border:2px solid var(--m);border-radius:.6rem}"
    "label{display:flex;align-items:center;gap:.7rem;min-height:44px;"
    "padding:.2rem 0}"
    "label+label{border-top:1px solid var(--l)}"
    "label input{flex:none;width:1.4rem!important;height:1.4rem;margin:0;"
    "min-height:0;accent-color:var(--a)}"
    ".go{display:flex;flex-wrap:wrap;gap:.7rem}"
    "button{flex:1 1 12rem;font:inherit;font-weight:700;color:#fff;"
    "border:2px solid var(--a);background:var(--b)}"
    ".b{background:0 0;color:var(--a)}"
    ".err,#fout{color:var(--e);font-weight:700}#fout a{color:inherit}"
    "footer ul{list-style:none;padding:0}li a,.now a{padding-inline:0}";

/* Besides, what no form has. */
static const char more[] =
    ".big{display:block;margin:.7rem 0;background:var(--b);color:#fff;"
    "border:2px solid var(--a);text-decoration:none}"
    ".big b,.tel b{display:block}"
    ".card>:first-child{margin-top:0}.card>:last-child{margin-bottom:0}"
    "dt{font-weight:700;margin-top:.9rem}dd{margin:0;white-space:pre-wrap}"
    "output{display:block;text-align:center;user-select:all;"
    "font:700 clamp(1rem,6vw,1.6rem)/2.2 monospace;"
    "border:2px dashed var(--a);border-radius:.7rem}"
    "#fout{border:3px solid}"
    ".tel li{display:flex;gap:.5rem;line-height:1.35}"
    ".tel a{flex:0 0 9rem;font-weight:700}.tel span{padding:.55rem 0}"
    "[dir=rtl] .tel a{text-align:right}"
    "@media "
    "print{header,nav,.go,footer,[action$='/code'],main>p>a{display:none}"
    "output{font-size:2rem}.card,.now{break-inside:avoid}"
    "h1,h2,dt{break-after:avoid}}";

/* The colours of the day or of the night, as custom properties. */
static void
add_colours(struct buf *b, const struct conf *c, size_t mode)
{
	const struct {
		char name;
		const struct conf_list *colours;
	} tokens[] = {
		{ 'g', &c->style_ground },
		{ 'c', &c->style_card },
		{ 't', &c->style_text },
		{ 'm', &c->style_muted },
		{ 'l', &c->style_line },
		{ 'a', &c->style_accent },
		{ 'e', &c->style_error },
		{ 'w', &c->style_notice },
	};

	for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++)
		buf_addf(b, "--%c:%s;", tokens[i].name,
		    tokens[i].colours->items[mode]);
}

static void
add_style(struct buf *b, const struct conf *c, enum style style)
{
	buf_adds(b, ":root{color-scheme:light dark;");
	add_colours(b, c, 0);
	/* White is read on it by night as well. */
	buf_addf(b, "--b:%s}", c->style_accent.items[0]);
	buf_adds(b, "@media(prefers-color-scheme:dark){:root{");
	add_colours(b, c, 1);
	buf_adds(b, "}}");
	buf_adds(b, common);
	if (style == STYLE_PAGE)
		buf_adds(b, more);
}

static int
name_style(const char *css, char out[static LOOK_CSP_LEN + 1])
{
	const struct crypto_part part = { css, strlen(css) };
	struct buf b = BUF_INIT;
	uint8_t hash[32];
	const char *text;

	crypto_sha256(hash, &part, 1);
	buf_adds(&b, "'sha256-");
	crypto_base64(&b, hash, sizeof(hash));
	buf_addc(&b, '\'');
	text = buf_cstr(&b);
	if (text != NULL)
		memcpy(out, text, LOOK_CSP_LEN + 1);
	buf_free(&b);
	return text == NULL ? -1 : 0;
}

int
look_init(struct look *l, const struct conf *c)
{
	*l = (struct look){ .css = { NULL } };
	for (size_t i = 0; i < STYLES; i++) {
		struct buf b = BUF_INIT;
		const char *css;

		add_style(&b, c, (enum style)i);
		css = buf_cstr(&b);
		if (css != NULL)
			l->css[i] = strdup(css);
		buf_free(&b);
		if (l->css[i] == NULL || name_style(l->css[i], l->csp[i]) != 0)
			return -1;
	}
	return 0;
}

void
look_free(struct look *l)
{
	for (size_t i = 0; i < STYLES; i++)
		free(l->css[i]);
	*l = (struct look){ .css = { NULL } };
}
