/*
 * desk_event_write.c - what people at a desk did, written as JSON.
 */
#include "desk_event.h"

#include <stdio.h>

#include "gehoor/json_write.h"

static void
member_hex(struct buf *b, const char *key, const uint8_t *p, size_t n)
{
	char text[2 * HASH_LEN + 1];

	for (size_t i = 0; i < n; i++)
		snprintf(text + 2 * i, 3, "%02x", p[i]);
	json_member(b, key, str_of(text));
}

static void
write_replied(const struct desk_event *ev, struct buf *b)
{
	json_member_int(b, "version", ev->version);
	if (ev->passed_on.n > 0)
		json_member(b, "passed_on", ev->passed_on);
	json_member(b, "text", ev->text);
}

static void
write_erased(const struct desk_event *ev, struct buf *b)
{
	json_member_int(b, "index", (int64_t)ev->index);
	json_member_int(b, "segment", ev->segment);
	json_member(b, "reason", ev->text);
}

static void
write_labelled(const struct desk_event *ev, struct buf *b)
{
	const struct desk_label *l = &ev->label;

	json_member_int(b, "version", ev->version);
	if (l->has_themes) {
		json_key(b, "themes");
		json_open(b, '[');
		for (size_t i = 0; i < l->nthemes; i++)
			json_item(b, l->themes[i]);
		json_close(b, ']');
	}
	if (l->polarity.n > 0)
		json_member(b, "polarity", l->polarity);
	if (l->has_weight)
		json_member_int(b, "weight", l->weight);
}

static void
write_quoted(const struct desk_event *ev, struct buf *b)
{
	json_member(b, "theme", ev->theme);
	member_hex(b, "words", ev->words, HASH_LEN);
}

static void
write_expired(const struct desk_event *ev, struct buf *b)
{
	char quarter[16];

	json_member_int(b, "segment", ev->segment);
	json_member_int(b, "first", (int64_t)ev->first);
	json_member_int(b, "size", (int64_t)ev->size);
	json_key(b, "sums");
	json_open(b, '{');
	for (size_t i = 0; i < STATUS_COUNT; i++)
		if (ev->sums[i] > 0)
			json_member_int(
			    b, status_names[i], (int64_t)ev->sums[i]);
	json_close(b, '}');
	json_key(b, "counts");
	json_open(b, '[');
	for (size_t i = 0; i < ev->ncounts; i++) {
		const struct desk_count *c = &ev->counts[i];

		snprintf(quarter, sizeof(quarter), "%04d-Q%d", c->quarter / 10,
		    c->quarter % 10);
		buf_adds(b, i == 0 ? "" : ",");
		json_open(b, '[');
		json_item(b, str_of(quarter));
		json_item(b, c->region);
		json_item(b, c->dimension);
		json_item(b, c->category);
		buf_addf(b, ",%llu", (unsigned long long)c->n);
		json_close(b, ']');
	}
	json_close(b, ']');
}

/* NULL: nothing more than every event of a message has. */
static void (*const writers[])(const struct desk_event *ev, struct buf *b) = {
	[DESK_REPLIED] = write_replied,
	[DESK_ERASED] = write_erased,
	[DESK_EXPIRED] = write_expired,
	[DESK_LABELLED] = write_labelled,
	[DESK_QUOTED] = write_quoted,
	[DESK_WITHHELD] = NULL,
};

void
desk_event_write(const struct desk_event *ev, struct buf *b)
{
	char week[WEEK_TEXT_LEN + 1];

	week_format(ev->week, week);
	json_open(b, '{');
	json_member_int(b, "v", DESK_EVENT_VERSION);
	json_member(b, "act", str_of(desk_act_names[ev->act]));
	json_member(b, "role", ev->role);
	if (ev->second.n > 0)
		json_member(b, "second", ev->second);
	json_member(b, "week", str_of(week));
	member_hex(b, "log", ev->log_id, LOG_ID_LEN);
	json_member(b, "box", ev->box);
	if (ev->act != DESK_EXPIRED)
		member_hex(b, "leaf", ev->leaf, HASH_LEN);
	if (writers[ev->act] != NULL)
		writers[ev->act](ev, b);
	json_close(b, '}');
}
