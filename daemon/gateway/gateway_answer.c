/*
 * gateway_answer.c - what gateways are told when a message is safe.
 *
 * What stands in the body goes to the phone where the gateway does that, so
 * silence is silence in its own words.
 */
#include "gateway.h"
#include "gehoor/html.h"

const char gateway_type_text[] = "text/plain; charset=UTF-8";
const char gateway_type_xml[] = "text/xml; charset=UTF-8";
const char gateway_type_plivo[] = "application/xml; charset=UTF-8";
const char gateway_type_json[] = "application/json";

void
gateway_answer_none(struct buf *b, const struct sms *m, struct str reply)
{
	(void)b;
	(void)m;
	(void)reply;
}

void
gateway_answer_text(struct buf *b, const struct sms *m, struct str reply)
{
	(void)m;
	buf_addstr(b, reply);
}

void
gateway_answer_twiml(struct buf *b, const struct sms *m, struct str reply)
{
	(void)m;
	buf_adds(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
	if (reply.n == 0) {
		buf_adds(b, "<Response/>");
		return;
	}
	buf_adds(b, "<Response><Message>");
	html_escape(b, reply);
	buf_adds(b, "</Message></Response>");
}

/* A number and nothing else; a sender that is a name cannot be answered. */
static void
add_number(struct buf *b, struct str number)
{
	for (size_t i = 0; i < number.n; i++)
		if (number.p[i] == '+' ||
		    (number.p[i] >= '0' && number.p[i] <= '9'))
			buf_addc(b, number.p[i]);
}

/* From our number to the sender's, as Plivo wants both said. */
void
gateway_answer_plivo(struct buf *b, const struct sms *m, struct str reply)
{
	if (reply.n == 0) {
		buf_adds(b, "<Response/>");
		return;
	}
	buf_adds(b, "<Response><Message src=\"");
	add_number(b, sms_get(m, &m->to));
	buf_adds(b, "\" dst=\"");
	add_number(b, sms_get(m, &m->from));
	buf_adds(b, "\">");
	html_escape(b, reply);
	buf_adds(b, "</Message></Response>");
}
