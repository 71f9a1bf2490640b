/*
 * ask.c - a question to gehoord over its admin socket, with libcurl.
 */
#include "ask.h"

#include <curl/curl.h>

#define ASK_SECONDS 30L

static size_t
take(char *p, size_t size, size_t n, void *arg)
{
	struct buf *out = arg;

	(void)size; /* always 1 */
	buf_add(out, p, n);
	return out->failed || out->len > ASK_MAX ? 0 : n;
}

static CURL *
handle(const char *socket, const char *url, struct str body, struct buf *out)
{
	CURL *c = curl_easy_init();

	if (c == NULL)
		return NULL;
	curl_easy_setopt(c, CURLOPT_UNIX_SOCKET_PATH, socket);
	curl_easy_setopt(c, CURLOPT_URL, url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http");
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, ASK_SECONDS);
	curl_easy_setopt(c, CURLOPT_POST, 1L);
	curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.n);
	curl_easy_setopt(c, CURLOPT_POSTFIELDS, body.n == 0 ? "" : body.p);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, out);
	return c;
}

static long
perform(CURL *c, const char *socket, struct curl_slist *fields, struct err *e)
{
	long status = -1;
	CURLcode rc;

	curl_easy_setopt(c, CURLOPT_HTTPHEADER, fields);
	rc = curl_easy_perform(c);
	if (rc != CURLE_OK) {
		err_set(e, "gehoord does not answer at %.300s: %s", socket,
		    curl_easy_strerror(rc));
		return -1;
	}
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

long
ask_post(const char *socket, const char *path, const char *type,
    struct str body, struct buf *out, struct err *e)
{
	struct buf url = BUF_INIT, field = BUF_INIT;
	struct curl_slist *fields = NULL;
	CURL *c = NULL;
	long status = -1;

	buf_addf(&url, "http://localhost%s", path);
	buf_addf(&field, "Content-Type: %s", type);
	if (buf_cstr(&url) != NULL && buf_cstr(&field) != NULL) {
		fields = curl_slist_append(NULL, buf_cstr(&field));
		c = handle(socket, buf_cstr(&url), body, out);
	}
	if (c == NULL || fields == NULL)
		err_set(e, "no memory");
	else
		status = perform(c, socket, fields, e);
	curl_easy_cleanup(c);
	curl_slist_free_all(fields);
	buf_free(&url);
	buf_free(&field);
	return status;
}
