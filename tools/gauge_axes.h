/*
 * gauge_axes.h - what is measured of a message: one list for the model's
 * file, the trainer, the gauger and its tests.
 *
 * An axis has classes, of which the largest is meant, or steps: tone 2 is "at
 * least 1" and "at least 2", each with an output above 0.
 */
#ifndef GAUGE_AXES_H
#define GAUGE_AXES_H

#include <stdbool.h>

#define GAUGE_OUTPUTS(X) \
	X(POS, "pos") \
	X(NEG, "neg") \
	X(MIX, "mix") \
	X(NEU, "neu") \
	X(WEIGHT0, "weight0") \
	X(WEIGHT1, "weight1") \
	X(WEIGHT2, "weight2") \
	X(WEIGHT3, "weight3") \
	X(TONE1, "tone1") \
	X(TONE2, "tone2") \
	X(TONE3, "tone3") \
	X(NONE, "none") /* no danger */ \
	X(ZELF, "zelf") \
	X(GEWELD, "geweld") \
	X(SEKSUEEL, "seksueel") \
	X(WEG, "weg") \
	X(KIND, "kind") \
	X(SPAM, "spam")

enum gauge_output {
#define X(id, name) GAUGE_##id,
	GAUGE_OUTPUTS(X)
#undef X
	    GAUGE_OUTPUT_COUNT
};

#define GAUGE_AXES(X) \
	X(POLARITY, POS, 4, false) \
	X(WEIGHT, WEIGHT0, 4, false) \
	X(TONE, TONE1, 3, true) \
	X(DANGER, NONE, 6, false) \
	X(SPAM, SPAM, 1, true)

enum {
#define X(id, first, n, steps) GAUGE_AXIS_##id,
	GAUGE_AXES(X)
#undef X
	    GAUGE_AXIS_COUNT
};

struct gauge_axis {
	int first, n; /* outputs */
	bool steps;
};

#define GAUGE_DANGERS 5

/* In the order of the enums (gauge_model.c). */
extern const char *const gauge_output_names[GAUGE_OUTPUT_COUNT];
extern const struct gauge_axis gauge_axes[GAUGE_AXIS_COUNT];

#endif
