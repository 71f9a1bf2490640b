/*
 * datapackage.c - datapackage.json beside an export: what its columns mean.
 */
#include "datapackage.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "output.h"

#define PACKAGE_NAME "gehoor"

struct datapackage {
	char *path; /* of datapackage.json */
	json_t *json;
};

/* What a reader must know about each of csv_columns. */
static const struct {
	const char *type;
	const char *title;
	const char *description;
} fields[] = {
	{ "string", "Periode",
	    "Year, quarter (2026-Q3) or week (2026-W47); "
	    "a week belongs to the quarter of its Thursday" },
	{ "string", "Plek", "Box; empty: all boxes together" },
	{ "string", "Regio",
	    "Region; empty: all together; onbekend: not "
	    "filled in" },
	{ "string", "Indeling", "total, theme, channel, who, lang or wish" },
	{ "string", "Categorie",
	    "Empty for total; a message can have several "
	    "themes; anders: no theme was recognised" },
	{ "string", "Maat", "What is counted" },
	{ "integer", "Aantal", "Rounded to 5; empty unless status is shown" },
	{ "string", "Toonbaar",
	    "shown; under5: 1 to 4; hidden: fewer than 20 "
	    "messages in this period, box and region" },
};

static json_t *
schema(void)
{
	json_t *list = json_array();

	for (size_t i = 0; csv_columns[i] != NULL; i++)
		json_array_append_new(list,
		    json_pack("{s:s, s:s, s:s, s:s}", "name", csv_columns[i],
			"type", fields[i].type, "title", fields[i].title,
			"description", fields[i].description));
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
resource(const char *file, const struct export_format *format,
    const struct csv_dialect *d)
{
	char *name = strdup(file);
	json_t *json;

	if (name == NULL)
		return NULL;
	resource_name(name);
	json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:{s:i, s:i, s:i}}", "name",
	    name, "path", file, "profile",
	    d == NULL ? "data-resource" : "tabular-data-resource", "format",
	    format->name, "mediatype", format->mediatype, "protection", "least",
	    PROTECT_LEAST, "round", PROTECT_ROUND, "base", PROTECT_BASE);
	free(name);
	if (json == NULL || !format->columns || resource_columns(json, d) == 0)
		return json;
	json_decref(json);
	return NULL;
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
datapackage_new(const char *file, const struct export_format *format,
    const struct csv_dialect *d, struct datapackage **out, struct err *e)
{
	const char *slash = strrchr(file, '/');
	const char *base = slash == NULL ? file : slash + 1;
	struct datapackage *p = calloc(1, sizeof(*p));

	if (p == NULL ||
	    asprintf(&p->path, "%.*sdatapackage.json", (int)(base - file),
		file) == -1) {
		free(p);
		return err_sys(e, "describing the export");
	}
	p->json = package_load(p->path, e);
	if (p->json != NULL &&
	    resource_put(p->json, base, resource(base, format, d)) == 0) {
		*out = p;
		return 0;
	}
	if (p->json != NULL)
		err_set(e, "the name of %s is no UTF-8", file);
	datapackage_free(&p);
	return -1;
}

int
datapackage_write(const struct datapackage *p, struct err *e)
{
	struct output o;

	if (output_open(&o, p->path, e) == -1)
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
	json_decref((*p)->json);
	free(*p);
	*p = NULL;
}
