/*
 * passphrase.c - a secret that a person knows, typed without an echo or
 * taken from a file; never from an argument or the environment.
 */
#include "passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "gehoor/conf.h"
#include "gehoor/crypto.h"

#define TERMINAL "/dev/tty"
#define INTERRUPT 3 /* what Control-C sends then */

static int
from_file(const char *file, struct buf *out, struct err *e)
{
	struct buf text = BUF_INIT;
	size_t n = 0;
	int ret = -1;

	if (conf_read_file(file, PASSPHRASE_MAX, true, &text, e) == -1)
		goto cleanup;
	while (n < text.len && text.data[n] != '\n' && text.data[n] != '\0')
		n++;
	if (n > 0 && text.data[n - 1] == '\r')
		n--;
	if (n == 0) {
		err_set(e, "%s: the first line holds no passphrase", file);
		goto cleanup;
	}
	buf_add(out, text.data, n);
	ret = out->failed ? err_set(e, "no memory") : 0;
cleanup:
	buf_free(&text);
	return ret;
}

/*
 * Reads one line from the terminal without stdio, which keeps copies.  Signals
 * of the keyboard are off meanwhile, so that none can leave it without echo.
 */
static int
read_line(int fd, struct buf *out, struct err *e)
{
	ssize_t n;
	char c;

	for (;;) {
		n = read(fd, &c, 1);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_sys(e, "%s", TERMINAL);
		if (n == 0 || c == '\n')
			break;
		if (c == INTERRUPT)
			return err_set(e, "interrupted");
		buf_addc(out, c);
	}
	crypto_wipe(&c, sizeof(c));
	if (out->failed)
		return err_set(
		    e, "a passphrase has at most %d bytes", PASSPHRASE_MAX);
	return 0;
}

/* Asks once, with the echo switched off until the line is read. */
static int
ask(int fd, const char *prompt, struct buf *out, struct err *e)
{
	struct termios before, silent;
	int ret;

	if (tcgetattr(fd, &before) == -1)
		return err_sys(e, "%s", TERMINAL);
	silent = before;
	silent.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
	silent.c_lflag |= ECHONL;
	if (tcsetattr(fd, TCSAFLUSH, &silent) == -1)
		return err_sys(e, "%s", TERMINAL);
	ret = write(fd, prompt, strlen(prompt)) == -1
	    ? err_sys(e, "%s", TERMINAL)
	    : read_line(fd, out, e);
	tcsetattr(fd, TCSAFLUSH, &before);
	return ret;
}

static int
ask_again(int fd, const struct buf *first, struct err *e)
{
	struct buf again = BUF_INIT;
	int ret;

	again.max = PASSPHRASE_MAX;
	ret = ask(fd, "The same passphrase again: ", &again, e);
	if (ret == 0 &&
	    (again.len != first->len ||
		!crypto_equal(again.data, first->data, again.len)))
		ret = err_set(e, "the two passphrases differ; nothing is made");
	buf_free(&again);
	return ret;
}

static int
from_terminal(bool is_new, struct buf *out, struct err *e)
{
	int fd = open(TERMINAL, O_RDWR | O_NOCTTY | O_CLOEXEC);
	int ret;

	if (fd == -1)
		return err_set(e,
		    "there is no terminal to ask for a "
		    "passphrase; use --passphrase-file FILE%s",
		    is_new ? " or --no-passphrase" : "");
	ret = ask(fd,
	    is_new ? "New passphrase for the reader secret: "
		   : "Passphrase of the reader secret: ",
	    out, e);
	if (ret == 0 && out->len == 0)
		ret = err_set(e, "the passphrase is empty");
	if (ret == 0 && is_new)
		ret = ask_again(fd, out, e);
	close(fd);
	return ret;
}

int
passphrase_get(const char *file, bool is_new, struct buf *out, struct err *e)
{
	out->max = PASSPHRASE_MAX;
	if (file != NULL)
		return from_file(file, out, e);
	return from_terminal(is_new, out, e);
}
