/*
 * hit.c - a message as a line for people or for a program.
 */
#include "hit.h"

#include <string.h>

#include "gauge.h"
#include "gehoor/json_write.h"
#include "status.h"

static void
print_leaf(struct buf *b, const uint8_t leaf[static HASH_LEN])
{
	for (size_t i = 0; i < HASH_LEN; i++)
		buf_addf(b, "%02x", leaf[i]);
}

/* Each name of the blank-separated list as a member of an array. */
static void
json_names(struct buf *b, const char *key, const char *list)
{
	json_key(b, key);
	json_open(b, '[');
	while (*list != '\0') {
		size_t n = strcspn(list, " ");

		json_item(b, (struct str){ list, n });
		list += n + (list[n] == ' ');
	}
	json_close(b, ']');
}

/* The names of the bits, with that between them. */
static void
add_dangers(struct buf *b, unsigned bits, const char *between)
{
	const char *first = "";

	for (unsigned bit = 1; bit <= DANGER_KIND; bit <<= 1) {
		if ((bits & bit) == 0)
			continue;
		buf_addf(b, "%s%s", first, danger_name(bit));
		first = between;
	}
}

static void
add_week(struct buf *b, int week)
{
	if (week != 0)
		buf_addf(b, "%04d-W%02d", week / 100, week % 100);
}

void
hit_json(struct buf *b, const struct search_hit *h)
{
	struct buf text = BUF_INIT;

	print_leaf(&text, h->leaf);
	json_member(b, "id", str_of(buf_cstr(&text)));
	json_member(b, "box", str_of(h->box));
	buf_clear(&text);
	add_week(&text, h->week);
	json_member(b, "week", str_of(buf_cstr(&text)));
	json_member(b, "status", str_of(h->status));
	json_member(b, "channel", str_of(h->channel));
	json_member(b, "region", str_of(h->region));
	json_member(b, "who", str_of(h->who));
	json_names(b, "themes", h->themes);
	json_member(b, "polarity", str_of(h->polarity));
	json_member_int(b, "weight", h->weight);
	json_member_int(b, "tone", h->tone);
	buf_clear(&text);
	add_dangers(&text, h->danger, " ");
	json_names(b, "dangers", buf_cstr(&text));
	json_member(b, "text", str_of(h->text));
	json_member(b, "kernel", str_of(h->kernel));
	buf_free(&text);
}

/* A stranger's text must not steer a terminal. */
static void
add_safe(struct buf *b, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;

	buf_adds(b, "    ");
	for (; *p != '\0'; p++) {
		if (*p == '\n')
			buf_adds(b, "\n    ");
		else if (p[0] == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0)
			p++; /* C1 */
		else if (*p >= 0x20 && *p != 0x7f)
			buf_addc(b, (char)*p);
	}
	buf_addc(b, '\n');
}

static void
add_part(struct buf *b, const char *part)
{
	if (*part != '\0')
		buf_addf(b, "  %s", part);
}

void
hit_words(struct buf *b, const struct search_hit *h, const char *more)
{
	buf_adds(b, h->box);
	buf_adds(b, "  ");
	add_week(b, h->week);
	if (strcmp(h->status, status_names[STATUS_COUNTED]) != 0)
		add_part(b, h->status);
	add_part(b, h->themes);
	add_part(b, h->polarity);
	buf_addf(b, "  weight %d, tone %d", h->weight, h->tone);
	if (h->danger != 0) {
		buf_adds(b, "  DANGER: ");
		add_dangers(b, h->danger, ", ");
	}
	add_part(b, more);
	buf_addc(b, '\n');
	add_safe(b, h->text);
	buf_adds(b, "    id ");
	print_leaf(b, h->leaf);
	buf_adds(b, "\n\n");
}
