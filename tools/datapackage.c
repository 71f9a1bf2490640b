/*
 * datapackage.c - datapackage.json beside an export: what its columns mean.
 */
#include "datapackage.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "gehoor/conf.h"
#include "gehoor/crypto.h"
#include "output.h"

#define PACKAGE_NAME "gehoor"
#define HASH_PREFIX "sha256:"
#define FILE_MAX ((size_t)1 << 30)

/* The name of the organisation follows. */
#define PACKAGE_NOTE \
	"Counts of messages, rounded, and held back where they could tell of " \
	"somebody. Whoever wrote was promised not to be recognised: do not " \
	"try to find anybody, and put nothing beside it that could. No " \
	"licence is given with these figures; who wants to publish them " \
	"asks their owner: "

struct datapackage {
	char *path; /* of datapackage.json */
	char *file; /* what is described */
	json_t *json;
	json_t *entry; /* of the file, in json */
};

#define NEVER_EMPTY "{\"required\": true}"

/* What a reader must know about each of csv_columns. */
static const struct {
	const char *type;
	const char *title;
	const char *description;
	const char *constraints; /* of Table Schema, as JSON */
} fields[] = {
	{ "string", "Periode",
	    "Year, or quarter (2026-Q3); a week belongs to the quarter of its "
	    "Thursday",
	    "{\"required\": true, \"pattern\": \"[0-9]{4}(-Q[1-4])?\"}" },
	{ "string", "Plek", "Box; empty: all boxes together", "{}" },
	{ "string", "Regio",
	    "Region; empty: all together; onbekend: not filled in", "{}" },
	{ "string", "Indeling", "By what is counted: total, theme, who...",
	    NEVER_EMPTY },
	{ "string", "Categorie",
	    "Empty for total; a message can have several themes; anders: no "
	    "theme was recognised",
	    "{}" },
	{ "string", "Maat", "What is counted",
	    "{\"required\": true, \"enum\": [\"" CSV_MEASURE "\"]}" },
	{ "integer", "Aantal", "Rounded to 5; empty unless status is shown",
	    "{\"minimum\": 0}" },
	{ "string", "Toonbaar",
	    "shown; under5: 1 to 4; hidden: fewer than 20 messages in this "
	    "period, box and region",
	    "{\"required\": true, \"enum\": [\"shown\", \"under5\", "
	    "\"hidden\"]}" },
};

/* What a value of a column must be; JSON. */
static json_t *
constraints(const char *text)
{
	json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);

	return json == NULL ? json_object() : json;
}

static json_t *
schema(void)
{
	json_t *list = json_array();

	for (size_t i = 0; csv_columns[i] != NULL; i++)
		json_array_append_new(list,
		    json_pack("{s:s, s:s, s:s, s:s, s:o}", "name",
			csv_columns[i], "type", fields[i].type, "title",
			fields[i].title, "description", fields[i].description,
			"constraints", constraints(fields[i].constraints)));
	return json_pack("{s:o, s:[s]}", "fields", list, "missingValues", "");
}

static json_t *
dialect(const struct csv_dialect *d)
{
	const char separator[] = { d->separator, '\0' };

	return json_pack("{s:s, s:s, s:s, s:b, s:b}", "delimiter", separator,
	    "lineTerminator", "\r\n", "quoteChar", "\"", "doubleQuote", 1,
	    "header", 1);
}

/* A name as the standard wants it: small letters, digits, - _ and dots. */
static void
resource_name(char *name)
{
	for (; *name != '\0'; name++) {
		if (*name >= 'A' && *name <= 'Z')
			*name = (char)(*name + 32);
		else if (strchr("abcdefghijklmnopqrstuvwxyz0123456789-_.",
			     *name) == NULL)
			*name = '-';
	}
}

/* What only a table of csv_columns has. */
static int
resource_columns(json_t *json, const struct csv_dialect *d)
{
	if (json_object_set_new(json, "encoding", json_string("utf-8")) == -1 ||
	    json_object_set_new(json, "schema", schema()) == -1)
		return -1;
	return d == NULL ? 0 : json_object_set_new(json, "dialect", dialect(d));
}

static json_t *
resource(const char *file, const struct datapackage_of *of)
{
	char *name = strdup(file);
	json_t *json;

	if (name == NULL)
		return NULL;
	resource_name(name);
	json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:{s:i, s:i, s:i}}",
	    "name", name, "path", file, "profile",
	    of->dialect == NULL ? "data-resource" : "tabular-data-resource",
	    "format", of->format->name, "mediatype", of->format->mediatype,
	    "rows", (json_int_t)of->rows, "protection", "least", PROTECT_LEAST,
	    "round", PROTECT_ROUND, "base", PROTECT_BASE);
	free(name);
	if (json == NULL || !of->format->columns ||
	    resource_columns(json, of->dialect) == 0)
		return json;
	json_decref(json);
	return NULL;
}

