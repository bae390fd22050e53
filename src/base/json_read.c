/*
 * json_read.c - JSON text into jansson's values, by RFC 8259 and nothing else: duplicate names,
 * names with U+0000 and integers beyond int64 are refused.
 *
 * jansson 2.14's own reader did not serve. When memory ran out it dropped bytes of a token and
 * went on, or called the text malformed, so that a good line of a record did not count; it took
 * a zero byte after a number (JSONTestSuite, n_multidigit_number_then_00); and it took nine
 * times as long over a line of base64. For all else it is the oracle of this one:
 * tests/json_oracle.h.
 */
#include "base/json_reader.h"
#include "base/json_tree.h"
#include "base/limits.h"

static json_t *read_value(struct chy_reader *r);

/* Columns count code points: the bytes that begin one, before the place. */
static bool fail_at(const struct chy_reader *r, const uint8_t *place)
{
    uint32_t line = 1, column = 1;
    for (const uint8_t *p = r->start; p < place; p++) {
        if (*p == '\n') {
            line++;
            column = 1;
        } else if ((*p & 0xC0) != 0x80) {
            column++;
        }
    }
    return chy_fail_at(r->error, (uint64_t)(place - r->start), line, column);
}

bool chy_reader_fail(const struct chy_reader *r, const char *what)
{
    chy_fail(r->error, CHANCERY_E_JSON, "it is not well-formed JSON: %s%s",
             r->at == r->end ? "it ends where " : "", what);
    return fail_at(r, r->at);
}

static bool is_space(const struct chy_reader *r)
{
    return chy_reader_is(r, ' ') || chy_reader_is(r, '\n') || chy_reader_is(r, '\r') ||
           chy_reader_is(r, '\t');
}

static void skip_space(struct chy_reader *r)
{
    if (r->at == r->end || *r->at > ' ')
        return;
    for (; is_space(r); r->other = true)
        r->at++;
}

/* After white space, this byte. */
static bool take(struct chy_reader *r, uint8_t byte)
{
    skip_space(r);
    return chy_reader_take(r, byte);
}

static json_t *read_string_value(struct chy_reader *r)
{
    size_t mark = r->text.len;
    json_t *json = NULL;
    chancery_span plain;
    if (chy_reader_plain(&plain, r)) {
        json = json_stringn_nocheck((const char *)plain.ptr, plain.len);
        if (!json)
            chy_fail_memory(r->error);
        return json;
    }
    if (chy_reader_string(r)) {
        /* an empty first string has asked for no memory yet, and jansson takes no NULL */
        const char *text = r->text.ptr ? (const char *)r->text.ptr + mark : "";
        json = json_stringn_nocheck(text, r->text.len - mark);
        if (!json)
            chy_fail_memory(r->error);
    }
    r->text.len = mark;
    return json;
}

static size_t skip_digits(struct chy_reader *r)
{
    const uint8_t *first = r->at;
    while (r->at < r->end && *r->at >= '0' && *r->at <= '9')
        r->at++;
    return (size_t)(r->at - first);
}

/* The digits from first to r->at, as an integer. */
static json_t *make_integer(struct chy_reader *r, const uint8_t *first, bool negative)
{
    const uint64_t most = (uint64_t)INT64_MAX + (negative ? 1 : 0);
    uint64_t value = 0;
    for (const uint8_t *p = first; p < r->at; p++) {
        uint64_t digit = *p - (uint64_t)'0';
        if (value > (most - digit) / 10) {
            r->at = first;
            chy_reader_fail(r, "this integer has more than 64 bits");
            return NULL;
        }
        value = value * 10 + digit;
    }
    r->other |= negative && value == 0;
    json_t *json = json_integer(negative ? (json_int_t)(0 - value) : (json_int_t)value);
    if (!json)
        chy_fail_memory(r->error);
    return json;
}

static json_t *read_number(struct chy_reader *r)
{
    bool negative = chy_reader_is(r, '-'), real = false;
    r->at += negative;
    const uint8_t *first = r->at;
    size_t digits = chy_reader_is(r, '0') ? 1 : 0;
    r->at += digits;
    if (digits == 0 && skip_digits(r) == 0) {
        chy_reader_fail(r, "a digit is needed here");
        return NULL;
    }
    if (chy_reader_is(r, '.')) {
        real = true;
        r->at++;
        if (skip_digits(r) == 0) {
            chy_reader_fail(r, "a digit is needed here");
            return NULL;
        }
    }
    if (chy_reader_is(r, 'e') || chy_reader_is(r, 'E')) {
        real = true;
        r->at++;
        r->at += chy_reader_is(r, '+') || chy_reader_is(r, '-');
        if (skip_digits(r) == 0) {
            chy_reader_fail(r, "a digit is needed here");
            return NULL;
        }
    }
    if (!real)
        return make_integer(r, first, negative);
    r->other = true;
    json_t *json = json_real(0); /* no format has such numbers: that it is one is all we keep */
    if (!json)
        chy_fail_memory(r->error);
    return json;
}

static json_t *read_word(struct chy_reader *r)
{
    static const char *const words[] = {"null", "false", "true"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = strlen(words[i]);
        if ((size_t)(r->end - r->at) >= len && memcmp(r->at, words[i], len) == 0) {
            r->at += len;
            return i == 0 ? json_null() : json_boolean(i == 2);
        }
    }
    chy_reader_fail(r, "a value is needed here");
    return NULL;
}

