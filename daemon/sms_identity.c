/*
 * sms_identity.c - who a text message is, under the keys of two days.
 */
#include "sms_identity.h"

#include <stdio.h>

static bool
is_punctuation(char c)
{
	return c != '\0' && strchr(" -().+/", c) != NULL;
}

bool
sms_is_number(struct str from)
{
	size_t digits = 0;

	for (size_t i = 0; i < from.n; i++) {
		bool digit = from.p[i] >= '0' && from.p[i] <= '9';

		if (!digit && !is_punctuation(from.p[i]))
			return false;
		digits += digit;
	}
	return digits > 0;
}

size_t
sms_number_of(struct str from, char out[static SMS_NUMBER_MAX])
{
	bool national;
	size_t n = 0;

	while (from.n > 0 && is_punctuation(from.p[0])) {
		from.p++;
		from.n--;
	}
	national = from.n > 1 && from.p[0] == '0' && from.p[1] != '0';
	if (national) {
		out[n++] = '3';
		out[n++] = '1';
	}
	for (size_t i = national                  ? 1
		 : from.n > 1 && from.p[0] == '0' ? 2
						  : 0;
	     i < from.n && n < SMS_NUMBER_MAX; i++)
		if (!is_punctuation(from.p[i]))
			out[n++] = from.p[i];
	return n;
}

/* A token: so many bytes of the keyed hash of what it is about. */
static void
token(const uint8_t *key, const struct str *strings, size_t n,
    uint8_t out[static SENDER_LEN])
{
	uint8_t hash[32];

	identity_digest(key, strings, n, hash);
	memcpy(out, hash, SENDER_LEN);
	crypto_wipe(hash, sizeof(hash));
}

static void
hex(const uint8_t bytes[static SENDER_LEN], char out[static 33])
{
	for (size_t i = 0; i < SENDER_LEN; i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

/* The parts of one text have the same number, reference and count. */
static void
set_ref(const uint8_t *key, const char *line, const struct sms *m,
    struct str number, struct sms_day *out)
{
	const uint8_t of = (uint8_t)m->of;
	const struct str set[] = { str_of("sms-set"), str_of(line), number,
		sms_get(m, &m->to), sms_get(m, &m->ref),
		{ (const char *)&of, sizeof(of) } };
	uint8_t hash[SENDER_LEN];

	token(key, set, sizeof(set) / sizeof(set[0]), hash);
	hex(hash, out->ref);
}

static void
identify(const uint8_t *key, const char *line, const struct sms *m,
    struct sms_day *out)
{
	const uint8_t part = (uint8_t)m->part;
	char digits[SMS_NUMBER_MAX];
	struct str number = { digits,
		sms_number_of(sms_get(m, &m->from), digits) };
	bool has_id = m->id.n > 0;
	const struct str what[] = { str_of("sms"), str_of(line),
		sms_get(m, &m->id), sms_get(m, &m->text),
		has_id ? str_of("") : number,
		has_id ? str_of("") : sms_get(m, &m->time),
		{ (const char *)&part, sizeof(part) } };
	struct str message[] = { str_of("sms-message"), { NULL, 0 } };
	struct str who[] = { str_of("sms-sender"), str_of(line), number,
		{ NULL, 0 } };

	identity_derive(
	    key, what, sizeof(what) / sizeof(what[0]), &out->identity);
	message[1] = str_of(out->identity.dedup);
	token(key, message, sizeof(message) / sizeof(message[0]), out->message);
	/* Without a number everybody would be the same sender. */
	if (number.n == 0)
		who[3] = str_of(out->identity.dedup);
	token(key, who, sizeof(who) / sizeof(who[0]), out->sender);
	if (m->part > 0)
		set_ref(key, line, m, number, out);
	crypto_wipe(digits, sizeof(digits));
}

void
sms_identify(struct keys *k, const char *line, const struct sms *m, int64_t now,
    struct sms_identity *out)
{
	int64_t today = keys_day(now);
	const uint8_t *key = keys_daily(k, today, now);

	*out = (struct sms_identity){ .today = { .day = today },
		.yesterday = { .day = today - 1 } };
	if (key == NULL) {
		identity_random(&out->today.identity);
		crypto_random(out->today.message, SENDER_LEN);
		crypto_random(out->today.sender, SENDER_LEN);
		return;
	}
	identify(key, line, m, &out->today);
	key = keys_daily(k, today - 1, now);
	out->has_yesterday = key != NULL;
	if (key != NULL)
		identify(key, line, m, &out->yesterday);
}
