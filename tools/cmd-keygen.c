/*
 * cmd-keygen.c - gehoor keygen: keys for readers, for the log, for the
 * server.  Secrets go to new files, public halves to stdout.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "gehoor/crypto.h"
#include "gehoor/note.h"
#include "gehoor/unseal.h"
#include "paper.h"
#include "passphrase.h"
#include "reader_file.h"
#include "secret_file.h"

#define PEPPER_LEN 32
#define PAPER_MAX_LINE 256

static const struct option_row keygen_options[] = {
	{ 'o', "output", "FILE", "where the secret goes (never overwritten)" },
	{ 0, "no-passphrase", NULL, "leave the reader secret unlocked" },
	{ 0, "paper", "FILE", "write the paper back-up here, not to stderr" },
	{ 0, "from-paper", NULL, "restore a reader secret from its paper" },
	{ 0, "sign", "NAME", "make a key that signs the logs of a server" },
	{ 0, "desk", "NAME", "make a key that signs what a desk does" },
	{ 0, "witness", "NAME", "make a key that cosigns checkpoints" },
	{ 0, "pepper", NULL, "make the pepper of a server" },
	{ 0, NULL, NULL, NULL },
};

static const char *
secret_path(const struct invocation *iv, const char *usual)
{
	const char *path = option_value(iv, "output");

	return path == NULL ? usual : path;
}

/* A line a person typed or a file holds; 0 at the end. */
static int
stdin_line(struct buf *line)
{
	ssize_t n;
	char c;

	buf_clear(line);
	for (;;) {
		n = read(STDIN_FILENO, &c, 1);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return line->len > 0;
		if (c == '\n')
			return 1;
		buf_addc(line, c);
	}
}

/* A line that is no part of the secret: empty, a remark, the public key. */
static bool
is_other_line(const struct buf *line)
{
	static const char key[] = "gehoor-reader:";

	return line->len == 0 || line->data[0] == '#' ||
	    line->data[0] == '\r' ||
	    (line->len > sizeof(key) &&
		memcmp(line->data, key, sizeof(key) - 1) == 0);
}

/* On a terminal a mistyped line is asked for again. */
static int
read_paper(uint8_t sk[static 32], struct err *e)
{
	struct buf line = BUF_INIT;
	bool terminal = isatty(STDIN_FILENO) != 0;
	unsigned i = 0;
	int ret = 0;

	line.max = PAPER_MAX_LINE;
	while (ret == 0 && i < PAPER_LINES) {
		if (terminal)
			fprintf(stderr, "line %u: ", i + 1);
		if (stdin_line(&line) == 0)
			ret = err_set(
			    e, "line %u of the paper is missing", i + 1);
		else if (is_other_line(&line))
			continue;
		else if (paper_read_line(i + 1, (const char *)line.data,
			     line.len, sk + (size_t)i * PAPER_LINE_BYTES,
			     e) == 0)
			i++;
		else if (terminal)
			fprintf(stderr, "%s; once more\n", e->msg);
		else
			ret = -1;
	}
	buf_free(&line);
	return ret;
}

static int
make_secret(const struct invocation *iv, struct reader_secret *r, struct err *e)
{
	uint8_t sk[32];
	int ret;

	if (option_value(iv, "from-paper") == NULL) {
		unseal_reader_new(r);
		return 0;
	}
	ret = read_paper(sk, e);
	if (ret == 0)
		unseal_reader_from(r, sk);
	crypto_wipe(sk, sizeof(sk));
	return ret;
}

/* The paper, once: into its own file, or to the person at the terminal. */
static int
give_paper(const struct invocation *iv, const struct reader_secret *r,
    const char *public_line, struct err *e)
{
	const char *path = option_value(iv, "paper");
	struct buf text = BUF_INIT;
	int ret = 0;

	if (path == NULL &&
	    (iv->quiet || option_value(iv, "from-paper") != NULL))
		return 0;
	paper_write(r->sk, public_line, &text);
	if (text.failed)
		ret = err_set(e, "no memory");
	else if (path != NULL)
		ret = secret_file_create(path, text.data, text.len, e);
	else if (fwrite(text.data, 1, text.len, stderr) != text.len)
		ret = err_sys(e, "the paper back-up was not written");
	buf_free(&text);
	return ret;
}

