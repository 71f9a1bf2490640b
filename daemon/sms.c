/*
 * sms.c - one text message as a gateway hands it over.
 */
#include "sms.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define MOMENT_MAX 40

/* From here on a number of digits is milliseconds: the year 2001 in those. */
#define MOMENT_MILLISECONDS 1000000000000

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
	sms_set(m, &m->text, (struct str){ (const char *)text.data,
		text.len });
	m->store.failed |= text.failed;
	buf_free(&text);
}

/* Seconds east of UTC of "Z", "+07:00", "-0330" or nothing. */
static long
zone_offset(const char *p)
{
	int hours, minutes = 0;
	char sign;

	if (sscanf(p, "%c%2d:%2d", &sign, &hours, &minutes) < 2 &&
	    sscanf(p, "%c%2d%2d", &sign, &hours, &minutes) < 2)
		return 0;
	if (sign != '+' && sign != '-')
		return 0;
	return (sign == '-' ? -1 : 1) * (hours * 3600L + minutes * 60L);
}

static int64_t
calendar_moment(const char *text)
{
	struct tm tm = { 0 };
	int used = 0;
	char t;

	if (sscanf(text, "%4d-%2d-%2d%c%2d:%2d%n", &tm.tm_year, &tm.tm_mon,
	    &tm.tm_mday, &t, &tm.tm_hour, &tm.tm_min, &used) < 6)
		return 0;
	text += used;
	if (sscanf(text, ":%2d%n", &tm.tm_sec, &used) == 1)
		text += used;
	if (*text == '.')
		text += 1 + strspn(text + 1, "0123456789");
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	return (int64_t)timegm(&tm) - zone_offset(text);
}

int64_t
sms_moment(struct str s)
{
	char text[MOMENT_MAX + 1];
	long long n;

	if (s.n == 0 || s.n > MOMENT_MAX)
		return 0;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	if (strspn(text, "0123456789") != s.n)
		return calendar_moment(text);
	if (s.n > 15 || sscanf(text, "%lld", &n) != 1)
		return 0;
	return n >= MOMENT_MILLISECONDS ? n / 1000 : n;
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
