/*
 * sms_line.c - the configured SMS lines, each with its gateway and secret.
 */
#include "sms_line.h"

#include <arpa/inet.h>
#include <stdlib.h>

#include "gehoor/charset.h"
#include "gehoor/cidr.h"
#include "gehoor/code.h"
#include "gehoor/crypto.h"
#include "keys.h"
#include "log.h"
#include "site.h"

#define SECRET_SHORT 8 /* fewer characters can be guessed */
#define SECRET_MAX 1024

/* Where the line stands, and which key of it is wrong. */
static int
wrong(
    const struct sms_line *l, const char *key, struct err *e, const char *what)
{
	return err_set(e, "%s:%d: line %s: %s: %s", l->conf->file,
	    l->conf->line, l->conf->name, key, what);
}

static int
unknown(const struct sms_line *l, const char *key, const char *value,
    struct buf *known, struct err *e)
{
	const char *names = buf_cstr(known);

	err_set(e, "%s:%d: line %s: %s: not known (value \"%s\"); known are %s",
	    l->conf->file, l->conf->line, l->conf->name, key, value,
	    names == NULL ? "" : names);
	buf_free(known);
	return -1;
}

static int
find_gateway(struct sms_line *l, struct err *e)
{
	struct buf names = BUF_INIT;

	l->gateway = gateway_find(l->conf->gateway);
	if (l->gateway == NULL) {
		gateway_list(&names);
		return unknown(l, "gateway", l->conf->gateway, &names, e);
	}
	l->scheme = gateway_scheme(l->gateway, l->conf->scheme);
	if (l->scheme != NULL)
		return 0;
	gateway_list_schemes(l->gateway, &names);
	return unknown(l, "scheme", l->conf->scheme, &names, e);
}

/* ---- the secret --------------------------------------------------------- */

static int
secret_form(const struct sms_line *l, struct err *e)
{
	struct buf b = BUF_INIT;
	const char *form;

	buf_addf(&b, "does not look like one for %s; it has to be %s",
	    l->scheme->name, l->scheme->secret_form);
	form = buf_cstr(&b);
	wrong(l, "secret_file", e, form == NULL ? "" : form);
	buf_free(&b);
	return -1;
}

/* Takes the file's content without the line break at its end. */
static int
take_secret(struct sms_line *l, const struct buf *file, struct err *e)
{
	size_t n = file->len;

	while (
	    n > 0 && (file->data[n - 1] == '\n' || file->data[n - 1] == '\r'))
		n--;
	if (n == 0)
		return wrong(l, "secret_file", e,
		    "is empty; put the secret into it that the gateway has");
	if (l->scheme->secret_fits != NULL &&
	    !l->scheme->secret_fits(
		(struct str){ (const char *)file->data, n }))
		return secret_form(l, e);
	if (n < SECRET_SHORT)
		log_warn("line %s: the secret has fewer than %d characters "
			 "and can be guessed; choose a longer one",
		    l->conf->name, SECRET_SHORT);
	if ((l->secret = crypto_secret_new(n)) == NULL)
		return err_set(e, "no locked memory for a secret");
	memcpy(l->secret, file->data, n);
	l->nsecret = n;
	return 0;
}

static int
open_secret(struct sms_line *l, struct err *e)
{
	struct buf file = BUF_INIT;
	bool named = l->conf->secret_file[0] != '\0';
	int ret = -1;

	if (!l->scheme->secret && named)
		return wrong(l, "secret_file", e,
		    "this scheme has no secret; leave secret_file out, or "
		    "write scheme = \"path\"");
	if (!l->scheme->secret)
		return 0;
	if (!named)
		return wrong(l, "secret_file", e,
		    "is missing; name a file that holds the gateway's secret");
	if (keys_read_secret(l->conf->secret_file, SECRET_MAX, &file, e) == 0)
		ret = take_secret(l, &file, e);
	buf_free(&file);
	return ret;
}

/* ---- who may reach it ------------------------------------------------------ */

/* Behind a unix socket stands a proxy, so strangers come by there. */
static bool
is_loopback(const char *listen)
{
	static const char four[] = "tcp:127.", six[] = "tcp:[::1]:";

	return strncmp(listen, four, sizeof(four) - 1) == 0 ||
	    strncmp(listen, six, sizeof(six) - 1) == 0 ||
	    strncmp(listen, "redirect:", 9) == 0;
}

static bool
is_public(const struct conf *c)
{
	for (size_t i = 0; i < c->listen.n; i++)
		if (!is_loopback(c->listen.items[i]))
			return true;
	return false;
}

/* Over a unix socket nobody has an address. */
static bool
has_addresses(const struct conf *c)
{
	for (size_t i = 0; i < c->listen.n; i++)
		if (strncmp(c->listen.items[i], "unix:", 5) != 0)
			return true;
	return false;
}

