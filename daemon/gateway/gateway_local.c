/*
 * gateway_local.c - what "gehoor sms-in" hands over for Gammu SMSD and
 * smstools3, which know no HTTP: {"from","to","text","id","time"}, and for a
 * part of a text {"part":{"ref","n","of"}}.  The answer is for the phone.
 */
#include <stdio.h>

#include "gateway.h"

#include "../json_in.h"

static struct str
digits(const json_t *object, const char *name, char *out, size_t size)
{
	const json_t *v = json_object_get(object, name);

	snprintf(out, size, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	return str_of(out);
}

static enum gateway_verdict
local_read(const struct gateway *g, const struct gateway_request *r,
    struct sms_list *out)
{
	const json_t *part = json_object_get(r->json, "part");
	enum gateway_verdict verdict = gateway_read_json(g, r, out);
	char n[24], of[24];

	if (verdict == GATEWAY_MESSAGE && json_is_object(part))
		sms_set_part(&out->items[0], json_in_string(part, "ref"),
		    digits(part, "n", n, sizeof(n)),
		    digits(part, "of", of, sizeof(of)));
	return verdict;
}

#define LOCAL(words) \
	{ \
		.name = (words), .post = true, \
		.schemes = { &scheme_local, NULL }, \
		.names = { \
			.from = { "from", NULL }, \
			.to = { "to", NULL }, \
			.text = { "text", NULL }, \
			.id = { "id", NULL }, \
			.time = { "time", NULL }, \
		}, \
		.read = local_read, .answer = gateway_answer_text, \
		.answer_type = gateway_type_text, .replies = true, \
		.sample = gateway_sample_json \
	}

const struct gateway gateway_gammu = LOCAL("gammu");
const struct gateway gateway_smstools = LOCAL("smstools3");
