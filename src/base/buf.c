#include "base/buf.h"

#include "base/escape.h"
#include "base/secret.h"
#include "base/span.h"

#include <stdio.h>
#include <stdlib.h>

#define FIRST_CAP 64
#define MOST ((size_t)PTRDIFF_MAX - 1) /* bytes: one more for the final NUL */

void chy_buf_init(struct chy_buf *buf, size_t limit)
{
    *buf = (struct chy_buf){.limit = limit};
}

void chy_buf_done(struct chy_buf *buf)
{
    if (buf->secret)
        chy_secret_free(buf->ptr); /* which wipes it */
    else
        free(buf->ptr);
    *buf = (struct chy_buf){0};
}

void chy_buf_clear(struct chy_buf *buf)
{
    if (buf->secret)
        chy_wipe(buf->ptr, buf->cap);
    buf->len = 0;
    buf->failed = buf->over = false;
}

/* Moves the bytes into cap bytes of new room. realloc would leave a copy of a secret behind, in
 * memory that may be swapped and dumped. */
static bool move(struct chy_buf *buf, size_t cap)
{
    uint8_t *ptr;
    if (buf->secret) {
        ptr = chy_secret_new(cap + 1, NULL);
        if (ptr) {
            if (buf->len > 0)
                memcpy(ptr, buf->ptr, buf->len);
            chy_secret_free(buf->ptr);
        }
    } else {
        ptr = realloc(buf->ptr, cap + 1);
    }
    if (!ptr) {
        buf->failed = true;
        return false;
    }
    buf->ptr = ptr;
    buf->cap = cap;
    return true;
}

static bool make_room(struct chy_buf *buf, size_t len)
{
    if (buf->failed)
        return false;
    size_t max = buf->limit && buf->limit < MOST ? buf->limit : MOST;
    if (len > max || buf->len > max - len) {
        buf->failed = buf->over = true;
        return false;
    }
    size_t need = buf->len + len;
    size_t cap = buf->cap < FIRST_CAP ? FIRST_CAP : buf->cap;
    cap = cap > max / 2 ? max : cap * 2;
    return move(buf, cap < need ? need : cap);
}

/* Room for len more bytes, or a failure noted. What fits is within the limit: cap is. */
static inline bool ensure(struct chy_buf *buf, size_t len)
{
    bool fits = buf->ptr && !buf->failed && len <= buf->cap - buf->len;
    return fits || make_room(buf, len);
}

uint8_t *chy_buf_reserve(struct chy_buf *buf, size_t len)
{
    if (!ensure(buf, len))
        return NULL;
    uint8_t *ptr = buf->ptr + buf->len;
    buf->len += len;
    return ptr;
}

void chy_buf_add(struct chy_buf *buf, const void *ptr, size_t len)
{
    if (len > 0 && ensure(buf, len)) {
        memcpy(buf->ptr + buf->len, ptr, len);
        buf->len += len;
    }
}

void chy_buf_span(struct chy_buf *buf, chancery_span span)
{
    chy_buf_add(buf, span.ptr, span.len);
}

void chy_buf_str(struct chy_buf *buf, const char *s)
{
    chy_buf_add(buf, s, strlen(s));
}

void chy_buf_byte(struct chy_buf *buf, uint8_t byte)
{
    if (ensure(buf, 1))
        buf->ptr[buf->len++] = byte;
}

void chy_buf_vprintf(struct chy_buf *buf, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    if (ensure(buf, 0)) { /* most often it fits into what is there */
        size_t room = buf->cap - buf->len;
        int n = vsnprintf((char *)buf->ptr + buf->len, room + 1, format, args);
        if (n < 0)
            buf->failed = true;
        else if ((size_t)n > room && ensure(buf, (size_t)n))
            vsnprintf((char *)buf->ptr + buf->len, (size_t)n + 1, format, again);
        if (!buf->failed)
            buf->len += (size_t)n;
    }
    va_end(again);
}

void chy_buf_printf(struct chy_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    chy_buf_vprintf(buf, format, args);
    va_end(args);
}

