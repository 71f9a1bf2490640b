/*
 * gateway_own.c - gateways that an organisation runs itself: Jasmin and
 * playSMS.  (Kannel has a file of its own.)
 *
 * Sources: jookies/jasmin routing/throwers.py with its tests; nyaruka/courier
 * handlers/jasmin; playsms web/plugin/feature/sms_custom/fn.php.
 */
#include "gateway.h"
#include "gehoor/crypto.h"

/* ---- Jasmin ------------------------------------------------------------------- */

static const char *const names_binary[] = { "binary", NULL };
static const char *const names_coding[] = { "coding", NULL };

#define JASMIN_TEXT_MAX 8192 /* octets that "binary" may stand for */

/*
 * "coding" is one raw octet, or its decimal digits; empty is the default
 * alphabet.
 */
static int
jasmin_coding(struct str s)
{
	if (s.n == 1 && ((uint8_t)s.p[0] < 0x20 || (uint8_t)s.p[0] > 0x39))
		return (uint8_t)s.p[0];
	return s.n == 0 ? 0 : (int)sms_number(s);
}

/* Some operators send text under 0 that is no septets: then it is UTF-8. */
static enum charset
jasmin_charset(int coding, struct str octets)
{
	switch (coding) {
	case 0:
		return charset_is_gsm(octets) ? CHARSET_GSM : CHARSET_UNKNOWN;
	case 3:
		return CHARSET_LATIN1;
	case 8:
		return CHARSET_UTF16BE;
	default:
		return CHARSET_UNKNOWN;
	}
}

/* 4 and 2 are data. */
static enum gateway_verdict
jasmin_read(const struct gateway *g, const struct gateway_request *r,
    struct sms_list *out)
{
	const struct pairs *p = gateway_request_pairs(r);
	int coding = jasmin_coding(pairs_get(p, names_coding));
	struct str octets = pairs_get(p, g->names.text);
	struct sms *m = gateway_read_names(g, p, out);
	uint8_t binary[JASMIN_TEXT_MAX];
	long n =
	    charset_unhex(pairs_get(p, names_binary), binary, sizeof(binary));

	if (n > 0)
		octets = (struct str){ (const char *)binary, (size_t)n };
	if (m == NULL || octets.p == NULL || coding == 4 || coding == 2)
		return GATEWAY_IGNORE;
	sms_set_text(m, jasmin_charset(coding, octets), octets);
	crypto_wipe(binary, sizeof(binary));
	return GATEWAY_MESSAGE;
}

/* Anything else is sent again. */
static void
jasmin_answer(struct buf *b, const struct sms *m, struct str reply)
{
	(void)m;
	(void)reply;
	buf_adds(b, "ACK/Jasmin");
}

const struct gateway gateway_jasmin = {
	.name = "jasmin",
	.get = true,
	.post = true,
	.schemes = { &scheme_path, NULL },
	.names = {
		.from = { "from", NULL },
		.to = { "to", NULL },
		.text = { "content", NULL },
		.id = { "id", NULL },
	},
	.read = jasmin_read,
	.answer = jasmin_answer,
	.answer_type = gateway_type_text,
	.sample = gateway_sample_form,
};

/* ---- playSMS ------------------------------------------------------------------ */

const struct gateway gateway_playsms = {
	.name = "playsms",
	.get = true,
	.post = true,
	.schemes = { &scheme_path, NULL },
	.names = {
		.from = { "fr", "from", "sender", NULL },
		.to = { "to", "receiver", NULL },
		.text = { "m", "msg", "message", "text", NULL },
		.id = { "id", NULL },
		.time = { "dt", "ts", "time", NULL },
	},
	.read = gateway_read_form,
	.answer = gateway_answer_text,
	.answer_type = gateway_type_text,
	.replies = true,
	.sample = gateway_sample_form,
};
