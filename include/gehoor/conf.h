/*
 * conf.h - gehoor.conf, read by both programs.
 *
 * libconfuse only parses.  The typed tables of settings (conf_table.c: name,
 * type, range, default, help) check every value and name the remedy; they
 * also make "gehoord -nv" and are compared with the manual page by a test.
 *
 * Before the file itself the embedded defaults are read (conf/boxes,
 * conf/lang and conf/themes as compiled in); a section of the same name in the file
 * overrides the embedded one key by key (texts), or as a whole (boxes:
 * embedded boxes exist only if the file defines none; themes likewise).
 */
#ifndef GEHOOR_CONF_H
#define GEHOOR_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/buf.h"
#include "gehoor/err.h"
#include "gehoor/seal.h"
#include "gehoor/texts.h"

struct conf_list {
	char **items;
	size_t n;
};

/* How Dutch pages address people; a box may leave it to the site. */
enum address { ADDRESS_SITE, ADDRESS_JE, ADDRESS_U };

enum box_kind { BOX_FEEDBACK, BOX_LINE, BOX_INSPECTION, BOX_TABLE };
enum question_type {
	QUESTION_TEXT,
	QUESTION_CHOICE,
	QUESTION_SEVERAL,
	QUESTION_SCALE
};

/* "nl:Lijn van ongenoegen": words by language. */
struct conf_words {
	char **lang;
	char **text;
	size_t n;
};

struct conf_option {
	char *id;
	struct conf_words label;
};

struct conf_region {
	char *id;
	struct conf_words label;
	char *parent; /* what it is a part of, or empty: the whole */
};

struct conf_question {
	char *id; /* field q.ID of the form */
	enum question_type type;
	struct conf_words label;
	struct conf_option *options;
	size_t noptions;
};

struct conf_box {
	char *name;
	enum box_kind kind;
	struct conf_words title;
	struct conf_words intro; /* may be empty */
	struct reader *readers;
	size_t nreaders;
	bool single_reader;
	int retention_weeks;
	bool ask_region, ask_who, ask_wish, ask_publish;
	double rate; /* messages a second of this box's bucket */
	int burst;
	bool public_log;          /* checkpoints and tiles are served */
	struct conf_words target; /* may be empty */
	char *closes;             /* moment.h, or empty */
	char *short_code;         /* route /CODE, or empty */
	bool listed;
	enum address form_of_address;
	struct conf_question *questions;
	size_t nquestions;
};

struct conf_line {
	char *name;    /* route /sms/NAME */
	char *gateway; /* a name of the daemon's table */
	char *scheme;  /* how it signs, or empty: its usual way */
	char *secret_file;
	char *box;
	char *lang;
	char *url;                 /* public URL as entered at the gateway */
	struct conf_list keywords; /* "WORD:BOX" */
	struct conf_list sources;  /* networks of the gateway, or none */
	bool reply;
	char *reply_text;  /* or empty: of the language */
	bool reply_danger; /* says whom to call in danger */
	int replies_a_day; /* to one phone */
	char *number;      /* as people read it, or empty */
	char *file;        /* where it was defined, for messages */
	int line;
};

/* A desk that may sign: an office, and the roles its people have. */
struct conf_desk {
	char *id;
	char *key; /* vkey */
	struct conf_list roles;
};

/* The roles people have at a desk, in a fixed order; ends with NULL. */
extern const char *const conf_roles[];

struct conf_lang {
	char *code;               /* "nl" */
	char *texts[TEXT_COUNT];  /* never NULL after conf_load */
	char *polite[TEXT_COUNT]; /* the same where people are called "u" */
	bool has_polite;          /* any of them differs */
};

struct conf_theme {
	char *id;
	struct conf_words label;
	struct conf_words need; /* one sentence for the report */
	struct conf_list terms;
};

/* Words that say one thing; "<ID>" in a term, and known to the model. */
struct conf_concept {
	char *id;
	struct conf_list words;
};

/* One of an organisation's own points; themes may be none: not used yet. */
struct conf_point {
	char *id; /* found once, whatever the framework */
	struct conf_words title;
	struct conf_list themes; /* ids of themes that are defined */
};

/* A second way to look at messages: the points an organisation works with. */
struct conf_framework {
	char *id;
	struct conf_words title;
	struct conf_point *points;
	size_t npoints;
};