/* Whose figures these are, and what may be done with them. */
static int
package_tell(json_t *package, const char *organisation)
{
	json_t *about = json_pack("{s:s, s:s+, s:[{s:s, s:s}]}", "title",
	    "Figures from what clients wrote", "description", PACKAGE_NOTE,
	    organisation, "contributors", "title", organisation, "role",
	    "publisher");
	int rc = about == NULL ? -1 : json_object_update(package, about);

	json_decref(about);
	return rc;
}

/* What stands there already, or an empty package; NULL if it is not ours. */
static json_t *
package_load(const char *path, struct err *e)
{
	json_error_t why;
	FILE *f = fopen(path, "re");
	json_t *json;

	if (f == NULL && errno == ENOENT)
		return json_pack("{s:s, s:s, s:[]}", "name", PACKAGE_NAME,
		    "profile", "data-package", "resources");
	if (f == NULL) {
		err_sys(e, "%s", path);
		return NULL;
	}
	json = json_loadf(f, JSON_REJECT_DUPLICATES, &why);
	fclose(f);
	if (json_is_string(json_object_get(json, "name")) &&
	    strcmp(json_string_value(json_object_get(json, "name")),
		PACKAGE_NAME) == 0 &&
	    json_is_array(json_object_get(json, "resources")))
		return json;
	json_decref(json);
	err_set(e,
	    "%s describes something else; write the export to another "
	    "directory",
	    path);
	return NULL;
}

static const char *
resource_path(const json_t *list, size_t i)
{
	const char *path =
	    json_string_value(json_object_get(json_array_get(list, i), "path"));

	return path == NULL ? "" : path;
}

/* Puts the entry in the order of paths, instead of an older one. */
static int
resource_put(json_t *package, const char *file, json_t *entry)
{
	json_t *list = json_object_get(package, "resources");
	size_t i = 0;

	while (i < json_array_size(list) &&
	    strcmp(resource_path(list, i), file) < 0)
		i++;
	if (i < json_array_size(list) &&
	    strcmp(resource_path(list, i), file) == 0)
		return json_array_set_new(list, i, entry);
	return json_array_insert_new(list, i, entry);
}

int
datapackage_new(
    const struct datapackage_of *of, struct datapackage **out, struct err *e)
{
	const char *slash = strrchr(of->file, '/');
	const char *base = slash == NULL ? of->file : slash + 1;
	struct datapackage *p = calloc(1, sizeof(*p));

	if (p == NULL || (p->file = strdup(of->file)) == NULL ||
	    asprintf(&p->path, "%.*sdatapackage.json", (int)(base - of->file),
		of->file) == -1) {
		if (p != NULL)
			free(p->file);
		free(p);
		return err_sys(e, "describing the export");
	}
	p->json = package_load(p->path, e);
	if (p->json != NULL && package_tell(p->json, of->organisation) == 0 &&
	    (p->entry = resource(base, of)) != NULL &&
	    resource_put(p->json, base, p->entry) == 0) {
		*out = p;
		return 0;
	}
	if (p->json != NULL)
		err_set(e, "the name of %s is no UTF-8", of->file);
	datapackage_free(&p);
	return -1;
}

/* So that a reader can tell whether it is the file that was described. */
static int
put_sums(struct datapackage *p, struct err *e)
{
	char hash[sizeof(HASH_PREFIX) + 64];
	struct buf file = BUF_INIT;
	uint8_t sum[32];
	int rc = conf_read_regular(p->file, FILE_MAX, &file, e);

	if (rc == 0) {
		crypto_sha256(
		    sum, &(struct crypto_part){ file.data, file.len }, 1);
		snprintf(hash, sizeof(hash), HASH_PREFIX);
		for (size_t i = 0; i < sizeof(sum); i++)
			snprintf(hash + strlen(HASH_PREFIX) + 2 * i, 3, "%02x",
			    sum[i]);
		if (json_object_set_new(p->entry, "bytes",
			json_integer((json_int_t)file.len)) == -1 ||
		    json_object_set_new(p->entry, "hash", json_string(hash)) ==
			-1)
			rc = err_set(e, "no memory");
	}
	buf_free(&file);
	return rc;
}

int
datapackage_write(struct datapackage *p, struct err *e)
{
	struct output o;

	if (put_sums(p, e) == -1 || output_open(&o, p->path, e) == -1)
		return -1;
	if (json_dumpf(p->json, o.file, JSON_INDENT(2)) == -1 ||
	    fputc('\n', o.file) == EOF) {
		output_drop(&o);
		return err_set(e, "cannot write %s", p->path);
	}
	return output_finish(&o, e);
}

void
datapackage_free(struct datapackage **p)
{
	if (*p == NULL)
		return;
	free((*p)->path);
	free((*p)->file);
	json_decref((*p)->json);
	free(*p);
	*p = NULL;
}
