/*
 * gauge_labels.h - the labels of a message as outputs of the gauge.
 */
#ifndef GAUGE_LABELS_H
#define GAUGE_LABELS_H

#include <stdbool.h>
#include <string.h>

#include "tests/bench/messages.h"
#include "tools/gauge_axes.h"

/* The label of a scale, 0 to 3. */
static inline int
gauge_scale(const json_t *m, const char *key)
{
	return (int)json_integer_value(json_object_get(m, key));
}

/* Which outputs should say yes. */
static inline void
gauge_labels(const json_t *m, bool label[GAUGE_OUTPUT_COUNT])
{
	const char *polarity = message_get(m, "polarity");
	const char *danger = message_get(m, "danger");

	for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++) {
		const char *name = gauge_output_names[o];

		label[o] =
		    strcmp(o < GAUGE_WEIGHT0 ? polarity : danger, name) == 0;
	}
	for (int i = 0; i <= 3; i++)
		label[GAUGE_WEIGHT0 + i] = gauge_scale(m, "weight") == i;
	for (int i = 0; i < 3; i++)
		label[GAUGE_TONE1 + i] = gauge_scale(m, "tone") > i;
	label[GAUGE_NONE] = danger[0] == '\0';
	label[GAUGE_SPAM] = json_is_true(json_object_get(m, "spam"));
}

#endif
