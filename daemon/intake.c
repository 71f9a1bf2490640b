/*
 * intake.c - from what somebody sent to a record on its way to the log.
 */
#include "intake.h"

#include <stdio.h>
#include <time.h>

#include "gehoor/utf8.h"
#include "limits.h"
#include "page.h"
#include "token.h"

/* A record's JSON beside its text: most fit without growing. */
#define INTAKE_JSON_ROOM 1024

/* Code points of an unknown id that are kept. */
#define INTAKE_UNKNOWN_MAX 12

/* Strings of every record that its digest covers, beside the answers. */
#define DIGEST_FIXED 7
_Static_assert(DIGEST_FIXED + 2 * RECORD_MAX_ANSWERS <= IDENTITY_MAX,
    "an identity covers all answers");

static const char observation_fast[] = "fast";
static const char observation_stale[] = "stale";
static const char observation_no_token[] = "no-token";
static const char observation_honeypot[] = "honeypot";
static const char observation_dropped[] = "dropped-fields";

/* White space that is longer than one byte: from a phone's keyboard. */
static size_t
wide_blank(const char *p, size_t n)
{
	static const char *const blanks[] = { "\xc2\xa0", "\xe2\x80\x8b",
		"\xe2\x80\xa8", "\xe2\x80\xaf", "\xe3\x80\x80",
		"\xef\xbb\xbf" };

	for (size_t i = 0; i < sizeof(blanks) / sizeof(blanks[0]); i++) {
		size_t len = strlen(blanks[i]);

		if (n >= len && memcmp(p, blanks[i], len) == 0)
			return len;
	}
	return 0;
}

bool
intake_is_blank(struct str text)
{
	size_t i = 0;

	while (i < text.n) {
		size_t wide = 1;

		if (strchr(" \t\n\r\v\f", text.p[i]) == NULL)
			wide = wide_blank(text.p + i, text.n - i);
		if (wide == 0)
			return false;
		i += wide;
	}
	return true;
}

enum intake_problem
intake_check(struct str text, size_t *count)
{
	*count = text.n;
	if (text.n > INTAKE_TEXT_MAX)
		*count = utf8_count(text.p, text.n);
	if (*count > INTAKE_TEXT_MAX)
		return INTAKE_LONG;
	return intake_is_blank(text) ? INTAKE_EMPTY : INTAKE_FINE;
}

void
intake_saw(struct intake *in, const char *kind, struct str what)
{
	struct record *r = &in->record;
	size_t n = utf8_prefix(what.p, what.n, INTAKE_UNKNOWN_MAX);
	char *to;

	if (r->nseen == RECORD_MAX_SEEN || (n == 0 && what.n > 0))
		return;
	to = in->seen[r->nseen];
	if (what.p == NULL)
		snprintf(to, INTAKE_SEEN_LEN, "%s", kind);
	else
		snprintf(to, INTAKE_SEEN_LEN, "unknown-%s:%.*s", kind, (int)n,
		    what.p);
	r->seen[r->nseen++] = str_of(to);
}

static void
saw(struct intake *in, const char *observation)
{
	intake_saw(in, observation, (struct str){ NULL, 0 });
}

static bool
choice_is_known(struct str value, const struct page_choice *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(value, c[i].id))
			return true;
	return false;
}

/* The value if it is one of the choices; an unknown one is observed. */
static struct str
known_choice(struct intake *in, const char *name, struct str value,
    const struct page_choice *c, size_t n)
{
	if (value.n == 0 || choice_is_known(value, c, n))
		return value;
	intake_saw(in, name, value);
	return (struct str){ NULL, 0 };
}

static struct str
known_region(struct intake *in, const struct conf *c, struct str value)
{
	for (size_t i = 0; i < c->regions.n; i++)
		if (str_is(value, c->regions.items[i]))
			return value;
	if (value.n > 0)
		intake_saw(in, "region", value);
	return (struct str){ NULL, 0 };
}

static const struct conf_question *
find_question(const struct conf_box *box, struct str id)
{
	for (size_t i = 0; i < box->nquestions; i++)
		if (str_is(id, box->questions[i].id))
			return &box->questions[i];
	return NULL;
}

/* Whether a question that offers options offers this one. */
static bool
answer_is_known(const struct conf_question *q, struct str value)
{
	if (q->type == QUESTION_TEXT)
		return true;
	if (q->type == QUESTION_SCALE)
		return value.n == 1 && value.p[0] >= '1' &&
		    value.p[0] <= '0' + PAGE_SCALE;
	for (size_t i = 0; i < q->noptions; i++)
		if (str_is(value, q->options[i].id))
			return true;
	return false;
}

/* An answer is kept even if its question or option is gone meanwhile. */
static void
add_answer(struct intake *in, const struct conf_box *box, struct str id,
    struct str value)
{
	struct record *r = &in->record;
	const struct conf_question *q = find_question(box, id);

	if (intake_is_blank(value))
		return;
	if (r->nanswers == RECORD_MAX_ANSWERS) {
		saw(in, observation_dropped);
		return;
	}
	if (q == NULL)
		intake_saw(in, "question", id);
	else if (!answer_is_known(q, value))
		intake_saw(in, "answer", value);
	r->answers[r->nanswers++] = (struct record_answer){ id, value };
}

