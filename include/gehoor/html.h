/*
 * html.h - writing HTML: escaping, and templates with named places.
 */
#ifndef GEHOOR_HTML_H
#define GEHOOR_HTML_H

#include "gehoor/buf.h"
#include "gehoor/bytes.h"

/* Adds text with & < > " ' escaped; safe as content and in quoted values. */
void html_escape(struct buf *b, struct str s);

/*
 * Adds the template with every {name} replaced: "{name}" by the escaped
 * value, "{{name}}" by the value as it is (trusted HTML of ours).  A name
 * without a value is left as it stands.
 */
struct html_value {
	const char *name;
	struct str value;
};
void html_fill(
    struct buf *b, const char *tmpl, const struct html_value *v, size_t nv);

#endif
