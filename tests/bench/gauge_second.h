/*
 * gauge_second.h - learns the second layer of the gauge: how the outputs of
 * the first weigh against each other.
 */
#ifndef GAUGE_SECOND_H
#define GAUGE_SECOND_H

#include <stdbool.h>
#include <stdio.h>

#include "tools/gauge_sum.h"

struct second_row {
	float inputs[GAUGE_INPUTS];
	bool label[GAUGE_OUTPUT_COUNT];
};

/* Learns from rows, and prints it as in conf/gauge/model.conf. */
void second_print(const struct second_row *rows, size_t n, FILE *out);

#endif
