/*
 * fetch.c - small files over HTTP, with libcurl.
 */
#include "fetch.h"

#include <stdlib.h>

#include <curl/curl.h>

#define CONNECT_SECONDS 10L
#define TOTAL_SECONDS 30L
#define SLOWEST 100L /* bytes a second, for ten seconds */

struct fetch {
	CURL *curl;
	struct buf *out;
	size_t max, got;
};

static size_t
take(char *p, size_t size, size_t n, void *arg)
{
	struct fetch *f = arg;

	(void)size; /* always 1 */
	f->got += n;
	if (f->got > f->max)
		return 0;
	buf_add(f->out, p, n);
	return f->out->failed ? 0 : n;
}

struct fetch *
fetch_new(void)
{
	struct fetch *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return NULL;
	f->curl = curl_easy_init();
	if (f->curl == NULL) {
		free(f);
		return NULL;
	}
	curl_easy_setopt(f->curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(f->curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(f->curl, CURLOPT_USERAGENT, "gehoor");
	curl_easy_setopt(f->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(f->curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(f->curl, CURLOPT_TIMEOUT, TOTAL_SECONDS);
	curl_easy_setopt(f->curl, CURLOPT_LOW_SPEED_LIMIT, SLOWEST);
	curl_easy_setopt(f->curl, CURLOPT_LOW_SPEED_TIME, 10L);
	curl_easy_setopt(f->curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(f->curl, CURLOPT_WRITEDATA, f);
	return f;
}

void
fetch_free(struct fetch **f)
{
	if (*f == NULL)
		return;
	curl_easy_cleanup((*f)->curl);
	free(*f);
	*f = NULL;
}

int
fetch_get(struct fetch *f, const char *url, size_t max, struct buf *out,
    struct err *e)
{
	long status = 0;
	CURLcode rc;

	f->out = out;
	f->max = max;
	f->got = 0;
	curl_easy_setopt(f->curl, CURLOPT_URL, url);
	rc = curl_easy_perform(f->curl);
	if (rc == CURLE_WRITE_ERROR && f->got > f->max)
		return err_set(e, "%.300s: more than %zu bytes", url, max);
	if (rc != CURLE_OK)
		return err_set(e, "%.300s: %s", url, curl_easy_strerror(rc));
	curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &status);
	if (status == 404)
		return 1;
	return status == 200
	    ? 0
	    : err_set(e, "%.300s: answered with status %ld", url, status);
}