struct conf {
	char *file;
	char *organisation;
	char *state;
	char *runtime;
	struct conf_list listen;
	char *admin;
	char *sign_key;            /* file with the signing key (daemon) */
	struct conf_list log_keys; /* vkeys that sign the log (tools) */
	char *pepper;
	char *reader_key; /* file with the reader secret (tools) */
	char *database;
	struct conf_list languages;
	struct conf_list regions;         /* ids */
	struct conf_region *region_words; /* one for each region */
	size_t nregion_words;
	char *exit_url;   /* where /weg leads */
	char *public_url; /* or empty; no trailing slash */
	int max_connections;
	int max_body; /* bytes */
	int queue;    /* messages waiting for the disk */
	double rate;  /* messages a second in all */
	int burst;
	int segment_mib;
	int segment_weeks;
	int batch_ms; /* longest wait to gather a batch, 0 none */
	int checkpoint_weeks;
	int publish_hour; /* 0 to 23, in Europe/Amsterdam */
	double code_rate; /* codes looked up a second */
	int code_burst;
	struct conf_list logs;         /* "NAME:DIRECTORY", or none: state */
	char *desk_key;                /* file with the desk's key, or empty */
	char *witness;                 /* directory, never empty */
	struct conf_list witness_keys; /* vkeys of witnesses */
	char *tls_certificate;         /* files, or empty */
	char *tls_key;
	struct conf_list hosts; /* small letters */
	char *onion_url;        /* or empty */
	bool allow_forwarded;
	int network_connections; /* 0: no limit */
	int buffer_mib;
	enum address form_of_address; /* never ADDRESS_SITE */
	char *help_checked;           /* moment.h */
	char *complaint_url;          /* or empty */
	struct conf_list style_ground, style_card, style_text, style_muted,
	    style_line, style_accent, style_error,
	    style_notice;  /* light and dark, "#rrggbb" */
	char *theme_model; /* file, or empty: the one built in */
	char *gauge_words; /* file, or empty: none */
	struct conf_desk *desks;
	size_t ndesks;
	struct conf_box *boxes;
	size_t nboxes;
	struct conf_line *lines;
	size_t nlines;
	struct conf_lang *langs; /* one for each of languages, same order */
	size_t nlangs;
	struct conf_theme *themes;
	size_t nthemes;
	struct conf_concept *concepts;
	size_t nconcepts;
	struct conf_framework *frameworks;
	size_t nframeworks;
};

/*
 * Reads the file (or only the embedded defaults when path is NULL) and all
 * it includes.  0; or -1 with one line: "FILE:LINE: KEY: what is wrong (value
 * "…"); what would be right".  Main thread only (libconfuse).
 */
int conf_load(const char *path, struct conf **out, struct err *e);

/*
 * A box written in a file must have readers; the embedded boxes have none, so
 * that tools work without a file.  Who collects (gehoord) asks here whether
 * every box can be read by somebody. 0 or -1.
 */
int conf_check_readers(const struct conf *c, struct err *e);

/* The same from memory, without includes; name stands for the file. */
int conf_parse(const char *text, size_t n, const char *name, struct conf **out,
    struct err *e);

/* All settings in force, in a form that reads back to the same. */
void conf_print(const struct conf *c, struct buf *out);

void conf_free(struct conf **c);

const struct conf_box *conf_box_find(const struct conf *c, struct str name);
const struct conf_lang *conf_lang_find(const struct conf *c, struct str code);
const struct conf_desk *conf_desk_find(const struct conf *c, struct str id);
const struct conf_line *conf_line_find(const struct conf *c, struct str name);
/* What the i-th of regions is a part of; "": the whole. */
const char *conf_region_parent(const struct conf *c, size_t i);
/* A point of any framework. */
const struct conf_point *conf_point_find(const struct conf *c, struct str id);

/* The words in that language, else in the first language there is, else "". */
const char *conf_words_in(const struct conf_words *w, const char *lang);

/*
 * The settings as rows, for help, manual page test and -nv.  section is ""
 * for the top level, else "box", "line", "question" (in a box), "option" (in a
 * question), "desk", "theme", "concept", "framework", "point" (in a
 * framework), "region" or "lang" (one row: KEY stands for any text).
 */
struct conf_setting {
	const char *section;
	const char *name;
	const char *type;    /* "text", "number 1-100", "list", "yes/no", … */
	const char *initial; /* default as it would be written, or "" */
	const char *help;
};
const struct conf_setting *conf_settings(size_t *n);

/*
 * Reads a file of at most max bytes whole (keys, peppers); refuses a file
 * that others may read when secret is set, naming the chmod that helps.  A
 * file directly in $CREDENTIALS_DIRECTORY may be readable by its group.
 */
int conf_read_file(
    const char *path, size_t max, bool secret, struct buf *out, struct err *e);

/*
 * The same of what others may have put into a directory of ours: a regular
 * file only, so that a pipe does not hang us, and none that is too long is
 * begun.
 */
int
conf_read_regular(const char *path, size_t max, struct buf *out, struct err *e);

#endif