static bool read_elements(struct chy_reader *r, json_t *array)
{
    if (take(r, ']'))
        return true;
    do {
        json_t *value = read_value(r);
        if (!value)
            return false;
        if (json_array_append_new(array, value) != 0)
            return chy_fail_memory(r->error);
    } while (take(r, ','));
    return take(r, ']') || chy_reader_fail(r, "a comma or ] is needed here");
}

/* The members of an object as they are read. */
struct members {
    json_t *object;
    size_t mark;    /* where the name of the last one stands in r->text */
    bool any, fell; /* fell: a name does not sort after the one before it */
};

/* The name after the last one, if there is one, moves to its place. */
static const char *next_name(struct chy_reader *r, struct members *members, size_t at)
{
    char *last = (char *)r->text.ptr + members->mark, *name = (char *)r->text.ptr + at;
    if (members->any && strcmp(last, name) >= 0)
        members->fell = r->other = true;
    members->any = true;
    size_t size = r->text.len - at;
    memmove(last, name, size);
    r->text.len = members->mark + size;
    return last;
}

static bool append_name(struct chy_reader *r)
{
    chancery_span plain;
    if (chy_reader_plain(&plain, r))
        chy_buf_span(&r->text, plain);
    else if (!chy_reader_string(r))
        return false;
    return true;
}

/* A member name that the object does not have yet, at mark of r->text and NUL-terminated. Names
 * that rise need not be looked for. */
static bool read_name(struct chy_reader *r, struct members *members)
{
    if (!take(r, '"'))
        return chy_reader_fail(r, "a member name in double quotes is needed here");
    const uint8_t *place = r->at - 1;
    const size_t at = r->text.len;
    if (!append_name(r))
        return false;
    size_t len = r->text.len - at;
    chy_buf_byte(&r->text, '\0');
    if (!chy_buf_ok(&r->text))
        return chy_fail_memory(r->error);
    const char *name = next_name(r, members, at), *fault = NULL;
    if (strlen(name) != len)
        fault = "a member name holds U+0000";
    else if (members->fell && json_object_get(members->object, name))
        fault = "two members have the same name";
    if (fault) {
        r->at = place;
        return chy_reader_fail(r, fault);
    }
    return take(r, ':') || chy_reader_fail(r, "a colon is needed here");
}

static bool read_members(struct chy_reader *r, json_t *object)
{
    struct members members = {.object = object, .mark = r->text.len};
    if (take(r, '}'))
        return true;
    do {
        json_t *value = read_name(r, &members) ? read_value(r) : NULL;
        if (!value)
            return false;
        const char *name = (const char *)r->text.ptr + members.mark;
        if (json_object_set_new_nocheck(object, name, value) != 0)
            return chy_fail_memory(r->error);
    } while (take(r, ','));
    r->text.len = members.mark;
    return take(r, '}') || chy_reader_fail(r, "a comma or } is needed here");
}

static json_t *read_container(struct chy_reader *r, bool is_object)
{
    if (r->depth == CHY_MAX_DEPTH) {
        chy_fail(r->error, CHANCERY_E_LIMIT, "it is nested more than %u levels deep, the limit",
                 CHY_MAX_DEPTH);
        fail_at(r, r->at);
        return NULL;
    }
    json_t *json = is_object ? json_object() : json_array();
    if (!json) {
        chy_fail_memory(r->error);
        return NULL;
    }
    r->at++;
    r->depth++;
    if (!(is_object ? read_members(r, json) : read_elements(r, json))) {
        json_decref(json);
        return NULL;
    }
    r->depth--;
    return json;
}

static json_t *read_value(struct chy_reader *r)
{
    skip_space(r);
    if (chy_reader_is(r, '{') || chy_reader_is(r, '['))
        return read_container(r, chy_reader_is(r, '{'));
    if (take(r, '"'))
        return read_string_value(r);
    if (chy_reader_is(r, '-') || (r->at < r->end && *r->at >= '0' && *r->at <= '9'))
        return read_number(r);
    return read_word(r);
}

bool chy_json_read(struct chy_json **out, bool *canonical, chancery_span bytes,
                   chancery_error *error)
{
    *canonical = false;
    if (chy_span_starts(bytes, CHY_LITERAL("\xEF\xBB\xBF"))) {
        chy_fail(error, CHANCERY_E_JSON,
                 "it begins with a byte-order mark, which JSON forbids");
        chy_fail_next(error, "Save the file as UTF-8 without a byte-order mark.");
        return chy_fail_at(error, 0, 1, 1);
    }
    struct chy_reader r = {.error = error};
    r.start = r.at = bytes.ptr;
    r.end = bytes.len > 0 ? bytes.ptr + bytes.len : bytes.ptr;
    json_t *json = read_value(&r);
    skip_space(&r);
    if (json && r.at != r.end) {
        chy_reader_fail(&r, "something follows the value");
        json_decref(json);
        json = NULL;
    }
    chy_buf_done(&r.text);
    *canonical = json && !r.other;
    if (json)
        *out = chy_wrap(json);
    return json != NULL;
}

bool chy_json_parse(struct chy_json **out, chancery_span bytes, chancery_error *error)
{
    bool canonical;
    return chy_json_read(out, &canonical, bytes, error);
}
