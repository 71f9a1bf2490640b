/*
 * form.c - the fields of a submitted form.
 *
 * The decoders (form_urlencoded.c, form_multipart.c) hand over raw names and
 * values; cleaning, counting and the caps are here.
 */
#include "gehoor/form.h"

#include "gehoor/utf8.h"

/* The one field that must never be lost. */
#define STORY "text"

void
form_init(struct form *f)
{
	f->nfields = 0;
	f->dropped = 0;
	f->store = (struct buf)BUF_INIT;
}

void
form_free(struct form *f)
{
	buf_free(&f->store);
	f->nfields = 0;
	f->dropped = 0;
}

static struct str
stored(const struct form *f, size_t at, size_t len)
{
	/* An empty store has no memory, but the field is there. */
	if (len == 0)
		return (struct str){ "", 0 };
	return (struct str){ (const char *)f->store.data + at, len };
}

struct str
form_name_at(const struct form *f, size_t i)
{
	return stored(f, f->fields[i].name, f->fields[i].name_len);
}

struct str
form_value_at(const struct form *f, size_t i)
{
	return stored(f, f->fields[i].value, f->fields[i].value_len);
}

struct str
form_get(const struct form *f, const char *name)
{
	for (size_t i = 0; i < f->nfields; i++)
		if (str_is(form_name_at(f, i), name))
			return form_value_at(f, i);
	return (struct str){ NULL, 0 };
}

/* Where a field of that name goes, or NULL. */
static struct form_field *
find_place(struct form *f, struct str name)
{
	if (name.n > FORM_MAX_NAME)
		return NULL;
	if (f->nfields < FORM_MAX_FIELDS)
		return &f->fields[f->nfields++];
	if (!str_is(name, STORY) || form_get(f, STORY).p != NULL)
		return NULL;
	return &f->fields[FORM_MAX_FIELDS - 1];
}

int
form_add(struct form *f, struct str name, struct str value)
{
	struct form_field field, *place;
	size_t had = f->nfields;

	field.name = f->store.len;
	utf8_clean(&f->store, name.p, name.n);
	field.name_len = f->store.len - field.name;
	if (f->store.failed)
		return -1;
	place = find_place(f, stored(f, field.name, field.name_len));
	if (f->nfields == had)
		f->dropped++; /* this one, or the one that makes room */
	if (place == NULL) {
		f->store.len = field.name;
		return 0;
	}
	field.value = f->store.len;
	utf8_clean(&f->store, value.p, value.n);
	field.value_len = f->store.len - field.value;
	if (f->store.failed) {
		f->nfields = had;
		return -1;
	}
	*place = field;
	return 0;
}
