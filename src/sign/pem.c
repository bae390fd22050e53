/*
 * pem.c - one PEM block (RFC 7468): spec/keys.md, rules K1 to K4.
 */
#include "sign/pem.h"

#include "base/encode.h"

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The next line without its line end and trailing blanks. */
static bool next_line(chancery_span *line, chancery_span *rest)
{
    if (!chy_span_line(line, rest))
        return false;
    while (line->len > 0 && is_blank(line->ptr[line->len - 1]))
        line->len--;
    return true;
}

/* Is the line "-----BEGIN LABEL-----" (or END)? */
static bool is_boundary(chancery_span *label, chancery_span line, chancery_span start)
{
    const chancery_span dashes = CHY_LITERAL("-----");
    if (line.len < start.len + dashes.len || !chy_span_starts(line, start) ||
        !chy_span_ends(line, dashes))
        return false;
    *label = chy_span_sub(line, start.len, line.len - start.len - dashes.len);
    return true;
}

static bool is_begin(chancery_span *label, chancery_span line)
{
    return is_boundary(label, line, CHY_LITERAL("-----BEGIN "));
}

bool chy_pem_find(chancery_span *label, chancery_span *rest, chancery_span text)
{
    chancery_span line;
    *rest = text;
    while (next_line(&line, rest)) {
        if (is_begin(label, line))
            return true;
    }
    return false;
}

static bool is_base64(uint8_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           c == '+' || c == '/' || c == '=';
}

/* Gathers one line's characters. PEM knows the standard alphabet only. */
static bool add_line(struct chy_buf *base64, chancery_span line, chancery_error *error)
{
    for (size_t i = 0; i < line.len; i++) {
        if (is_blank(line.ptr[i]))
            continue;
        if (!is_base64(line.ptr[i]))
            return chy_fail(
                error, CHANCERY_E_KEY,
                "between its BEGIN and END lines the key file holds a character that "
                "is not base64");
        chy_buf_byte(base64, line.ptr[i]);
    }
    return true;
}

/* Gathers the characters up to the END line of the same label; *rest moves past it. */
static bool gather(struct chy_buf *base64, chancery_span label, chancery_span *rest,
                   chancery_error *error)
{
    chancery_span line, end;
    while (next_line(&line, rest)) {
        if (is_boundary(&end, line, CHY_LITERAL("-----END "))) {
            if (!chy_span_eq(end, label))
                return chy_fail(error, CHANCERY_E_KEY,
                                "the key file's BEGIN and END lines name different things");
            return true;
        }
        if (!add_line(base64, line, error))
            return false;
    }
    return chy_fail(error, CHANCERY_E_KEY, "the key file is cut off: it has no END line");
}

bool chy_pem_decode(struct chy_buf *der, chancery_span label, chancery_span rest,
                    chancery_error *error)
{
    struct chy_buf base64;
    chancery_span second;
    bool ok = false;

    chy_buf_init(&base64, rest.len + 1);
    base64.secret = true;
    if (!gather(&base64, label, &rest, error) || !chy_buf_finish(&base64, error))
        goto out;
    if (chy_pem_find(&second, &rest, rest)) {
        chy_fail(error, CHANCERY_E_KEY, "the key file holds more than one key");
        chy_fail_next(error, "Put each key into a file of its own.");
        goto out;
    }
    if (base64.len == 0 || base64.len % 4 != 0 || !chy_unbase64(der, chy_buf_view(&base64))) {
        chy_fail(error, CHANCERY_E_KEY, "the key file's base64 is malformed");
        goto out;
    }
    ok = chy_buf_finish(der, error);
out:
    chy_buf_done(&base64);
    return ok;
}

void chy_pem_write(struct chy_buf *out, const char *label, chancery_span der)
{
    const size_t bytes_a_line = 48;
    chy_buf_printf(out, "-----BEGIN %s-----\n", label);
    for (size_t at = 0; at < der.len; at += bytes_a_line) {
        chancery_span line = chy_span_sub(der, at, bytes_a_line);
        chy_buf_base64(out, line.ptr, line.len);
        chy_buf_byte(out, '\n');
    }
    chy_buf_printf(out, "-----END %s-----\n", label);
}
