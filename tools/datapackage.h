/*
 * datapackage.h - datapackage.json beside an export: what its columns mean
 * (Frictionless Data Package).
 *
 * One file describes all exports of a directory; an export adds or replaces
 * its own entry.  A datapackage.json that is not ours is never touched.
 */
#ifndef DATAPACKAGE_H
#define DATAPACKAGE_H

#include "export_write.h"

struct datapackage;

/* What is exported. */
struct datapackage_of {
	const char *file;
	const struct export_format *format;
	const struct csv_dialect *dialect; /* NULL: it has none */
	const char *organisation;          /* whose figures they are */
	size_t rows;
};

/*
 * Reads what stands beside the file, and puts in the entry of the file.
 * 0; or -1, then nothing may be written.
 */
int datapackage_new(
    const struct datapackage_of *of, struct datapackage **out, struct err *e);

/* Writes it, with the length and the hash of the file as it is now. 0 or -1. */
int datapackage_write(struct datapackage *p, struct err *e);

void datapackage_free(struct datapackage **p);

#endif