/* The secret is on disk before the paper or the public line says so. */
static int
store_reader(
    const struct invocation *iv, const struct reader_secret *r, struct err *e)
{
	const char *path = secret_path(iv, "reader.key");
	struct buf passphrase = BUF_INIT, text = BUF_INIT;
	struct reader public_key;
	char line[READER_TEXT_LEN + 1];
	bool open = option_value(iv, "no-passphrase") != NULL;
	int ret = -1;

	if (!open &&
	    passphrase_get(
		iv->global[GLOBAL_PASSPHRASE_FILE], true, &passphrase, e) == -1)
		goto cleanup;
	if (reader_file_format(r, open ? NULL : &passphrase,
		&reader_file_moderate, &text, e) == -1 ||
	    secret_file_create(path, text.data, text.len, e) == -1)
		goto cleanup;
	memcpy(public_key.pk, r->pk, sizeof(public_key.pk));
	reader_format(&public_key, line);
	if (give_paper(iv, r, line, e) == -1) {
		unlink(path);
		goto cleanup;
	}
	say(iv,
	    "the secret is in %s; readers = {\"...\"} of a box takes "
	    "the line on stdout",
	    path);
	ret = printf("%s\n", line) < 0 ? err_sys(e, "stdout") : 0;
cleanup:
	buf_free(&text);
	buf_free(&passphrase);
	return ret;
}

static int
keygen_reader(const struct invocation *iv, struct err *e)
{
	void *room = crypto_secret_new(sizeof(struct reader_secret));
	struct reader_secret *r = room;
	int ret;

	if (r == NULL)
		return err_set(e, "no locked memory for the secret");
	ret = make_secret(iv, r, e);
	if (ret == 0)
		ret = store_reader(iv, r, e);
	crypto_secret_free(&room);
	return ret;
}

/* One of the keys that sign: of a server, a desk, a witness. */
struct signing {
	const char *option; /* whose value is the name of the key */
	const char *file;
	const char *use; /* behind "the secret is in FILE" */
	int (*make)(const char *name, struct note_signer *out, struct err *e);
	void (*format)(const struct note_signer *s, struct buf *out);
	void (*format_public)(const struct note_verifier *v, struct buf *out);
	const char *section; /* for the configuration; %s is the public key */
};

static const struct signing signings[] = {
	{ "sign", "sign.key", "(sign_key); log_keys takes the line on stdout",
	    note_signer_new, note_signer_format, note_verifier_format, "%s\n" },
	{ "desk", "desk.key",
	    "(desk_key); the section on stdout goes into the configuration, "
	    "with a name and roles of your own",
	    note_signer_new, note_signer_format, note_verifier_format,
	    "desk \"raad\" {\n\tkey = \"%s\"\n"
	    "\troles = {\"council\"}\t# peer council quality board\n}\n" },
	{ "witness", "witness.key",
	    "(gehoor witness --key); witness_keys takes the line on stdout",
	    note_witness_new, note_witness_format, note_witness_verifier_format,
	    "%s\n" },
};

#define NSIGNINGS (sizeof(signings) / sizeof(signings[0]))

/* Prints the public half where the configuration wants it. */
static int
print_section(const struct signing *g, const char *key, struct err *e)
{
	const char *at = strstr(g->section, "%s");
	int n = (int)(at - g->section);

	return printf("%.*s%s%s", n, g->section, key, at + 2) < 0
	    ? err_sys(e, "stdout")
	    : 0;
}

