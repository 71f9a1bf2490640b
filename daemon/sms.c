/*
 * sms.c - one text message as a gateway hands it over.
 */
#include "sms.h"

#include <string.h>
#include <strings.h>
#include <time.h>

#define MOMENT_MAX 40 /* bytes */

/* From here on a number of digits is milliseconds: the year 2001 in those. */
#define MOMENT_MILLISECONDS INT64_C(1000000000000)

void
sms_init(struct sms *m)
{
	*m = (struct sms){ .store = BUF_INIT };
}

void
sms_free(struct sms *m)
{
	buf_free(&m->store);
	sms_init(m);
}

void
sms_set(struct sms *m, struct sms_part *part, struct str s)
{
	*part = (struct sms_part){ m->store.len, s.n };
	buf_addstr(&m->store, s);
	if (m->store.failed)
		*part = (struct sms_part){ 0, 0 };
}

struct str
sms_get(const struct sms *m, const struct sms_part *part)
{
	if (part->n == 0)
		return (struct str){ "", 0 };
	return (struct str){ (const char *)m->store.data + part->at, part->n };
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

/* Without the blanks and punctuation around it. */
static struct str
bare(struct str s)
{
	static const char around[] = " \t\r\n.,!?;:'\"()-";

	while (s.n > 0 && s.p[0] != '\0' && strchr(around, s.p[0]) != NULL) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && s.p[s.n - 1] != '\0' &&
	    strchr(around, s.p[s.n - 1]) != NULL)
		s.n--;
	return s;
}

bool
sms_is_word(struct str text, const char *list)
{
	text = bare(text);
	while (text.n > 0 && *list != '\0') {
		size_t n = strcspn(list, ",");
		struct str word = bare((struct str){ list, n });

		if (word.n == text.n &&
		    strncasecmp(word.p, text.p, word.n) == 0)
			return true;
		list += n + (list[n] == ',');
	}
	return false;
}
