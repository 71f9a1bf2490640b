/*
 * conf_rule.c - what a single text of the configuration must look like.
 */
#include "conf_table.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "gehoor/note.h"

#define ID_MAX 32
#define UNIX_PATH_MAX sizeof(((struct sockaddr_un *)0)->sun_path)

static const char small[] = "abcdefghijklmnopqrstuvwxyz";
static const char id_chars[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

static bool
is_id(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && n <= ID_MAX && strchr(small, *s) != NULL &&
	    strspn(s, id_chars) == n;
}

static bool
is_lang(const char *s)
{
	size_t n = strlen(s);

	return (n == 2 || n == 3) && strspn(s, small) == n;
}

static bool
is_filled(const char *s)
{
	return s[strspn(s, " \t\n")] != '\0';
}

static bool
is_path(const char *s)
{
	return *s != '\0' && strpbrk(s, "\t\n") == NULL;
}

static bool
is_http(const char *s)
{
	size_t scheme = strncmp(s, "https://", 8) == 0 ? 8
	    : strncmp(s, "http://", 7) == 0            ? 7
						       : 0;

	return scheme > 0 && strchr("/?#", s[scheme]) == NULL &&
	    strpbrk(s, " \t\n\"<>\\") == NULL;
}

static bool
is_public(const char *s)
{
	return *s == '\0' || (is_http(s) && s[strlen(s) - 1] != '/');
}

/* ADDRESS:PORT, an IPv6 address in brackets. */
static bool
is_tcp(const char *s)
{
	char host[INET6_ADDRSTRLEN];
	struct in6_addr addr;
	const char *colon = strrchr(s, ':');
	size_t n = colon == NULL ? 0 : (size_t)(colon - s), digits;
	bool six = n > 2 && s[0] == '[' && s[n - 1] == ']';

	if (six) {
		s++;
		n -= 2;
	}
	if (n == 0 || n >= sizeof(host))
		return false;
	memcpy(host, s, n);
	host[n] = '\0';
	digits = strspn(colon + 1, "0123456789");
	return inet_pton(six ? AF_INET6 : AF_INET, host, &addr) == 1 &&
	    digits > 0 && digits <= 5 && colon[1 + digits] == '\0' &&
	    strtol(colon + 1, NULL, 10) <= 65535;
}

static bool
is_listen(const char *s)
{
	if (strncmp(s, "tcp:", 4) == 0)
		return is_tcp(s + 4);
	return strncmp(s, "unix:/", 6) == 0 && s[6] != '\0' &&
	    strpbrk(s, "\t\n") == NULL && strlen(s + 5) < UNIX_PATH_MAX;
}

static bool
is_vkey(const char *s)
{
	struct note_verifier v;

	return note_verifier_parse(s, strlen(s), &v, NULL) == 0;
}

/* NAME:/DIRECTORY */
static bool
is_source(const char *s)
{
	size_t n = strspn(s, id_chars);

	return n > 0 && n <= ID_MAX && strchr(small, *s) != NULL &&
	    s[n] == ':' && s[n + 1] == '/' && is_path(s + n + 1);
}

const char *const conf_roles[] = { "peer", "council", "quality", "board",
	NULL };
static bool
is_witness(const char *s)
{
	struct note_verifier v;

	return note_witness_verifier_parse(s, strlen(s), &v, NULL) == 0;
}

static const char *const kinds[] = { "feedback", "line", "inspection", "table",
	NULL };
static const char *const types[] = { "text", "choice", "several", "scale",
	NULL };

const struct conf_rule conf_rule_id = { is_id, NULL, "not a name",
	"small letters, digits and hyphens, a letter first, at most 32" };
const struct conf_rule conf_rule_lang = { is_lang, NULL, "not a language",
	"write the two or three small letters of ISO 639, as nl or en" };
const struct conf_rule conf_rule_filled = { is_filled, NULL,
	"there is nothing in it", "write at least one word" };
const struct conf_rule conf_rule_path = { is_path, NULL, "not a file name",
	"write a name as /var/lib/gehoor" };
const struct conf_rule conf_rule_http = { is_http, NULL, "not a web address",
	"write https:// and the rest of the address" };
const struct conf_rule conf_rule_public = { is_public, NULL,
	"not a web address",
	"write https:// and the rest of the address, no / at the end" };
const struct conf_rule conf_rule_listen = { is_listen, NULL,
	"not an address to listen on",
	"write unix:/PATH or tcp:ADDRESS:PORT, as tcp:127.0.0.1:8080" };
const struct conf_rule conf_rule_vkey = { is_vkey, NULL,
	"not the public key of a log, or mistyped",
	"copy the line that gehoor keygen --sign printed" };
const struct conf_rule conf_rule_kind = { NULL, kinds, "not a kind of box",
	"write feedback, line, inspection or table" };
const struct conf_rule conf_rule_witness = { is_witness, NULL,
	"not the public key of a witness, or mistyped",
	"copy the line that gehoor keygen --witness printed" };
const struct conf_rule conf_rule_role = { NULL, conf_roles, "not a role",
	"write peer, council, quality or board" };
const struct conf_rule conf_rule_source = { is_source, NULL,
	"not the name and the state directory of a server",
	"write NAME:/DIRECTORY, as noord:/srv/noord" };
const struct conf_rule conf_rule_question = { NULL, types,
	"not a type of question", "write text, choice, several or scale" };

int
conf_fits(const struct conf_rule *r, const char *value,
    const struct conf_node *n, int line, struct err *e)
{
	size_t i;

	if (r == NULL)
		return 0;
	if (r->fits != NULL && r->fits(value))
		return 0;
	for (i = 0; r->fits == NULL && r->names[i] != NULL; i++)
		if (strcmp(r->names[i], value) == 0)
			return 0;
	return conf_wrong(e, n, line, value, r->right, "%s", r->wrong);
}