void chy_buf_escaped(struct chy_buf *buf, chancery_span span)
{
    const uint8_t *ptr = span.ptr, *end = span.len > 0 ? ptr + span.len : ptr;
    while (ptr < end && chy_buf_ok(buf)) {
        const uint8_t *run = ptr;
        while (ptr < end && *ptr >= 0x20 && *ptr < 0x7F) /* shown as it is, all at once */
            ptr++;
        chy_buf_add(buf, run, (size_t)(ptr - run));
        if (ptr == end)
            break;
        char escaped[CHY_ESCAPED_MAX];
        struct chy_glyph glyph = chy_glyph_at(ptr, end);
        chy_buf_add(buf, escaped, chy_glyph_escape(escaped, glyph, ptr));
        ptr += glyph.taken;
    }
}

bool chy_buf_finish(const struct chy_buf *buf, chancery_error *error)
{
    if (buf->over) {
        return chy_fail(error, CHANCERY_E_LIMIT,
                        "the result has more than %zu bytes, the limit", buf->limit);
    }
    return buf->failed ? chy_fail_memory(error) : true;
}

char *chy_buf_take(struct chy_buf *buf, size_t *len, chancery_error *error)
{
    ensure(buf, 0);
    if (!chy_buf_finish(buf, error))
        return NULL;
    char *text = (char *)buf->ptr;
    text[buf->len] = '\0';
    if (len)
        *len = buf->len;
    *buf = (struct chy_buf){.limit = buf->limit, .secret = buf->secret};
    return text;
}

bool chy_grow(void *items_ptr, size_t *cap, size_t count, size_t item_size, size_t max,
              const char *what, chancery_error *error)
{
    if (count >= max) {
        return chy_fail(error, CHANCERY_E_LIMIT, "there are more than %zu %s, the limit", max,
                        what);
    }
    if (count < *cap)
        return true;
    size_t more = *cap < 8 ? 8 : *cap > max / 2 ? max : *cap * 2;
    if (more > SIZE_MAX / item_size)
        return chy_fail_memory(error);
    void *items; /* items_ptr is the address of a pointer of any type: copied, not cast */
    memcpy(&items, items_ptr, sizeof items);
    items = realloc(items, more * item_size);
    if (!items)
        return chy_fail_memory(error);
    memset((uint8_t *)items + *cap * item_size, 0, (more - *cap) * item_size);
    memcpy(items_ptr, &items, sizeof items);
    *cap = more;
    return true;
}

char *chy_dup(chancery_span span, chancery_error *error)
{
    char *text = span.len < MOST ? malloc(span.len + 1) : NULL;
    if (!text) {
        chy_fail_memory(error);
        return NULL;
    }
    if (span.len > 0)
        memcpy(text, span.ptr, span.len);
    text[span.len] = '\0';
    return text;
}

char *chy_dupf(chancery_error *error, const char *format, ...)
{
    struct chy_buf buf = {0};
    va_list args;
    va_start(args, format);
    chy_buf_vprintf(&buf, format, args);
    va_end(args);
    char *text = chy_buf_take(&buf, NULL, error);
    chy_buf_done(&buf);
    return text;
}

void chy_buf_esc(struct chy_buf *buf, chancery_span span)
{
    const size_t most = 200;
    size_t len = span.len;
    if (len > most) {
        /* not within a character: back to where one begins */
        for (len = most; len > most - 4 && (span.ptr[len] & 0xC0) == 0x80; len--) {
        }
    }
    chy_buf_escaped(buf, chy_span_sub(span, 0, len));
    if (len < span.len)
        chy_buf_str(buf, "\xE2\x80\xA6");
}

char *chy_esc(chancery_span span)
{
    struct chy_buf buf = {0};
    chy_buf_esc(&buf, span);
    char *text = chy_buf_take(&buf, NULL, NULL);
    chy_buf_done(&buf);
    return text;
}

char *chancery_escape(chancery_span text)
{
    struct chy_buf out = {0};

    chy_buf_escaped(&out, text);
    char *escaped = chy_buf_take(&out, NULL, NULL);
    chy_buf_done(&out);
    return escaped;
}
