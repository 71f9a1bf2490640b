/*
 * texting.c - text messages as Gammu SMSD and smstools3 leave them.
 */
#include "texting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "gehoor/charset.h"
#include "gehoor/crypto.h"
#include "gehoor/json_write.h"

#define GAMMU_PARTS 255

void
texting_free(struct texting *t)
{
	buf_free(&t->text);
	crypto_wipe(t, sizeof(*t));
}

static void
copy(char *to, size_t size, struct str s)
{
	snprintf(to, size, "%.*s", (int)(s.n < size ? s.n : size - 1), s.p);
}

/* Whether the line is that header; its value without the blank before it. */
static bool
header(struct str line, const char *name, struct str *value)
{
	size_t n = strlen(name);

	if (line.n <= n || strncasecmp(line.p, name, n) != 0 ||
	    line.p[n] != ':')
		return false;
	*value = (struct str){ line.p + n + 1, line.n - n - 1 };
	while (value->n > 0 && value->p[0] == ' ') {
		value->p++;
		value->n--;
	}
	return true;
}

static struct str
next_line(struct str *rest)
{
	const char *end = memchr(rest->p, '\n', rest->n);
	size_t n = end == NULL ? rest->n : (size_t)(end - rest->p);
	struct str line = { rest->p, n };

	rest->p += n + (end != NULL);
	rest->n -= n + (end != NULL);
	if (line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

/* ---- smstools3 ---------------------------------------------------------- */

/*
 * "05 00 03 A5 02 01" (3GPP TS 23.040, 9.2.3.24.1): a reference, how many,
 * which; or with "06 08 04" a reference of two octets.
 */
static void
read_udh(struct str value, struct texting *out)
{
	char digits[64];
	uint8_t b[16];
	size_t n = 0;
	long len;

	for (size_t i = 0; i < value.n && n < sizeof(digits); i++)
		if (value.p[i] != ' ')
			digits[n++] = value.p[i];
	len = charset_unhex((struct str){ digits, n }, b, sizeof(b));
	if (len == 6 && b[0] == 5 && b[1] == 0 && b[2] == 3) {
		snprintf(out->ref, sizeof(out->ref), "%02x", b[3]);
		out->of = b[4];
		out->part = b[5];
	} else if (len == 7 && b[0] == 6 && b[1] == 8 && b[2] == 4) {
		snprintf(out->ref, sizeof(out->ref), "%02x%02x", b[3], b[4]);
		out->of = b[5];
		out->part = b[6];
	}
}

struct smstools {
	enum charset charset;
	bool other;
};

static void
read_header(struct str line, struct smstools *s, struct texting *out)
{
	struct str value;

	if (header(line, "From", &value))
		copy(out->from, sizeof(out->from), value);
	else if (header(line, "Received", &value))
		copy(out->time, sizeof(out->time), value);
	else if (header(line, "UDH-DATA", &value))
		read_udh(value, out);
	else if (header(line, "Alphabet", &value)) {
		s->charset = charset_of(value);
		s->other |= str_is(value, "binary");
	}
}

enum texting_result
texting_smstools(
    const uint8_t *p, size_t n, const char *name, struct texting *out)
{
	static const char report[] = "SMS STATUS REPORT";
	struct smstools s = { CHARSET_UNKNOWN, false };
	struct str rest = { n == 0 ? "" : (const char *)p, n };

	*out = (struct texting){ .text = BUF_INIT };
	copy(out->id, sizeof(out->id), str_of(name));
	while (rest.n > 0) {
		struct str line = next_line(&rest);

		if (line.n == 0)
			break;
		read_header(line, &s, out);
	}
	if (out->from[0] == '\0')
		return TEXTING_BROKEN;
	if (s.other ||
	    (rest.n >= sizeof(report) - 1 &&
		memcmp(rest.p, report, sizeof(report) - 1) == 0))
		return TEXTING_OTHER;
	charset_convert(&out->text, s.charset, rest);
	return out->text.failed ? TEXTING_BROKEN : TEXTING_MESSAGE;
}

/* ---- Gammu --------------------------------------------------------------- */

#define VARIABLE_LEN 40

/* SMS_1_NUMBER, DECODED_2_TEXT and so on; begin and end are ours. */
static const char *
numbered(char name[static VARIABLE_LEN], const char *begin, unsigned i,
    const char *end)
{
	snprintf(name, VARIABLE_LEN, "%s_%u_%s", begin, i, end);
	return name;
}

static void
add_text(struct texting *out, enum charset c, struct str octets)
{
	charset_convert(&out->text, c, octets);
}

static unsigned
count_of(const char *digits)
{
	unsigned long n = digits == NULL ? 0 : strtoul(digits, NULL, 10);

	return n > GAMMU_PARTS ? GAMMU_PARTS : (unsigned)n;
}

enum texting_result
texting_gammu(
    const char *(*get)(const char *), const char *id, struct texting *out)
{
	char name[VARIABLE_LEN];
	const char *from = get(numbered(name, "SMS", 1, "NUMBER")), *text;
	unsigned parts = count_of(get("DECODED_PARTS")), i;

	*out = (struct texting){ .text = BUF_INIT };
	if (from == NULL || *from == '\0')
		return TEXTING_BROKEN;
	copy(out->from, sizeof(out->from), str_of(from));
	copy(out->id, sizeof(out->id), str_of(id));
	for (i = 1; i <= (parts == 0 ? 1 : parts); i++) {
		text = get(
		    numbered(name, parts == 0 ? "SMS" : "DECODED", i, "TEXT"));
		if (text != NULL)
			add_text(out, CHARSET_UNKNOWN, str_of(text));
	}
	if (out->text.failed)
		return TEXTING_BROKEN;
	return out->text.len > 0 ? TEXTING_MESSAGE : TEXTING_OTHER;
}

/* The field of the name between its n-th and next underscore. */
static struct str
name_field(const char *name, unsigned n)
{
	for (; n > 0 && name != NULL; n--) {
		name = strchr(name, '_');
		if (name != NULL)
			name++;
	}
	if (name == NULL)
		return (struct str){ NULL, 0 };
	return (struct str){ name, strcspn(name, "_") };
}

size_t
texting_gammu_set(const char *name)
{
	const char *last = strrchr(name, '_');

	if (strncmp(name, "IN", 2) != 0 || last == NULL ||
	    name_field(name, 3).n == 0)
		return 0;
	return (size_t)(last - name);
}

/*
 * As far as the first NUL: Gammu counts the octets of another charset, and what
 * lies behind the text in such a file is of some message before it.
 */
static void
cut_utf16(struct str *octets)
{
	for (size_t i = 0; i + 1 < octets->n; i += 2)
		if (octets->p[i] == '\0' && octets->p[i + 1] == '\0')
			octets->n = i;
}

/* InboxFormat unicode writes UTF-16 with a mark, the others text. */
static enum charset
file_charset(struct str *octets)
{
	enum charset c = CHARSET_UNKNOWN;

	if (octets->n >= 2 && memcmp(octets->p, "\xff\xfe", 2) == 0)
		c = CHARSET_UTF16LE;
	else if (octets->n >= 2 && memcmp(octets->p, "\xfe\xff", 2) == 0)
		c = CHARSET_UTF16BE;
	if (c != CHARSET_UNKNOWN) {
		octets->p += 2;
		octets->n -= 2;
		cut_utf16(octets);
	}
	return c;
}

enum texting_result
texting_gammu_file(
    const uint8_t *p, size_t n, const char *name, struct texting *out)
{
	struct str octets = { n == 0 ? "" : (const char *)p, n };
	enum charset c = file_charset(&octets);

	if (texting_gammu_set(name) == 0)
		return TEXTING_BROKEN;
	if (out->id[0] == '\0') {
		copy(out->id, sizeof(out->id), str_of(name));
		copy(out->from, sizeof(out->from), name_field(name, 3));
	}
	add_text(out, c, octets);
	return out->text.failed ? TEXTING_BROKEN : TEXTING_MESSAGE;
}

void
texting_json(const struct texting *t, struct buf *out)
{
	json_open(out, '{');
	json_member(out, "from", str_of(t->from));
	json_member(out, "text",
	    (struct str){ (const char *)t->text.data, t->text.len });
	json_member(out, "id", str_of(t->id));
	json_member(out, "time", str_of(t->time));
	if (t->of > 1) {
		json_key(out, "part");
		json_open(out, '{');
		json_member(out, "ref", str_of(t->ref));
		json_member_int(out, "n", t->part);
		json_member_int(out, "of", t->of);
		json_close(out, '}');
	}
	json_close(out, '}');
}
