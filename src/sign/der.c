#include "sign/der.h"

#include "base/limits.h"

#define CONSTRUCTED 0x20u
#define CLASS 0xc0u
#define NUMBER 0x1fu

/* The length after the tag; the bytes that it took are dropped from *rest. */
static bool take_length(size_t *out, chancery_span *rest)
{
    size_t count, length = 0;
    if (rest->len == 0)
        return false;
    *out = rest->ptr[0];
    *rest = chy_span_from(*rest, 1);
    if (*out < 0x80)
        return true;
    count = *out & 0x7f;
    if (count == 0 || count > 4 || count > rest->len || rest->ptr[0] == 0)
        return false;
    for (size_t i = 0; i < count; i++)
        length = length << 8 | rest->ptr[i];
    *rest = chy_span_from(*rest, count);
    *out = length;
    return length >= 0x80;
}

bool chy_der_take(struct chy_der *out, chancery_span *rest)
{
    chancery_span at = *rest;
    size_t length;
    if (at.len == 0 || (at.ptr[0] & NUMBER) == NUMBER)
        return false;
    out->tag = at.ptr[0];
    at = chy_span_from(at, 1);
    if (!take_length(&length, &at) || length > at.len)
        return false;
    out->content = chy_span_sub(at, 0, length);
    out->whole = chy_span_sub(*rest, 0, rest->len - at.len + length);
    *rest = chy_span_from(at, length);
    return true;
}

bool chy_der_take_tag(struct chy_der *out, chancery_span *rest, uint8_t tag)
{
    return rest->len > 0 && rest->ptr[0] == tag && chy_der_take(out, rest);
}

static bool is_shortest_integer(chancery_span content)
{
    if (content.len < 2)
        return content.len == 1;
    bool high = content.ptr[1] & 0x80;
    return !(content.ptr[0] == 0 && !high) && !(content.ptr[0] == 0xff && high);
}

static bool is_strict_value(const struct chy_der *value)
{
    switch (value->tag) {
    case 0: /* what ends an indefinite length */
        return false;
    case CHY_DER_BOOLEAN:
        return value->content.len == 1 &&
               (value->content.ptr[0] == 0 || value->content.ptr[0] == 0xff);
    case CHY_DER_INTEGER:
        return is_shortest_integer(value->content);
    case CHY_DER_NULL:
        return value->content.len == 0;
    default:
        /* of the universal types only SEQUENCE and SET have parts, and they always do */
        return (value->tag & CLASS) != 0 ||
               ((value->tag & CONSTRUCTED) != 0) ==
                   ((value->tag & NUMBER) == 0x10 || (value->tag & NUMBER) == 0x11);
    }
}

static bool are_strict(chancery_span bytes, unsigned depth)
{
    struct chy_der value;
    while (bytes.len > 0) {
        if (!chy_der_take(&value, &bytes) || !is_strict_value(&value))
            return false;
        if ((value.tag & CONSTRUCTED) &&
            (depth > CHY_MAX_DEPTH || !are_strict(value.content, depth + 1)))
            return false;
    }
    return true;
}

bool chy_der_is_strict(chancery_span bytes)
{
    struct chy_der value;
    chancery_span rest = bytes;
    return chy_der_take(&value, &rest) && rest.len == 0 && are_strict(bytes, 1);
}
