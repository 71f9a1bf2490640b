/*
 * sms.c - one text message as a gateway hands it over.
 */
#include "sms.h"

#include "gehoor/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define MOMENT_MAX 40 /* bytes */

/* From here on a number of digits is milliseconds: the year 2001 in those. */
#define MOMENT_MILLISECONDS INT64_C(1000000000000)

struct sms *
sms_list_add(struct sms_list *l)
{
	struct sms *grown;

	/* Room for a power of two at a time. */
	if ((l->n & (l->n - 1)) == 0) {
		grown = l->n == SMS_LIST_MAX
		    ? NULL
		    : calloc(l->n == 0 ? 1 : 2 * l->n, sizeof(*grown));
		if (grown == NULL) {
			l->failed = true;
			return NULL;
		}
		if (l->n > 0)
			memcpy(grown, l->items, l->n * sizeof(*grown));
		free(l->items);
		l->items = grown;
	}
	return &l->items[l->n++];
}

void
sms_list_free(struct sms_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		buf_free(&l->items[i].store);
	free(l->items);
	*l = (struct sms_list){ .items = NULL };
}

void
sms_set(struct sms *m, struct sms_field *field, struct str s)
{
	*field = (struct sms_field){ m->store.len, 0 };
	utf8_clean(&m->store, s.p, s.n);
	field->n = m->store.len - field->at;
	if (m->store.failed)
		*field = (struct sms_field){ 0, 0 };
}

struct str
sms_get(const struct sms *m, const struct sms_field *field)
{
	if (field->n == 0)
		return (struct str){ "", 0 };
	return (
	    struct str){ (const char *)m->store.data + field->at, field->n };
}

void
sms_set_text(struct sms *m, enum charset c, struct str octets)
{
	struct buf text = BUF_INIT;

	charset_convert(&text, c, octets);
	sms_set(m, &m->text, (struct str){ (const char *)text.data, text.len });
	m->store.failed |= text.failed;
	buf_free(&text);
}

long
sms_number(struct str s)
{
	long n = 0;

	if (s.n == 0 || s.n > 9)
		return -1;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return -1;
		n = n * 10 + (s.p[i] - '0');
	}
	return n;
}

void
sms_set_part(struct sms *m, struct str ref, struct str n, struct str of)
{
	long part = sms_number(n), parts = sms_number(of);

	if (ref.n == 0 || part < 1 || parts < 2 || part > parts ||
	    parts > SMS_PARTS_MAX)
		return;
	sms_set(m, &m->ref, ref);
	m->part = (unsigned)part;
	m->of = (unsigned)parts;
}

/* Takes that many digits off the front; false if they are not there. */
static bool
take_number(struct str *s, size_t digits, int *out)
{
	int n = 0;

	if (s->n < digits)
		return false;
	for (size_t i = 0; i < digits; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return false;
		n = n * 10 + (s->p[i] - '0');
	}
	*out = n;
	s->p += digits;
	s->n -= digits;
	return true;
}

/* Takes one of the characters off the front, if it is there. */
static char
take_char(struct str *s, const char *set)
{
	char c = s->n == 0 ? '\0' : s->p[0];

	if (c == '\0' || strchr(set, c) == NULL)
		return '\0';
	s->p++;
	s->n--;
	return c;
}

/* Seconds east of UTC of "Z", "+07:00", "-0330" or nothing. */
static int
take_zone(struct str *s)
{
	char sign = take_char(s, "+-");
	int hours = 0, minutes = 0;

	if (sign == '\0' || !take_number(s, 2, &hours))
		return 0;
	take_char(s, ":");
	take_number(s, 2, &minutes);
	return (sign == '-' ? -60 : 60) * (hours * 60 + minutes);
}

static int64_t
calendar_moment(struct str s)
{
	struct tm tm = { 0 };
	int fraction;

	if (!take_number(&s, 4, &tm.tm_year) || !take_char(&s, "-") ||
	    !take_number(&s, 2, &tm.tm_mon) || !take_char(&s, "-") ||
	    !take_number(&s, 2, &tm.tm_mday) || !take_char(&s, "T +") ||
	    !take_number(&s, 2, &tm.tm_hour) || !take_char(&s, ":") ||
	    !take_number(&s, 2, &tm.tm_min))
		return 0;
	if (take_char(&s, ":"))
		take_number(&s, 2, &tm.tm_sec);
	if (take_char(&s, ".,"))
		while (take_number(&s, 1, &fraction))
			continue;
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	return (int64_t)timegm(&tm) - take_zone(&s);
}

int64_t
sms_moment(struct str s)
{
	int64_t n = 0;
	int digit;

	if (s.n > MOMENT_MAX)
		return 0;
	for (struct str rest = s; take_number(&rest, 1, &digit);) {
		n = n * 10 + digit;
		if (rest.n == 0)
			return n >= MOMENT_MILLISECONDS ? n / 1000 : n;
		if (n > MOMENT_MILLISECONDS * 1000)
			return 0;
	}
	return calendar_moment(s);
}

struct str
sms_bare(struct str s)
{
	return str_trim(s, " \t\r\n.,!?;:'\"()-");
}

bool
sms_is_word(struct str text, const char *list)
{
	text = sms_bare(text);
	while (text.n > 0 && *list != '\0') {
		size_t n = strcspn(list, ",");
		struct str word = sms_bare((struct str){ list, n });

		if (word.n == text.n &&
		    strncasecmp(word.p, text.p, word.n) == 0)
			return true;
		list += n + (list[n] == ',');
	}
	return false;
}
