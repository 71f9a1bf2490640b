/*
 * conf_table.c - the one list of settings, read twice: as rows for people
 * (conf_settings) and as rows for the code (conf_rows).
 */
#include "conf_table.h"

#include "gehoor/record.h"

#define STRING(x) #x
#define NUM(section, type, name, low, high, initial, help) \
	ROW(section, type, name, KIND_NUMBER, \
	    "number " STRING(low) "-" STRING(high), NULL, low, high, #initial, \
	    help)
#define RATE(section, type, name, initial, help) \
	ROW(section, type, name, KIND_RATE, "number 0.001-1000000", NULL, 1, \
	    1000000000, initial, help)

static const struct conf_setting settings[] = {
#define ROW(section, type, name, kind, text, rule, low, high, initial, help) \
	{ section, #name, text, initial, help },
#include "conf_settings.def"
#undef ROW
	{ "lang", "KEY", "text", "", "Replaces one text of that language." },
};

const struct conf_row conf_rows[] = {
#define ROW(section, type, name, kind, text, rule, low, high, initial, help) \
	{ section, #name, kind, rule, low, high, offsetof(struct type, name), \
		initial },
#include "conf_settings.def"
#undef ROW
	{ NULL, NULL, KIND_TEXT, NULL, 0, 0, 0, NULL }
};

const struct conf_section conf_sections[] = {
	{ "box", "", 64 },
	{ "question", "box", RECORD_MAX_ANSWERS },
	{ "option", "question", RECORD_MAX_VALUES },
	{ "line", "", 256 },
	{ "desk", "", 64 },
	{ "region", "", 256 },
	{ "lang", "", 64 },
	{ "theme", "", 64 },
	{ "concept", "", 512 },
	{ "framework", "", 8 },
	{ "point", "framework", 32 },
	{ NULL, NULL, 0 },
};

const struct conf_setting *
conf_settings(size_t *n)
{
	*n = sizeof(settings) / sizeof(settings[0]);
	return settings;
}
