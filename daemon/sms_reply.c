/*
 * sms_reply.c - what goes back to a phone.
 */
#include "sms_reply.h"

#include "answers.h"
#include "gehoor/charset.h"
#include "gehoor/clock.h"
#include "gehoor/utf8.h"
#include "site.h"
#include "words.h"

static const char *
text_of(const struct exchange *x, const struct sms_line *l, enum text t)
{
	return site_text(x->app->site, sms_line_language(x->app->site, l),
	    site_box(x->app->site, str_of(l->conf->box)), t);
}

void
sms_reply_received(const struct exchange *x, const struct sms_line *l,
    const struct code *code, struct buf *out)
{
	const char *text = l->conf->reply_text;
	char shown[CODE_SHOWN_LEN + 1];

	code_show(code, shown);
	sms_line_reply(out,
	    *text != '\0' ? text : text_of(x, l, TEXT_SMS_REPLY),
	    l->conf->reply_danger ? text_of(x, l, TEXT_SMS_DANGER) : "", shown);
	crypto_wipe(shown, sizeof(shown));
}

/* The answer itself where it fits, else that there is one. */
void
sms_reply_status(const struct exchange *x, const struct sms_line *l,
    const struct code *code, const struct journal_found *found, struct buf *out)
{
	struct buf store = BUF_INIT;
	struct reply reply;

	if (!found->found)
		buf_adds(out, text_of(x, l, TEXT_SMS_UNKNOWN));
	else if (!answers_read(x->app, code, &store, &reply) ||
	    reply.text.n == 0)
		buf_adds(out, text_of(x, l, TEXT_SMS_WAITING));
	else if (charset_fits_sms(reply.text))
		buf_addstr(out, reply.text);
	else
		buf_adds(out, text_of(x, l, TEXT_SMS_ANSWERED));
	buf_free(&store);
}

void
sms_reply_fixed(const struct exchange *x, const struct sms_line *l, enum text t,
    struct buf *out)
{
	buf_adds(out, text_of(x, l, t));
}

/* The token under the key of one day, if there is such a key. */
static struct sender *
known(const struct exchange *x, const struct sms_identity *id, bool yesterday,
    bool sender, bool make)
{
	const struct sms_day *d = yesterday ? &id->yesterday : &id->today;

	if (yesterday && !id->has_yesterday)
		return NULL;
	return senders_get(x->app->senders, sender ? d->sender : d->message,
	    d->day, id->today.day, make);
}

void
sms_reply_stop(const struct exchange *x, const struct sms_identity *id)
{
	struct sender *s = known(x, id, false, true, true);

	if (s != NULL)
		s->stopped = true;
}

static bool
is_silent(const struct exchange *x, const struct sms_identity *id)
{
	for (int yesterday = 0; yesterday < 2; yesterday++) {
		const struct sender *sender =
		    known(x, id, yesterday == 1, true, false);
		const struct sender *message;

		if (sender != NULL && sender->stopped)
			return true;
		message = known(x, id, yesterday == 1, false, false);
		if (message != NULL && message->answered)
			return true;
	}
	return false;
}

bool
sms_reply_is_due(const struct exchange *x, const struct sms_line *l,
    const struct sms_identity *id)
{
	struct sender *s;

	if (is_silent(x, id))
		return false;
	s = known(x, id, false, true, true);
	if (s == NULL || s->answers >= l->conf->replies_a_day)
		return false;
	s->answers++;
	s = known(x, id, false, false, true);
	if (s != NULL)
		s->answered = true;
	return true;
}
