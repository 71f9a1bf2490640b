/*
 * sheet.h - a page prepared once: fixed HTML with slots for what differs.
 *
 * Writing a page is then copying bytes from slot to slot, whether the form is
 * new, comes back with everything typed, or is shown to be checked.
 */
#ifndef SHEET_H
#define SHEET_H

#include "gehoor/form.h"
#include "gehoor/gzip.h"
#include "look.h"
#include "words.h"

/*
 * What is written there; name, other and value are those of the slot.
 * SLOT_PROBLEM writes only when there is a problem.
 */
enum slot_kind {
	SLOT_TOKEN,   /* the form token */
	SLOT_CODE,    /* the receipt code */
	SLOT_PROBLEM, /* value, its {message} filled in */
	SLOT_VALUE,   /* the first value of the field name, escaped */
	SLOT_IF,      /* value, HTML, if the field name has the value other */
	SLOT_NONE,    /* value, HTML, if the field name is missing or empty */
	SLOT_EXTRA,   /* HTML made for this answer */
	SLOT_HIDDEN   /* all fields but step and token as hidden inputs */
};

struct slot {
	enum slot_kind kind;
	size_t at; /* offset into html */
	char *name;
	char *other;
	char *value;
};

struct sheet {
	struct buf html;
	struct slot *slots;
	size_t nslots;
	enum style style;
	struct gzip_piece *packed; /* before and behind the token, or NULL */
	bool failed;               /* no memory; look at the end */
};

/* What a page is made for; an empty form where form is NULL. */
struct sheet_view {
	const struct form *form;
	struct str token;
	struct str code;
	struct str problem; /* message, not escaped; p NULL: none */
	struct str extra;   /* HTML, whole */
};

void sheet_free(struct sheet *s);

/* Adds a template (words_fill), or a slot; name, other, value are copied. */
void sheet_fill(struct sheet *s, const struct words *w, const char *tmpl,
    const struct html_value *extra, size_t nextra);
void sheet_slot(
    struct sheet *s, enum slot_kind kind, const char *name, const char *value);
void sheet_if(
    struct sheet *s, const char *name, const char *other, const char *value);

/* Adds SLOT_PROBLEM with a template filled with words ({message} stays). */
void sheet_problem(struct sheet *s, const struct words *w, const char *tmpl);

/*
 * Compresses the page as it is for an empty view but for the token: two
 * pieces, before and behind it.  Only for pages in which nothing typed and no
 * code can stand beside it.
 */
void sheet_pack(struct sheet *s);

/* Writes it with that token (empty where there is none), compressed. */
void
sheet_write_packed(const struct sheet *s, struct str token, struct buf *out);
/* Its length without the token; 0 if it was never packed. */
size_t sheet_packed_len(const struct sheet *s);

/* Writes the page. */
void
sheet_write(const struct sheet *s, const struct sheet_view *v, struct buf *out);

#endif
