/*
 * cmd-sms-test.c - gehoor sms-test: tries a line for text messages out, on
 * the running daemon.  Secrets stay there.
 */
#include <jansson.h>
#include <string.h>

#include "ask.h"
#include "command.h"

#define REQUEST_MAX 131072 /* as the admin socket takes */

static const struct option_row sms_test_options[] = {
	{ 0, "request", "FILE",
	    "play this HTTP request (bytes as they came) instead" },
	{ 0, "json", NULL, "print what came out as JSON" },
	{ 0, NULL, NULL, NULL },
};

static const char *
text(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s == NULL ? "" : s;
}

/* What a person should do about a verdict. */
static const char *
advice(const char *verdict)
{
	if (strcmp(verdict, "refused") == 0)
		return "the signature or the address is not right: compare "
		       "secret_file and url of the line with the gateway";
	if (strcmp(verdict, "not-understood") == 0)
		return "this is not how that gateway sends: compare gateway "
		       "of the line";
	if (strcmp(verdict, "ignored") == 0)
		return "there is no text message in it; it would be "
		       "acknowledged";
	return "it would be stored";
}

static void
show_message(const json_t *m)
{
	const json_t *part = json_object_get(m, "part");

	printf("  message   %s\n  kind      %s\n  box       %s\n",
	    text(m, "text"), text(m, "kind"), text(m, "box"));
	printf("  sender    %s\n  number    %s\n  id        %s\n",
	    text(m, "from"), text(m, "to"), text(m, "id"));
	if (part != NULL)
		printf("  part      %" JSON_INTEGER_FORMAT
		       " of %" JSON_INTEGER_FORMAT "\n",
		    json_integer_value(json_object_get(part, "n")),
		    json_integer_value(json_object_get(part, "of")));
}

static void
show(const char *line, const json_t *j)
{
	const json_t *messages = json_object_get(j, "messages");
	const char *verdict = text(j, "verdict");
	size_t i;

	printf("line %s: gateway %s, scheme %s\n", line, text(j, "gateway"),
	    text(j, "scheme"));
	printf("  verdict   %s: %s\n", verdict, advice(verdict));
	for (i = 0; i < json_array_size(messages); i++)
		show_message(json_array_get(messages, i));
	printf("  status    %" JSON_INTEGER_FORMAT "\n  answer    %s\n",
	    json_integer_value(json_object_get(j, "status")),
	    text(j, "answer"));
	if (json_is_false(json_object_get(j, "healthy")))
		printf("  but       messages cannot be stored now; see the log "
		       "of gehoord\n");
}

/* What the gateway would hear success for has passed. */
static enum exit_code
judge(const struct invocation *iv, const struct buf *answer)
{
	json_t *j =
	    json_loadb((const char *)answer->data, answer->len, 0, NULL);
	bool fine;

	if (!json_is_object(j)) {
		json_decref(j);
		return complain(
		    EXIT_OTHER, "gehoord answered what is not understood");
	}
	if (option_value(iv, "json") != NULL)
		printf("%.*s\n", (int)answer->len, (const char *)answer->data);
	else
		show(iv->argv[0], j);
	fine = json_integer_value(json_object_get(j, "status")) == 200 &&
	    json_is_true(json_object_get(j, "healthy"));
	json_decref(j);
	return fine ? EXIT_DONE : EXIT_CHECK_FAILED;
}

static enum exit_code
ask(const struct invocation *iv, const struct buf *request)
{
	struct buf answer = BUF_INIT;
	enum exit_code code;
	char path[128];
	struct err e;
	long status;

	snprintf(path, sizeof(path), "/sms-test/%.64s", iv->argv[0]);
	status = ask_post(iv->conf->admin, path, "message/http",
	    (struct str){ (const char *)request->data, request->len }, &answer,
	    &e);
	if (status == -1)
		code = complain(EXIT_OTHER, "%s", e.msg);
	else if (status == 404)
		code = complain(EXIT_OTHER,
		    "gehoord has no line \"%s\"; was it told of the new "
		    "configuration (SIGHUP)?",
		    iv->argv[0]);
	else if (status != 200)
		code = complain(
		    EXIT_OTHER, "gehoord answered with status %ld", status);
	else
		code = judge(iv, &answer);
	buf_free(&answer);
	return code;
}

static enum exit_code
sms_test_run(struct invocation *iv)
{
	const char *file = option_value(iv, "request");
	struct buf request = BUF_INIT;
	enum exit_code code;
	struct err e;

	if (file != NULL &&
	    conf_read_file(file, REQUEST_MAX, false, &request, &e) == -1)
		code = complain(EXIT_OTHER, "%s", e.msg);
	else
		code = ask(iv, &request);
	buf_free(&request);
	return code;
}

const struct command cmd_sms_test = {
	.name = "sms-test",
	.brief = "try a line for text messages out, storing nothing",
	.operands = "LINE",
	.min_operands = 1,
	.max_operands = 1,
	.options = sms_test_options,
	.needs = NEEDS_CONF,
	.run = sms_test_run,
	.example = "gehoor sms-test mobiel",
};
