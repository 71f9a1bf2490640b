/*
 * form_json.h - a form posted as one flat JSON object.
 */
#ifndef FORM_JSON_H
#define FORM_JSON_H

#include "gehoor/form.h"

/*
 * Strings, numbers and booleans become fields, an array of them a repeated
 * field; null is no field; what is nested is left out and counted in dropped.
 * -1 if it is not a JSON object or there is no memory.
 */
int form_parse_json(const uint8_t *p, size_t n, struct form *f);

#endif
