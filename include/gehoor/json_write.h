/*
 * json_write.h - the small JSON writer (RFC 8259).  Commas are put by the
 * writer; strings must be UTF-8 and are escaped.
 */
#ifndef GEHOOR_JSON_WRITE_H
#define GEHOOR_JSON_WRITE_H

#include "gehoor/buf.h"
#include "gehoor/bytes.h"

/* Not "json_string": jansson has a function of that name. */
void json_text(struct buf *b, struct str s);

/*
 * Members: each puts a comma before itself where one is needed.  Keys are
 * names of ours, in which nothing has to be escaped.
 */
void json_open(struct buf *b, char bracket);   /* '{' or '[' */
void json_close(struct buf *b, char bracket);  /* '}' or ']' */
void json_key(struct buf *b, const char *key); /* ,"key": */
void json_member(struct buf *b, const char *key, struct str value);
void json_member_int(struct buf *b, const char *key, int64_t value);
void json_member_bool(struct buf *b, const char *key, bool value);
void json_item(struct buf *b, struct str value); /* in an array */

#endif
