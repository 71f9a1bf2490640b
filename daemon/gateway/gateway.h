/*
 * gateway.h - the SMS gateways whose hooks are understood: one struct for
 * each, one table of them (gateways.c).
 *
 * Everything here is pure: a request goes in, messages or an answer come out.
 * How a request is signed is scheme.h.
 */
#ifndef GATEWAY_H
#define GATEWAY_H

#include "request.h"
#include "sample.h"
#include "scheme.h"
#include "sms.h"

enum gateway_verdict {
	GATEWAY_MESSAGE,
	GATEWAY_IGNORE, /* some other event: acknowledge and forget */
	GATEWAY_BAD     /* not understood: 400 */
};

/* Names in a form, or paths in JSON ("payload.message"); each list ends with
 * NULL, and the first that is there counts. */
#define GATEWAY_NAMES 6
struct gateway_names {
	const char *from[GATEWAY_NAMES], *to[GATEWAY_NAMES],
	    *text[GATEWAY_NAMES], *id[GATEWAY_NAMES], *time[GATEWAY_NAMES];
	/* JSON: what one of these must be, where it is there at all. */
	const char *event[GATEWAY_NAMES], *event_is;
	bool event_needed;
	const char *list; /* JSON: of the array of messages, if it is one */
	bool complete;    /* form: sender and id are always there */
};

struct gateway;
extern const struct gateway gateway_twilio, gateway_messagebird,
    gateway_bird_notifications, gateway_bird, gateway_cm, gateway_vonage,
    gateway_vonage_messages, gateway_spryng, gateway_infobip, gateway_sinch,
    gateway_plivo, gateway_46elks, gateway_kannel, gateway_jasmin,
    gateway_playsms, gateway_smssync, gateway_android, gateway_httpsms,
    gateway_targetsms, gateway_gammu, gateway_smstools;

struct gateway {
	const char *name;
	bool get, post; /* methods */
	/* Its own schemes, the default first; ends with NULL.  Those that
	 * are not local also take basic, path and none. */
	const struct scheme *schemes[6];
	struct gateway_names names;
	/* Adds what it holds to the list, also where it is ignored. */
	enum gateway_verdict (*read)(const struct gateway *g,
	    const struct gateway_request *r, struct sms_list *out);
	/* The body of the answer, always 200; reply is empty for silence. */
	void (*answer)(struct buf *b, const struct sms *m, struct str reply);
	const char *answer_type; /* media type, a constant */
	bool replies;            /* the answer can carry a reply */
	/* Fills in an unsigned request that holds a message. */
	void (*sample)(const struct gateway *g, struct gateway_sample *s,
	    const struct sample_text *t);
};

/* The gateway of that name, or NULL; the n-th, or NULL behind the last. */
const struct gateway *gateway_find(const char *name);
const struct gateway *gateway_at(size_t n);

/* Adds all names, with commas between, for a message. */
void gateway_list(struct buf *b);

/* The scheme of that name that g takes ("": its first); NULL: none is. */
const struct scheme *gateway_scheme(const struct gateway *g, const char *name);
void gateway_list_schemes(const struct gateway *g, struct buf *b);

/* gateway_read.c: the two ways most of them are read in. */
enum gateway_verdict gateway_read_form(const struct gateway *g,
    const struct gateway_request *r, struct sms_list *out);
enum gateway_verdict gateway_read_json(const struct gateway *g,
    const struct gateway_request *r, struct sms_list *out);

/*
 * From, to, id and time of a form or query; NULL after setting failed.  The
 * text is for the caller.
 */
struct sms *gateway_read_names(
    const struct gateway *g, const struct pairs *p, struct sms_list *out);

/* gateway_answer.c: silence, the words as they are, and two kinds of XML. */
void gateway_answer_none(struct buf *b, const struct sms *m, struct str reply);
void gateway_answer_text(struct buf *b, const struct sms *m, struct str reply);
void gateway_answer_twiml(struct buf *b, const struct sms *m, struct str reply);
void gateway_answer_plivo(struct buf *b, const struct sms *m, struct str reply);

/* The types of those, and of JSON. */
extern const char gateway_type_text[], gateway_type_xml[], gateway_type_plivo[],
    gateway_type_json[];

/* gateway_sample.c: samples by the first of the names. */
void gateway_sample_form(const struct gateway *g, struct gateway_sample *s,
    const struct sample_text *t);
void gateway_sample_query(const struct gateway *g, struct gateway_sample *s,
    const struct sample_text *t);
void gateway_sample_json(const struct gateway *g, struct gateway_sample *s,
    const struct sample_text *t);

#endif
