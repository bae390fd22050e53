/*
 * pen.h - what writes a report for people, in colours or without.
 */
#ifndef CHY_PEN_H
#define CHY_PEN_H

#include "base/buf.h"
#include "base/span.h"

struct chy_pen {
    struct chy_buf out;
    bool color;
};

/* The code of an ANSI style: "1" bold, "0" back to none. */
static inline void chy_pen_style(struct chy_pen *pen, const char *code)
{
    if (pen->color)
        chy_buf_printf(&pen->out, "\033[%sm", code);
}

/* What stands before name number `index` of so many: "A, B and C". */
static inline void chy_pen_separator(struct chy_pen *pen, size_t index, size_t count)
{
    chy_buf_str(&pen->out, index == 0 ? "" : index + 1 == count ? " and " : ", ");
}

/* Text that came from outside. */
static inline void chy_pen_text(struct chy_pen *pen, const char *text)
{
    chy_buf_escaped(&pen->out, chy_span_str(text));
}

#endif