static int
keygen_signing(
    const struct invocation *iv, const struct signing *g, struct err *e)
{
	const char *path = secret_path(iv, g->file), *key;
	struct note_signer signer;
	struct note_verifier verifier;
	struct buf text = BUF_INIT, line = BUF_INIT;
	int ret = -1;

	if (g->make(option_value(iv, g->option), &signer, e) == -1)
		return -1;
	g->format(&signer, &text);
	buf_addc(&text, '\n');
	note_signer_verifier(&signer, &verifier);
	g->format_public(&verifier, &line);
	key = buf_cstr(&line);
	if (text.failed || key == NULL)
		err_set(e, "no memory");
	else
		ret = secret_file_create(path, text.data, text.len, e);
	if (ret == 0) {
		say(iv, "the secret is in %s %s", path, g->use);
		ret = print_section(g, key, e);
	}
	crypto_wipe(&signer, sizeof(signer));
	buf_free(&text);
	buf_free(&line);
	return ret;
}

/* The pepper as the daemon reads it: 64 hexadecimal digits and a newline. */
static int
keygen_pepper(const struct invocation *iv, struct err *e)
{
	const char *path = secret_path(iv, "pepper");
	uint8_t pepper[PEPPER_LEN];
	struct buf text = BUF_INIT;
	int ret;

	crypto_random(pepper, sizeof(pepper));
	for (size_t i = 0; i < sizeof(pepper); i++)
		buf_addf(&text, "%02x", pepper[i]);
	buf_addc(&text, '\n');
	ret = text.failed ? err_set(e, "no memory")
			  : secret_file_create(path, text.data, text.len, e);
	if (ret == 0)
		say(iv,
		    "the pepper is in %s; keep its back-up apart from "
		    "the log",
		    path);
	crypto_wipe(pepper, sizeof(pepper));
	buf_free(&text);
	return ret;
}

/* Which key that signs is asked for; NULL: none. */
static const struct signing *
signing_asked(const struct invocation *iv, size_t *count)
{
	const struct signing *asked = NULL;
	size_t i;

	for (i = 0, *count = 0; i < NSIGNINGS; i++)
		if (option_value(iv, signings[i].option) != NULL) {
			asked = &signings[i];
			++*count;
		}
	return asked;
}

/* Options that do not go together, or NULL. */
static const char *
conflict(const struct invocation *iv)
{
	size_t count;
	const struct signing *sign = signing_asked(iv, &count);
	bool pepper = option_value(iv, "pepper") != NULL;
	const char *path = option_value(iv, "output"), *name;

	if (count + pepper > 1)
		return "--sign, --desk, --witness and --pepper make different "
		       "keys; choose one";
	if ((sign != NULL || pepper) &&
	    (option_value(iv, "paper") != NULL ||
		option_value(iv, "from-paper") != NULL ||
		option_value(iv, "no-passphrase") != NULL))
		return "--paper, --from-paper and --no-passphrase are for "
		       "reader secrets";
	name = sign == NULL ? NULL : option_value(iv, sign->option);
	if (name != NULL && !note_name_is_valid(name, strlen(name)))
		return "a name is 1 to 128 bytes of UTF-8 without blanks and +";
	if (path != NULL && strcmp(path, "-") == 0)
		return "a secret is never printed; -o must name a file";
	return NULL;
}

static enum exit_code
keygen_run(struct invocation *iv)
{
	const char *wrong = conflict(iv);
	const struct signing *sign;
	size_t count;
	struct err e;
	int ret;

	if (wrong != NULL)
		return complain(EXIT_USAGE, "%s", wrong);
	sign = signing_asked(iv, &count);
	if (sign != NULL)
		ret = keygen_signing(iv, sign, &e);
	else if (option_value(iv, "pepper") != NULL)
		ret = keygen_pepper(iv, &e);
	else
		ret = keygen_reader(iv, &e);
	return ret == 0 ? EXIT_DONE : complain(EXIT_OTHER, "%s", e.msg);
}

const struct command cmd_keygen = {
	.name = "keygen",
	.brief = "make a reader secret, a signing key or a pepper",
	.operands = "",
	.options = keygen_options,
	.run = keygen_run,
	.example = "gehoor keygen -o reader.key",
};
