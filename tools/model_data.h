/*
 * model_data.h - the file of the model that "make" trains and compiles in.
 *
 * The tool that trains it is this program without one: there its size is 0.
 */
#ifndef MODEL_DATA_H
#define MODEL_DATA_H

#include "gehoor/bytes.h"

struct str model_data(void);

#endif