static void
add_publish(struct intake *in, struct str value)
{
	if (str_is(value, "report"))
		in->record.publish_report = true;
	else if (str_is(value, "read"))
		in->record.publish_read = true;
	else if (value.n > 0)
		intake_saw(in, "publish", value);
}

/* The fields that may come several times. */
static void
add_repeated(
    struct intake *in, const struct conf_box *box, const struct form *f)
{
	for (size_t i = 0; i < f->nfields; i++) {
		struct str name = form_name_at(f, i);

		if (name.n > 2 && memcmp(name.p, "q.", 2) == 0)
			add_answer(in, box,
			    (struct str){ name.p + 2, name.n - 2 },
			    form_value_at(f, i));
		else if (str_is(name, "publish"))
			add_publish(in, form_value_at(f, i));
	}
}

/*
 * What was written, in a fixed order: the same whether it came straight from
 * the form or by way of the check page, and not the token, step or honeypot.
 */
static void
digest_record(const struct record *r, const struct form *f,
    uint8_t out[static TOKEN_DIGEST_LEN])
{
	const char publish[2] = { (char)('0' + r->publish_report),
		(char)('0' + r->publish_read) };
	struct str strings[DIGEST_FIXED + 2 * RECORD_MAX_ANSWERS] = { r->box,
		r->text, form_get(f, "region"), form_get(f, "who"),
		form_get(f, "wish"), { publish, sizeof(publish) }, r->thread };
	size_t n = DIGEST_FIXED;

	for (size_t i = 0; i < r->nanswers; i++) {
		strings[n++] = r->answers[i].id;
		strings[n++] = r->answers[i].value;
	}
	identity_digest(NULL, strings, n, out);
}

/* Reads the token, observes, and derives or draws the code. */
static void
identify(struct app *app, struct intake *in, const struct form *f, int64_t now)
{
	static const char *const observed[] = {
		[TOKEN_FAST] = observation_fast,
		[TOKEN_STALE] = observation_stale,
		[TOKEN_NONE] = observation_no_token,
	};
	uint8_t digest[TOKEN_DIGEST_LEN];
	struct token token;
	enum token_result result;

	result = token_read(app->keys, form_get(f, "token"), now, &token);
	if (result != TOKEN_FINE)
		saw(in, observed[result]);
	if (token.genuine)
		digest_record(&in->record, f, digest);
	if (!token.genuine ||
	    !token_identity(app->keys, &token, now, digest, &in->identity))
		identity_random(&in->identity);
	in->record.dedup = str_of(in->identity.dedup);
	in->answer_to = in->identity.code;
}

void
intake_form(struct app *app, const struct conf_box *box, struct str lang,
    const struct form *f, int64_t now, struct intake *in)
{
	struct record *r = &in->record;

	*r = (struct record){ 0 };
	r->box = str_of(box->name);
	r->week = week_of(now);
	r->channel = CHANNEL_WEB;
	r->lang = lang;
	r->text = form_get(f, "text");
	r->region = known_region(in, app->conf, form_get(f, "region"));
	r->who =
	    known_choice(in, "who", form_get(f, "who"), page_whos, PAGE_WHOS);
	r->wish = known_choice(
	    in, "wish", form_get(f, "wish"), page_wishes, PAGE_WISHES);
	add_repeated(in, box, f);
	identify(app, in, f, now);
	if (!intake_is_blank(form_get(f, "leeg")))
		saw(in, observation_honeypot);
	if (f->dropped > 0)
		saw(in, observation_dropped);
}

void
intake_addition(struct app *app, const struct conf_box *box, struct str lang,
    const struct form *f, int64_t now, const struct code *first,
    const uint8_t leaf[static HASH_LEN], struct intake *in)
{
	struct record *r = &in->record;
	size_t i;

	*r = (struct record){ 0 };
	r->box = str_of(box->name);
	r->week = week_of(now);
	r->channel = CHANNEL_WEB;
	r->lang = lang;
	r->text = form_get(f, "text");
	for (i = 0; i < HASH_LEN; i++)
		snprintf(in->thread + 2 * i, 3, "%02x", leaf[i]);
	r->thread = str_of(in->thread);
	identify(app, in, f, now);
	in->answer_to = *first;
}

int64_t
intake_now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int
intake_admit(struct app *app, const struct conf_box *box)
{
	return limits_take(app->limits, box, intake_now_ms());
}

bool
intake_submit(struct app *app, struct intake *in, struct journal_entry *en)
{
	const uint8_t *pepper = keys_pepper(app->keys);
	struct record *r = &in->record;
	long box = journal_box(app->journal, r->box);

	if (box < 0)
		return false;
	en->box = (size_t)box;
	code_tag(pepper, &in->identity.code, en->tag);
	code_reply_key(pepper, &in->answer_to, r->reply_key);
	en->json = (struct buf)BUF_INIT;
	buf_room(&en->json, r->text.n + INTAKE_JSON_ROOM);
	record_write(r, &en->json);
	if (!en->json.failed && journal_submit(app->journal, en))
		return true;
	buf_free(&en->json);
	return false;
}

void
intake_wipe(struct intake *in)
{
	crypto_wipe(in, sizeof(*in));
}
