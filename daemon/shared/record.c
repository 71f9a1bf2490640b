/*
 * record.c - one message as a JSON object.
 */
#include "gehoor/record.h"

#include <string.h>

#include "gehoor/json_write.h"

const char *const channel_names[CHANNEL_COUNT] = {
#define X(c, name) [c] = (name),
	RECORD_CHANNELS(X)
#undef X
};

static void
put_string(struct buf *json, const char *key, struct str value)
{
	if (value.n > 0)
		json_member(json, key, value);
}

static void
put_week(struct buf *json, struct week w)
{
	char text[WEEK_TEXT_LEN + 1];

	week_format(w, text);
	json_member(json, "week", str_of(text));
}

/* Whether an earlier answer was to the same question. */
static bool
is_repeat(const struct record *r, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_equal(r->answers[k].id, r->answers[i].id))
			return true;
	return false;
}

/* All answers to the question of answer i. */
static void
put_answer(const struct record *r, size_t i, struct buf *json)
{
	json_item(json, r->answers[i].id);
	buf_addc(json, ':');
	json_open(json, '[');
	for (size_t k = i; k < r->nanswers; k++)
		if (str_equal(r->answers[k].id, r->answers[i].id))
			json_item(json, r->answers[k].value);
	json_close(json, ']');
}

static void
put_answers(const struct record *r, struct buf *json)
{
	if (r->nanswers == 0)
		return;
	json_key(json, "answers");
	json_open(json, '{');
	for (size_t i = 0; i < r->nanswers; i++)
		if (!is_repeat(r, i))
			put_answer(r, i, json);
	json_close(json, '}');
}

static void
put_publish(const struct record *r, struct buf *json)
{
	if (!r->publish_report && !r->publish_read)
		return;
	json_key(json, "publish");
	json_open(json, '[');
	if (r->publish_report)
		json_item(json, str_of("report"));
	if (r->publish_read)
		json_item(json, str_of("read"));
	json_close(json, ']');
}

static void
put_reply_key(const uint8_t key[static 32], struct buf *json)
{
	static const uint8_t none[32];
	static const char digits[] = "0123456789abcdef";
	char hex[64];

	if (memcmp(key, none, sizeof(none)) == 0)
		return;
	for (size_t i = 0; i < 32; i++) {
		hex[2 * i] = digits[key[i] >> 4];
		hex[2 * i + 1] = digits[key[i] & 15];
	}
	json_member(json, "reply_key", (struct str){ hex, sizeof(hex) });
	explicit_bzero(hex, sizeof(hex));
}

static void
put_part(const struct record_part *p, struct buf *json)
{
	if (p->of == 0)
		return;
	json_key(json, "part");
	json_open(json, '{');
	json_member(json, "ref", p->ref);
	put_string(json, "before", p->before);
	json_member_int(json, "n", p->n);
	json_member_int(json, "of", p->of);
	json_close(json, '}');
}

static void
put_seen(const struct record *r, struct buf *json)
{
	if (r->nseen == 0)
		return;
	json_key(json, "seen");
	json_open(json, '[');
	for (size_t i = 0; i < r->nseen; i++)
		json_item(json, r->seen[i]);
	json_close(json, ']');
}

void
record_write(const struct record *r, struct buf *json)
{
	json_open(json, '{');
	json_member_int(json, "v", RECORD_VERSION);
	put_string(json, "box", r->box);
	put_week(json, r->week);
	json_member(json, "channel", str_of(channel_names[r->channel]));
	put_string(json, "lang", r->lang);
	put_string(json, "text", r->text);
	put_answers(r, json);
	put_string(json, "region", r->region);
	put_string(json, "who", r->who);
	put_string(json, "wish", r->wish);
	put_publish(r, json);
	put_reply_key(r->reply_key, json);
	put_string(json, "thread", r->thread);
	put_string(json, "dedup", r->dedup);
	put_part(&r->part, json);
	put_seen(r, json);
	json_close(json, '}');
}