static int
check_reach(const struct sms_line *l, const struct conf *c, struct err *e)
{
	if (l->scheme->url && l->conf->url[0] == '\0')
		return wrong(l, "url", e,
		    "is missing, and the gateway signs it; write the address "
		    "of the hook as you entered it at the gateway");
	if (l->conf->sources.n > 0 && l->scheme->local)
		return wrong(l, "sources", e,
		    "this gateway is not reached over a network; leave it "
		    "out");
	if (l->conf->sources.n > 0 && !has_addresses(c))
		return wrong(l, "sources", e,
		    "behind a unix socket nobody has an address; let the "
		    "proxy allow these networks, and write scheme = \"path\"");
	if (l->scheme == &scheme_none && l->conf->sources.n == 0 &&
	    is_public(c))
		return wrong(l, "scheme", e,
		    "anybody could send messages: nothing is signed; write "
		    "scheme = \"path\" with a secret_file, or name the "
		    "gateway's networks in sources");
	return 0;
}

/* ---- what it answers -------------------------------------------------------- */

long
sms_line_language(const struct site *s, const struct sms_line *l)
{
	long lang = site_lang(s, str_of(l->conf->lang));

	return lang < 0 ? 0 : lang;
}

/* Adds the text up to a place, with its blank or without; returns the rest. */
static const char *
up_to(struct buf *out, const char *text, const char *place, bool blank)
{
	const char *at = strstr(text, place);
	size_t n;

	if (at == NULL)
		return NULL;
	n = (size_t)(at - text);
	if (!blank && n > 0 && text[n - 1] == ' ')
		n--;
	buf_add(out, text, n);
	return at + strlen(place);
}

void
sms_line_reply(
    struct buf *out, const char *text, const char *danger, const char *code)
{
	struct buf whole = BUF_INIT;
	const char *rest = up_to(&whole, text, "{danger}", *danger != '\0');

	if (rest != NULL)
		buf_adds(&whole, danger);
	buf_adds(&whole, rest == NULL ? text : rest);
	text = buf_cstr(&whole);
	rest = text == NULL ? NULL : up_to(out, text, "{code}", true);
	if (rest != NULL)
		buf_adds(out, code);
	if (rest != NULL || text != NULL)
		buf_adds(out, rest == NULL ? text : rest);
	out->failed |= text == NULL;
	buf_free(&whole);
}

/* With its places filled in it has to be one text message. */
static bool
fits(const char *text, const char *danger)
{
	struct buf b = BUF_INIT;
	bool ok;

	sms_line_reply(&b, text, danger, "0000-0000-0000-0000");
	ok = !b.failed &&
	    charset_fits_sms((struct str){ (const char *)b.data, b.len });
	buf_free(&b);
	return ok;
}

static int
check_words(const struct sms_line *l, const char *danger, struct err *e)
{
	const char *text = l->conf->reply_text;

	if (strstr(text, "{code}") == NULL)
		return wrong(l, "reply_text", e,
		    "does not hold {code}; without it nobody can come back "
		    "to a message");
	if (l->conf->reply_danger && strstr(text, "{danger}") == NULL &&
	    strstr(text, "112") == NULL)
		return wrong(l, "reply_text", e,
		    "does not say whom to call in danger; write {danger} or "
		    "112 into it, or reply_danger = false");
	if (!fits(text, l->conf->reply_danger ? danger : ""))
		return wrong(l, "reply_text", e,
		    "does not go into one text message: with the code at "
		    "most 160 characters of the GSM alphabet, or 70 others");
	return 0;
}

static int
check_reply(const struct sms_line *l, const struct conf *c, struct err *e)
{
	const struct conf_lang *lang = conf_lang_find(c, str_of(l->conf->lang));
	const struct conf_lang *words = lang == NULL ? &c->langs[0] : lang;

	if (l->conf->reply && !l->gateway->replies)
		return wrong(l, "reply", e,
		    "this gateway cannot send an answer along; write reply = "
		    "false");
	if (l->conf->reply_text[0] != '\0')
		return check_words(l, words->texts[TEXT_SMS_DANGER], e);
	if (l->conf->reply &&
	    !fits(words->texts[TEXT_SMS_REPLY],
		l->conf->reply_danger ? words->texts[TEXT_SMS_DANGER] : ""))
		log_warn("line %s: sms_reply with sms_danger does not go "
			 "into one text message in language %s",
		    l->conf->name, words->code);
	return 0;
}

static int
line_open(struct sms_line *l, const struct conf *c,
    const struct conf_line *conf, struct err *e)
{
	l->conf = conf;
	if (find_gateway(l, e) != 0 || open_secret(l, e) != 0 ||
	    check_reach(l, c, e) != 0 || check_reply(l, c, e) != 0)
		return -1;
	return 0;
}

int
sms_lines_open(const struct conf *c, struct sms_line **out, struct err *e)
{
	struct sms_line *lines;

	if (c->nlines == 0)
		return 0;
	lines = calloc(c->nlines, sizeof(*lines));
	if (lines == NULL)
		return err_set(e, "no memory for the lines");
	for (size_t i = 0; i < c->nlines; i++) {
		if (line_open(&lines[i], c, &c->lines[i], e) != 0) {
			sms_lines_close(&lines, c->nlines);
			return -1;
		}
	}
	*out = lines;
	return 0;
}

void
sms_lines_close(struct sms_line **lines, size_t n)
{
	if (*lines == NULL)
		return;
	for (size_t i = 0; i < n; i++) {
		void *secret = (*lines)[i].secret;

		crypto_secret_free(&secret);
	}
	free(*lines);
	*lines = NULL;
}
