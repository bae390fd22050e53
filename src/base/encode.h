/*
 * encode.h - hexadecimal and base64 (RFC 4648).
 */
#ifndef CHY_ENCODE_H
#define CHY_ENCODE_H

#include "base/buf.h"

/* Lowercase hex. out has room for 2*len + 1 bytes and is NUL-terminated. */
void chy_hex(char *out, const void *ptr, size_t len);
void chy_buf_hex(struct chy_buf *buf, const void *ptr, size_t len);

/* Without leading zeros; printf takes a quarter of the time of an entry of a log. */
void chy_buf_decimal(struct chy_buf *buf, uint64_t number);
/* Exactly 2*len lowercase hex digits into len bytes; false otherwise (nothing set). */
CHY_MUST_USE bool chy_unhex(void *out, size_t len, chancery_span hex);

/* Standard alphabet, padded. */
void chy_buf_base64(struct chy_buf *buf, const void *ptr, size_t len);

/* Either alphabet, unmixed; padding optional but right where present; unused bits zero; no
 * white space. Appends to out; false (nothing set but out's own failure) if it is not so. */
CHY_MUST_USE bool chy_unbase64(struct chy_buf *out, chancery_span text);

#endif
