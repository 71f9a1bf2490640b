/*
 * sms_sort.h - what a text message is for: a story, or something to be done.
 *
 * A pure function of the configuration and the message.
 */
#ifndef SMS_SORT_H
#define SMS_SORT_H

#include "gateway/sms.h"
#include "gehoor/code.h"
#include "gehoor/conf.h"

enum sms_kind {
	SMS_STORY,
	SMS_NOTHING, /* empty */
	SMS_KEYWORD, /* a keyword and nothing else */
	SMS_STOP,    /* wants no answers; nothing is kept */
	SMS_STATUS,  /* asks what became of the code */
	SMS_HELP     /* asks that with a code that cannot be one, or none */
};

struct sms_sorted {
	enum sms_kind kind;
	struct str text; /* of a story, without the keyword; borrowed */
	const char *box; /* where it goes */
	struct code code;
};

/*
 * Only whole messages are orders: "stop met bellen" is a story.  The parts of
 * a long text are all for the line's own box, since a keyword stands in one of
 * them only.
 */
void sms_sort(const struct conf *c, const struct conf_line *l,
    const struct sms *m, struct sms_sorted *out);

#endif
