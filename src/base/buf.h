/*
 * buf.h - one growing buffer with a limit and a sticky error.
 *
 * The limit is set at the start and checked before memory is asked for. After a failure
 * appends do nothing and chy_buf_ok is false; it is reported once, at the end, by
 * chy_buf_finish. A zeroed struct is an empty buffer with no limit, and chy_buf_done takes it.
 */
#ifndef CHY_BUF_H
#define CHY_BUF_H

#include "base/error.h"

struct chy_buf {
    uint8_t *ptr;
    size_t len, cap, limit; /* bytes; limit 0: none */
    bool failed, over;      /* over: it failed at the limit, not for want of memory */
    bool secret; /* in locked memory; wiped when it grows, when cleared and when done;
                    never taken */
};

/* In memory there is always room for one more byte than cap, so that a NUL can end the text. */
void chy_buf_init(struct chy_buf *buf, size_t limit);
void chy_buf_done(struct chy_buf *buf);
/* Length 0, memory and limit kept, failure forgotten. */
void chy_buf_clear(struct chy_buf *buf);

void chy_buf_add(struct chy_buf *buf, const void *ptr, size_t len);
void chy_buf_span(struct chy_buf *buf, chancery_span span);
void chy_buf_str(struct chy_buf *buf, const char *s);
void chy_buf_byte(struct chy_buf *buf, uint8_t byte);
void chy_buf_printf(struct chy_buf *buf, const char *format, ...) CHY_PRINTF(2, 3);
void chy_buf_vprintf(struct chy_buf *buf, const char *format, va_list args) CHY_PRINTF(2, 0);
/* len bytes appended, to be written by the caller; NULL after a failure. */
uint8_t *chy_buf_reserve(struct chy_buf *buf, size_t len);

/* Text from outside, made safe for a terminal or a message: valid printable UTF-8 as it is;
 * controls, DEL, C1, bidirectional and other invisible characters, ill-formed bytes as \xHH
 * or \u{HHHH}; LF as \n. */
void chy_buf_escaped(struct chy_buf *buf, chancery_span span);

/* chy_buf_add of a few bytes, inline where there is room. */
static inline void chy_buf_short(struct chy_buf *buf, const uint8_t *ptr, size_t len)
{
    if (buf->failed || len > buf->cap - buf->len || len > 16) {
        chy_buf_add(buf, ptr, len);
        return;
    }
    for (size_t i = 0; i < len; i++)
        buf->ptr[buf->len + i] = ptr[i];
    buf->len += len;
}

static inline bool chy_buf_ok(const struct chy_buf *buf)
{
    return !buf->failed;
}

static inline chancery_span chy_buf_view(const struct chy_buf *buf)
{
    return (chancery_span){buf->ptr, buf->len};
}

/* False, with CHANCERY_E_LIMIT or _MEMORY set, if any append failed. */
CHY_MUST_USE bool chy_buf_finish(const struct chy_buf *buf, chancery_error *error);

/* Moves the bytes out as a NUL-terminated string (the caller frees with chancery_free); the
 * buffer is empty after. NULL with the error set on failure. */
char *chy_buf_take(struct chy_buf *buf, size_t *len, chancery_error *error);

/* Growing arrays of any struct: grows *items (of item_size bytes each) so that one more fits,
 * doubling; false with CHANCERY_E_LIMIT past max items or CHANCERY_E_MEMORY. New room is
 * zeroed. */
CHY_MUST_USE bool chy_grow(void *items_ptr, size_t *cap, size_t count, size_t item_size,
                           size_t max, const char *what, chancery_error *error);

/* A NUL-terminated copy; NULL with CHANCERY_E_MEMORY. */
char *chy_dup(chancery_span span, chancery_error *error);
/* printf to a new string; NULL with CHANCERY_E_MEMORY. */
char *chy_dupf(chancery_error *error, const char *format, ...) CHY_PRINTF(2, 3);
/* The span escaped as chy_buf_escaped does, at most about 200 bytes of it, then an ellipsis. */
void chy_buf_esc(struct chy_buf *buf, chancery_span span);
/* The same, freed with chancery_free. NULL if memory is short. */
char *chy_esc(chancery_span span);

#endif
