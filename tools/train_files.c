/*
 * train_files.c - labelled messages of files on their way into training.
 */
#include "labelled.h"
#include "train.h"

struct reading {
	struct train *train;
	unsigned group;
};

static int
message_cb(struct str text, uint64_t themes, void *arg)
{
	struct reading *r = arg;

	return train_add(r->train, text, themes, r->group);
}

int
train_files(struct train *t, const struct conf *c, char *const *files, size_t n,
    struct err *e)
{
	struct reading r = { t, 0 };
	unsigned next = 0;

	for (size_t i = 0; i < n; i++) {
		bool aside = files[i][0] == '+';

		r.group = aside ? TRAIN_ASIDE : next++;
		if (labelled_read(files[i] + aside, c, message_cb, &r, e) == -1)
			return -1;
	}
	return 0;
}
