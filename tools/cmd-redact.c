/*
 * cmd-redact.c - gehoor redact: a text without what says who somebody is.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "gehoor/json_write.h"
#include "gehoor/utf8.h"
#include "redact.h"

static const struct option_row redact_options[] = {
	{ 0, "jsonl", NULL,
	    "read {\"id\", \"text\"} a line, print these with the spans" },
	{ 0, NULL, NULL, NULL },
};

/* The spans, with offsets in code points. */
static void
write_spans(struct buf *out, struct str in, const struct scan_span *s, size_t n)
{
	size_t at = 0, points = 0;

	json_key(out, "spans");
	json_open(out, '[');
	for (size_t i = 0; i < n; i++) {
		points += utf8_count(in.p + at, s[i].start - at);
		at = s[i].end;
		if (i > 0)
			buf_addc(out, ',');
		json_open(out, '{');
		json_member_int(out, "start", (int64_t)points);
		points += utf8_count(in.p + s[i].start, at - s[i].start);
		json_member_int(out, "end", (int64_t)points);
		json_member(out, "kind", str_of(scan_label(s[i].kind)));
		json_close(out, '}');
	}
	json_close(out, ']');
}

/* Writes the member "id" as it came: a string or a number. */
static void
write_id(struct buf *out, const json_t *id)
{
	if (json_is_string(id))
		json_member(out, "id",
		    (struct str){
			json_string_value(id), json_string_length(id) });
	else if (json_is_integer(id))
		json_member_int(out, "id", json_integer_value(id));
}

/* 0, or -1 when there is no memory. */
static int
write_object(const struct redactor *r, const json_t *o, struct buf *out)
{
	const json_t *text = json_object_get(o, "text");
	const struct str in = { json_string_value(text),
		json_string_length(text) };
	struct buf plain = BUF_INIT;
	struct scan_span *spans;
	int n = redact_spans(r, in, &spans);

	if (n == -1)
		return -1;
	json_open(out, '{');
	write_id(out, json_object_get(o, "id"));
	if (redact_apply(in, spans, (size_t)n, &plain) == -1)
		out->failed = true;
	json_member(
	    out, "text", (struct str){ (const char *)plain.data, plain.len });
	write_spans(out, in, spans, (size_t)n);
	json_close(out, '}');
	buf_addc(out, '\n');
	buf_free(&plain);
	free(spans);
	return out->failed ? -1 : 0;
}

/* One line of --jsonl; a bad one is told, and the others go on. */
static enum exit_code
redact_line(const struct redactor *r, const char *p, size_t n, size_t number)
{
	struct buf out = BUF_INIT;
	enum exit_code code = EXIT_DONE;
	json_error_t e;
	json_t *o =
	    json_loadb(p, n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &e);

	if (o == NULL)
		code =
		    complain(EXIT_CHECK_FAILED, "line %zu: %s", number, e.text);
	else if (!json_is_string(json_object_get(o, "text")))
		code = complain(EXIT_CHECK_FAILED,
		    "line %zu: there is no text in it", number);
	else if (write_object(r, o, &out) == -1)
		code = complain(EXIT_OTHER, "line %zu: no memory", number);
	else
		fwrite(out.data, 1, out.len, stdout);
	json_decref(o);
	buf_free(&out);
	return code;
}

static enum exit_code
redact_lines(const struct redactor *r)
{
	enum exit_code code = EXIT_DONE, one;
	char *line = NULL;
	size_t cap = 0, number = 0;
	ssize_t n;

	while ((n = getline(&line, &cap, stdin)) != -1) {
		number++;
		if (strspn(line, " \t\r\n") == (size_t)n)
			continue;
		one = redact_line(r, line, (size_t)n, number);
		if (one > code)
			code = one;
	}
	if (line != NULL)
		explicit_bzero(line, cap);
	free(line);
	return code;
}

/* All of the standard input as one text. */
static enum exit_code
redact_stream(const struct redactor *r)
{
	struct buf in = BUF_INIT, clean = BUF_INIT, out = BUF_INIT;
	enum exit_code code = EXIT_DONE;
	char block[65536];
	size_t n;

	while ((n = fread(block, 1, sizeof(block), stdin)) > 0)
		buf_add(&in, block, n);
	explicit_bzero(block, sizeof(block));
	if (in.len > 0)
		utf8_clean(&clean, in.data, in.len);
	if (in.failed || clean.failed ||
	    redact_text(r, (struct str){ (const char *)clean.data, clean.len },
		&out) == -1)
		code = complain(EXIT_OTHER, "no memory for the text");
	else if (out.len > 0)
		fwrite(out.data, 1, out.len, stdout);
	buf_free(&in);
	buf_free(&clean);
	buf_free(&out);
	return code;
}

static enum exit_code
redact_run(struct invocation *iv)
{
	struct redactor *r;
	enum exit_code code;
	struct err e;

	if (redactor_new(NULL, &r, &e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	code = option_value(iv, "jsonl") != NULL ? redact_lines(r)
						 : redact_stream(r);
	redactor_free(&r);
	if (ferror(stdin))
		return complain(EXIT_OTHER, "the standard input: read error");
	return code;
}

const struct command cmd_redact = {
	.name = "redact",
	.brief = "hide in a text what says who somebody is",
	.operands = "",
	.min_operands = 0,
	.max_operands = 0,
	.options = redact_options,
	.needs = 0,
	.run = redact_run,
	.example = "gehoor redact <bericht.txt",
};
