/*
 * gauge_axes.h - what is measured of a message: one list for the model's
 * file, the trainer, the gauger and its tests.
 *
 * An output above 0 says yes.  The scales are steps: weight 2 is "at least
 * 1" and "at least 2".
 */
#ifndef GAUGE_AXES_H
#define GAUGE_AXES_H

#define GAUGE_OUTPUTS(X) \
	X(POS, "pos") \
	X(NEG, "neg") \
	X(MIX, "mix") \
	X(NEU, "neu") \
	X(WEIGHT1, "weight1") \
	X(WEIGHT2, "weight2") \
	X(WEIGHT3, "weight3") \
	X(TONE1, "tone1") \
	X(TONE2, "tone2") \
	X(TONE3, "tone3") \
	X(ZELF, "zelf") \
	X(GEWELD, "geweld") \
	X(SEKSUEEL, "seksueel") \
	X(WEG, "weg") \
	X(KIND, "kind") \
	X(DANGER, "danger") \
	X(SPAM, "spam")

enum gauge_output {
#define X(id, name) GAUGE_##id,
	GAUGE_OUTPUTS(X)
#undef X
	    GAUGE_OUTPUT_COUNT
};

#define GAUGE_DANGERS (GAUGE_DANGER - GAUGE_ZELF)

/* Names in the order of the enum (gauge_model.c). */
extern const char *const gauge_output_names[GAUGE_OUTPUT_COUNT];

#endif
