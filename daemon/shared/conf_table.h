/*
 * conf_table.h - the settings as the code sees them: where each value goes
 * and what it may be.  conf_settings.def holds the one list.
 */
#ifndef SHARED_CONF_TABLE_H
#define SHARED_CONF_TABLE_H

#include "conf_tree.h"
#include "gehoor/conf.h"

enum conf_kind {
	KIND_TEXT,   /* char * */
	KIND_NUMBER, /* int */
	KIND_RATE,   /* double, thousandths */
	KIND_BOOL,   /* bool */
	KIND_CHOICE, /* enum, by the names of the syntax */
	KIND_LIST,   /* struct conf_list */
	KIND_WORDS,  /* struct conf_words */
	KIND_READERS /* readers and nreaders of struct conf_box */
};

/* What a text, or every entry of a list, must look like. */
struct conf_rule {
	bool (*fits)(const char *value); /* NULL: one of names */
	const char *const *names;        /* ends with NULL */
	const char *wrong;
	const char *right;
};

struct conf_row {
	const char *section;
	const char *name;
	enum conf_kind kind;
	const struct conf_rule *rule; /* NULL: anything */
	long min, max;
	size_t offset;
	const char *initial;
};

/* Behind the language in the title of a section for who is called "u". */
#define CONF_POLITE "-u"

/* Sections that have a title, and in which section they stand ("" the file). */
struct conf_section {
	const char *name;
	const char *parent;
	size_t max; /* as many of them as there may be */
};

/* All rows, ending with name NULL; and sections. */
extern const struct conf_row conf_rows[];
extern const struct conf_section conf_sections[];

/* The rules of the rows, and of titles. */
extern const struct conf_rule conf_rule_id, conf_rule_parent, conf_rule_lang,
    conf_rule_filled, conf_rule_http, conf_rule_public, conf_rule_listen,
    conf_rule_path, conf_rule_vkey, conf_rule_kind, conf_rule_question,
    conf_rule_role, conf_rule_source, conf_rule_witness, conf_rule_host,
    conf_rule_address, conf_rule_box_address, conf_rule_date, conf_rule_moment,
    conf_rule_link, conf_rule_short, conf_rule_phone, conf_rule_voice,
    conf_rule_colour, conf_rule_hook, conf_rule_keyword, conf_rule_network;

/*
 * Puts the values of a section's keys (or the defaults of keys that are not
 * there) where the rows say, at base.  0 or -1.
 */
int conf_apply(struct arena *a, const struct conf_node *section, void *base,
    struct err *e);

/* The value fits the rule; or says what is wrong at that node and line. */
int conf_fits(const struct conf_rule *r, const char *value,
    const struct conf_node *n, int line, struct err *e);

/* Fills *c from what the program brings along and from the file. 0 or -1. */
int conf_build(struct arena *a, const struct conf_node *builtin,
    const struct conf_node *file, struct conf *c, struct err *e);

/* Rules between several values, asked as each part is built. 0 or -1. */
int conf_check_languages(
    const struct conf *c, const struct conf_node *root, struct err *e);
int conf_check_text(const struct conf *c, size_t text,
    const struct conf_node *key, struct err *e);
int conf_check_complete(
    const struct conf *c, const struct conf_node *root, struct err *e);
int conf_check_region(
    const struct conf *c, const struct conf_node *region, struct err *e);
int conf_check_style(
    const struct conf *c, const struct conf_node *root, struct err *e);
int conf_check_listen(
    const struct conf *c, const struct conf_node *root, struct err *e);
int conf_check_short_codes(
    const struct conf *c, const struct conf_node *tree, struct err *e);
int conf_check_box(const struct conf *c, const struct conf_box *box,
    const struct conf_node *n, bool builtin, struct err *e);
int conf_check_question(
    const struct conf_question *q, const struct conf_node *n, struct err *e);
int conf_check_line(const struct conf *c, const struct conf_line *l,
    const struct conf_node *n, struct err *e);
int conf_check_desk(
    const struct conf_desk *d, const struct conf_node *n, struct err *e);
int conf_check_theme(
    const struct conf_theme *t, const struct conf_node *n, struct err *e);
int conf_check_concept(
    const struct conf_concept *c, const struct conf_node *n, struct err *e);
int conf_check_point(const struct conf *c, const struct conf_point *p,
    const struct conf_node *n, struct err *e);

#endif
