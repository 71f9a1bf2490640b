/*
 * conf_rule.c - what a single text of the configuration must look like.
 */
#include "conf_table.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "gehoor/cidr.h"
#include "gehoor/moment.h"
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
is_parent(const char *s)
{
	return *s == '\0' || is_id(s);
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
	static const char *const kinds_of_tcp[] = {
		"tcp:", "tls:", "redirect:"
	};
	size_t i, n;

	for (i = 0; i < sizeof(kinds_of_tcp) / sizeof(kinds_of_tcp[0]); i++) {
		n = strlen(kinds_of_tcp[i]);
		if (strncmp(s, kinds_of_tcp[i], n) == 0)
			return is_tcp(s + n);
	}
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

/* "nl", or "nl-u" where people are called "u". */
static bool
is_voice(const char *s)
{
	char lang[4] = "";
	size_t n = strcspn(s, "-");

	if (n >= sizeof(lang) ||
	    (s[n] != '\0' && strcmp(s + n, CONF_POLITE) != 0))
		return false;
	memcpy(lang, s, n);
	return is_lang(lang);
}

/* A name of DNS, in small letters. */
static bool
is_host(const char *s)
{
	return *s != '\0' && strlen(s) <= 253 && *s != '.' && *s != '-' &&
	    s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789.-")] == '\0';
}

static bool
is_link(const char *s)
{
	return *s == '\0' || is_http(s);
}

static bool
is_moment(const char *s)
{
	struct moment m;

	return *s == '\0' || moment_parse(s, strlen(s), &m) == 0;
}

static bool
is_date(const char *s)
{
	struct moment m;

	return moment_parse(s, strlen(s), &m) == 0 && !m.timed;
}

/* Three to eight, a digit among them: so it is no language and no page. */
static bool
is_short(const char *s)
{
	size_t n = strlen(s);

	return n == 0 ||
	    (n >= 3 && n <= 8 && strspn(s, id_chars) == n &&
		strchr(s, '-') == NULL && strpbrk(s, "0123456789") != NULL);
}

static bool
is_phone(const char *s)
{
	return strlen(s) <= 24 && s[strspn(s, "+0123456789 -")] == '\0';
}

/* As it was entered, to the last slash; the query comes with the request. */
static bool
is_hook(const char *s)
{
	return *s == '\0' || (is_http(s) && strpbrk(s, "?#") == NULL);
}

/* WORD:BOX */
static bool
is_keyword(const char *s)
{
	size_t n = strspn(s,
	    "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

	return n >= 2 && n <= 20 && s[n] == ':' && is_id(s + n + 1);
}

static bool
is_network(const char *s)
{
	struct cidr c;

	return cidr_parse(s, &c);
}

static bool
is_colour(const char *s)
{
	return *s == '#' && strlen(s) == 7 &&
	    strspn(s + 1, "0123456789abcdefABCDEF") == 6;
}

static const char *const addresses[] = { "site", "je", "u", NULL };

static const char *const kinds[] = { "feedback", "line", "inspection", "table",
	NULL };
static const char *const types[] = { "text", "choice", "several", "scale",
	NULL };

const struct conf_rule conf_rule_id = { is_id, NULL, "not a name",
	"small letters, digits and hyphens, a letter first, at most 32" };
const struct conf_rule conf_rule_parent = { is_parent, NULL, "not a name",
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
	"write unix:/PATH or tcp:ADDRESS:PORT, as tcp:127.0.0.1:8080; with "
	"TLS tls:ADDRESS:PORT" };
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

const struct conf_rule conf_rule_voice = {
	is_voice, NULL, "not a language",
	"write the two or three small letters of ISO 639, as nl or en, or nl-u"
};
const struct conf_rule conf_rule_host = { is_host, NULL,
	"not the name of a host",
	"write it in small letters without a port, as feedback.voorbeeld.nl" };
const struct conf_rule conf_rule_link = { is_link, NULL, "not a web address",
	"write https:// and the rest of the address" };
const struct conf_rule conf_rule_date = { is_date, NULL, "not a date",
	"write year, month and day, as 2026-12-31" };
const struct conf_rule conf_rule_moment = { is_moment, NULL,
	"not a date, nor a date and a time",
	"write 2026-12-31, or \"2026-12-31 21:30\"" };
const struct conf_rule conf_rule_short = {
	is_short, NULL, "not a code for a poster",
	"three to eight small letters and digits, a digit among them, as 4821"
};
const struct conf_rule conf_rule_phone = { is_phone, NULL, "not a phone number",
	"write digits and blanks, as 06 12345678" };
const struct conf_rule conf_rule_hook = { is_hook, NULL, "not a web address",
	"write https:// and the rest of the address as entered at the "
	"gateway, without ? and what follows" };
const struct conf_rule conf_rule_keyword = { is_keyword, NULL,
	"not a keyword and a box", "write WORD:BOX, as KLACHT:lijn" };
const struct conf_rule conf_rule_network = { is_network, NULL, "not a network",
	"write ADDRESS/BITS, as 192.0.2.0/24" };
const struct conf_rule conf_rule_colour = { is_colour, NULL, "not a colour",
	"write # and six digits, as #0b5a66" };
/* The first one is for boxes only. */
const struct conf_rule conf_rule_box_address = { NULL, addresses,
	"not a form of address", "write site, je or u" };
const struct conf_rule conf_rule_address = { NULL, addresses,
	"not a form of address", "write je or u" };

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
