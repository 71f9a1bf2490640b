/*
 * output.c - results appear whole or not at all.
 *
 * A regular file is written beside its final name and renamed; a device or a
 * pipe that already stands there is written directly, so that -o /dev/stdout
 * never replaces it.  What the tool itself names is never such a place: there
 * a pipe would only hang it.
 */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sync.h"

/* The permissions a new file would get. */
static mode_t
usual_mode(void)
{
	mode_t mask = umask(077);

	umask(mask);
	return 0666 & ~mask;
}

/* Forgets everything but does not touch the result. */
static void
output_forget(struct output *o)
{
	free(o->path);
	free(o->temporary);
	*o = (struct output){ NULL, NULL, NULL };
}

static int
open_beside(struct output *o, const char *path, struct err *e)
{
	int fd;

	o->path = strdup(path);
	if (o->path == NULL ||
	    asprintf(&o->temporary, "%s.XXXXXX", path) == -1) {
		o->temporary = NULL;
		return err_sys(e, "%s", path);
	}
	fd = mkostemp(o->temporary, O_CLOEXEC);
	if (fd == -1) {
		free(o->temporary);
		o->temporary = NULL;
		return err_sys(e, "cannot write beside %s", path);
	}
	o->file = fdopen(fd, "w");
	if (o->file == NULL || fchmod(fd, usual_mode()) == -1) {
		if (o->file == NULL)
			close(fd);
		return err_sys(e, "%s", o->temporary);
	}
	return 0;
}

int
output_open_file(struct output *o, const char *path, struct err *e)
{
	*o = (struct output){ NULL, NULL, NULL };
	if (open_beside(o, path, e) == 0)
		return 0;
	output_drop(o);
	return -1;
}

int
output_open(struct output *o, const char *path, struct err *e)
{
	struct stat st;

	*o = (struct output){ NULL, NULL, NULL };
	if (path == NULL || strcmp(path, "-") == 0) {
		o->file = stdout;
		return 0;
	}
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return err_sys(e, "%s", path);
	}
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
		o->file = fopen(path, "we");
		return o->file != NULL ? 0 : err_sys(e, "%s", path);
	}
	return output_open_file(o, path, e);
}

static int
output_publish(struct output *o, struct err *e)
{
	FILE *file = o->file;

	if (o->temporary != NULL && fsync(fileno(file)) == -1)
		return err_sys(e, "%s", o->temporary);
	o->file = NULL;
	if (file != stdout && fclose(file) == EOF)
		return err_sys(e, "%s", o->path == NULL ? "output" : o->path);
	if (o->temporary == NULL)
		return 0;
	if (rename(o->temporary, o->path) == -1)
		return err_sys(e, "%s", o->path);
	free(o->temporary);
	o->temporary = NULL;
	return sync_beside(o->path, e);
}

int
output_finish(struct output *o, struct err *e)
{
	int ret;

	if (ferror(o->file) || fflush(o->file) == EOF)
		ret = err_sys(
		    e, "cannot write %s", o->path == NULL ? "output" : o->path);
	else
		ret = output_publish(o, e);
	output_drop(o);
	return ret;
}

void
output_drop(struct output *o)
{
	if (o->file != NULL && o->file != stdout)
		fclose(o->file);
	if (o->temporary != NULL)
		unlink(o->temporary);
	output_forget(o);
}

int
output_write(const char *path, const struct buf *b, struct err *e)
{
	struct output o;

	if (output_open(&o, path, e) == -1)
		return -1;
	fwrite(b->data, 1, b->len, o.file);
	return output_finish(&o, e);
}
