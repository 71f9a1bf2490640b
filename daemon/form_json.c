/*
 * form_json.c - a form posted as one flat JSON object.
 */
#include "form_json.h"

#include <stdio.h>

#include "json_in.h"

/* Adds one value that is not nested; what it cannot be is counted. */
static int
add_scalar(struct form *f, struct str name, const json_t *v)
{
	char number[64];

	switch (json_typeof(v)) {
	case JSON_STRING:
		return form_add(f, name,
		    (struct str){
			json_string_value(v), json_string_length(v) });
	case JSON_INTEGER:
		snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT,
		    json_integer_value(v));
		return form_add(f, name, str_of(number));
	case JSON_REAL:
		snprintf(number, sizeof(number), "%.15g", json_real_value(v));
		return form_add(f, name, str_of(number));
	case JSON_TRUE:
		return form_add(f, name, str_of("true"));
	case JSON_FALSE:
		return form_add(f, name, str_of("false"));
	case JSON_NULL:
		return 0;
	case JSON_OBJECT:
	case JSON_ARRAY:
		break;
	}
	f->dropped++;
	return 0;
}

static int
add_member(struct form *f, struct str name, const json_t *v)
{
	if (!json_is_array(v))
		return add_scalar(f, name, v);
	for (size_t i = 0; i < json_array_size(v); i++)
		if (add_scalar(f, name, json_array_get(v, i)) != 0)
			return -1;
	return 0;
}

int
form_parse_json(const uint8_t *p, size_t n, struct form *f)
{
	json_t *j = json_in(p, n), *v;
	const char *key;
	int ret = 0;

	if (!json_is_object(j)) {
		json_decref(j);
		return -1;
	}
	json_object_foreach(j, key, v) if (ret == 0) ret =
	    add_member(f, str_of(key), v);
	json_decref(j);
	return ret;
}
