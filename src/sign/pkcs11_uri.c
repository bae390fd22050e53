/*
 * pkcs11_uri.c - RFC 7512: spec/keys.md, rules K24 and K25.
 */
#include "sign/pkcs11_uri.h"

#include "base/limits.h"

#include <stddef.h>
#include <stdlib.h>

struct attribute {
    const char *name;
    size_t at; /* offset of its span */
};

#define AT(field) offsetof(struct chy_pkcs11_uri, field)

static const struct attribute path_attributes[] = {
    {"token", AT(token)},     {"manufacturer", AT(manufacturer)},
    {"model", AT(model)},     {"serial", AT(serial)},
    {"slot-id", AT(slot_id)}, {"object", AT(object)},
    {"id", AT(id)},           {"type", AT(type)},
};

static const struct attribute query_attributes[] = {
    {"pin-source", AT(pin_source)},
    {"module-name", AT(module_name)},
    {"module-path", AT(module_path)},
};

static bool fail(chancery_error *error, const char *what, chancery_span name)
{
    int shown = name.len < 100 ? (int)name.len : 100;
    chy_fail(error, CHANCERY_E_USAGE, "the pkcs11: URI %s: %.*s", what, shown,
             name.len > 0 ? (const char *)name.ptr : "(nothing)");
    return chy_fail_next(error, "It looks like pkcs11:token=NAME;object=NAME, with "
                                "?module-path=FILE or ?module-name=NAME if p11-kit does not "
                                "know the module.");
}

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* RFC 7512, pk11-pchar and pk11-qchar: what may stand for itself. */
static bool is_plain(uint8_t c, bool query)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
        return true;
    return c != 0 && (strchr("-._~:[]@!$'()*+,=", c) != NULL || c == (query ? '|' : '&') ||
                      (query && (c == '/' || c == '?')));
}

/* Decodes a value to *to, which moves past it and its NUL: a value grows shorter, and the "="
 * or the separator before it makes room for the NUL. */
static bool decode(chancery_span *out, uint8_t **to, chancery_span value, bool query)
{
    uint8_t *p = *to;
    for (size_t i = 0; i < value.len; i++) {
        uint8_t c = value.ptr[i];
        if (c == '%') {
            int high = i + 2 < value.len ? hex_digit(value.ptr[i + 1]) : -1;
            int low = i + 2 < value.len ? hex_digit(value.ptr[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (uint8_t)(high << 4 | low);
            i += 2;
        } else if (!is_plain(c, query)) {
            return false;
        }
        *p++ = c;
    }
    *out = chy_span(*to, (size_t)(p - *to));
    *p++ = '\0';
    *to = p;
    return true;
}

static chancery_span *find(struct chy_pkcs11_uri *uri, chancery_span name,
                           const struct attribute *attributes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (chy_span_is(name, attributes[i].name))
            return (chancery_span *)((char *)uri + attributes[i].at);
    }
    return NULL;
}

/* The part of *rest before the separator, which is taken off with it. */
static chancery_span split(chancery_span *rest, uint8_t separator)
{
    const uint8_t *found = rest->len > 0 ? memchr(rest->ptr, separator, rest->len) : NULL;
    size_t len = found ? (size_t)(found - rest->ptr) : rest->len;
    chancery_span part = chy_span_sub(*rest, 0, len);
    *rest = chy_span_from(*rest, found ? len + 1 : len);
    return part;
}

static bool parse_attribute(struct chy_pkcs11_uri *uri, uint8_t **to, chancery_span part,
                            bool query, chancery_error *error)
{
    chancery_span value = part, name = split(&value, '=');
    chancery_span *field = query ? find(uri, name, query_attributes,
                                        sizeof query_attributes / sizeof *query_attributes)
                                 : find(uri, name, path_attributes,
                                        sizeof path_attributes / sizeof *path_attributes);

    if (query && chy_span_is(name, "pin-value")) {
        chy_fail(error, CHANCERY_E_USAGE,
                 "a PIN on the command line can be read by every program");
        return chy_fail_next(error, "Leave pin-value out to be asked, or name a file with "
                                    "pin-source or --passphrase-file.");
    }
    if (!field)
        return fail(error, "has an attribute that is not used here", name);
    if (name.len == part.len)
        return fail(error, "has an attribute without a value", name);
    if (field->ptr)
        return fail(error, "has an attribute twice", name);
    return decode(field, to, value, query) ||
           fail(error, "has a value that is not written as RFC 7512 says, in the attribute",
                name);
}

static bool parse_list(struct chy_pkcs11_uri *uri, uint8_t **to, chancery_span list, bool query,
                       chancery_error *error)
{
    while (list.len > 0) {
        bool last = memchr(list.ptr, query ? '&' : ';', list.len) == NULL;
        if (!parse_attribute(uri, to, split(&list, query ? '&' : ';'), query, error))
            return false;
        if (!last && list.len == 0)
            return fail(error, "ends with a separator", (chancery_span){0});
    }
    return true;
}

static bool check(const struct chy_pkcs11_uri *uri, chancery_error *error)
{
    for (size_t i = 0; i < uri->slot_id.len; i++) {
        if (uri->slot_id.ptr[i] < '0' || uri->slot_id.ptr[i] > '9')
            return fail(error, "has a slot-id that is no number", uri->slot_id);
    }
    if (uri->slot_id.ptr && (uri->slot_id.len == 0 || uri->slot_id.len > 18))
        return fail(error, "has a slot-id that is no number", uri->slot_id);
    if (uri->type.ptr && !chy_span_is(uri->type, "private"))
        return fail(error, "names no private key, and one is needed to sign; its type",
                    uri->type);
    if (!uri->object.ptr && !uri->id.ptr)
        return fail(error, "names no key: it needs object= or id=, and has",
                    (chancery_span){0});
    return true;
}

bool chy_pkcs11_uri_parse(struct chy_pkcs11_uri *out, chancery_span uri, chancery_error *error)
{
    chancery_span query = uri, path;
    uint8_t *to;

    *out = (struct chy_pkcs11_uri){0};
    if (uri.len > CHY_MAX_URI)
        return chy_fail(error, CHANCERY_E_LIMIT,
                        "the pkcs11: URI has %zu bytes, and at most %u are read", uri.len,
                        CHY_MAX_URI);
    if (!chy_span_starts(uri, CHY_LITERAL("pkcs11:")))
        return fail(error, "does not begin with pkcs11:", uri);
    out->bytes = calloc(1, uri.len + 1);
    if (!out->bytes)
        return chy_fail_memory(error);
    to = out->bytes;
    path = split(&query, '?');
    path = chy_span_from(path, 7);
    if (parse_list(out, &to, path, false, error) && parse_list(out, &to, query, true, error) &&
        check(out, error))
        return true;
    chy_pkcs11_uri_done(out);
    return false;
}

void chy_pkcs11_uri_done(struct chy_pkcs11_uri *uri)
{
    free(uri->bytes);
    *uri = (struct chy_pkcs11_uri){0};
}

bool chy_pkcs11_pin_file(const char **path, const struct chy_pkcs11_uri *uri,
                         chancery_error *error)
{
    const char *name = (const char *)uri->pin_source.ptr;
    bool uri_of_file = strncmp(name, "file:", 5) == 0;
    if (uri_of_file)
        name += strncmp(name, "file:///", 8) == 0 ? 7 : 5;
    if (strlen((const char *)uri->pin_source.ptr) != uri->pin_source.len || name[0] == '\0' ||
        (!uri_of_file && name[0] != '/' && name[0] != '.'))
        return fail(error, "has a pin-source that is no file", uri->pin_source);
    *path = name;
    return true;
}
