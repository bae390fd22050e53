#include "custody/trust_pin.h"

#include "base/encode.h"
#include "base/file.h"
#include "custody/directory_fields.h"
#include "custody/directory_file.h"

#include <errno.h>
#include <stdlib.h>

#define PIN_NAME "trust.json"

/* A pin file, bytes: 64 roots of 67 bytes and a path. */
#define MAX_PIN 65536u

void chy_pin_done(struct chy_pin *pin)
{
    free(pin->directory);
    *pin = (struct chy_pin){0};
}

bool chy_pin_from_options(struct chy_pin *out, const chancery_trust_options *options,
                          chancery_error *error)
{
    struct chy_pin pin = {.threshold = options->threshold};
    if (options->root_count > CHY_MAX_ROOTS)
        return chy_fail(error, CHANCERY_E_LIMIT,
                        "%zu root keys were given; at most %u are allowed", options->root_count,
                        CHY_MAX_ROOTS);
    for (size_t i = 0; i < options->root_count; i++) {
        chancery_public_key key;
        if (!chancery_public_key_read(&key, options->roots[i], error))
            return false;
        if (chy_key_among(&key, pin.root, pin.roots)) {
            chy_fail(error, CHANCERY_E_USAGE, "the same root key was given twice");
            return chy_fail_where(error, options->roots[i]);
        }
        pin.root[pin.roots++] = key;
    }
    if (pin.threshold == 0)
        pin.threshold = (int64_t)pin.roots;
    if (pin.threshold < 1 || pin.threshold > (int64_t)pin.roots)
        return chy_fail(error, CHANCERY_E_USAGE,
                        "a threshold of %lld cannot be met by %zu root keys",
                        (long long)pin.threshold, pin.roots);
    pin.has_id = options->id != NULL;
    if (pin.has_id && !chy_unhex(pin.id.b, sizeof pin.id.b, chy_span_str(options->id)))
        return chy_fail(error, CHANCERY_E_USAGE,
                        "a directory's id is 64 lowercase hexadecimal digits; \"%s\" is not",
                        options->id);
    *out = pin;
    return true;
}

static bool read_pin(struct chy_pin *pin, const struct chy_cursor *root, chancery_error *error)
{
    static const char *const members[] = {"digest", "directory", "id",
                                          "roots",  "threshold", "version"};
    struct chy_cursor member, element;
    chancery_public_key key;
    size_t count;
    if (!chy_field_members(root, members, sizeof members / sizeof *members, error) ||
        !chy_field_string(&pin->directory, root, "directory", error) ||
        !chy_json_member(&member, root, "id", error) ||
        !chy_json_digest(&pin->id, &member, error) ||
        !chy_json_member(&member, root, "digest", error) ||
        !chy_json_digest(&pin->digest, &member, error) ||
        !chy_json_member(&member, root, "version", error) ||
        !chy_json_integer(&pin->version, &member, 1, CHY_MAX_VERSIONS, error) ||
        !chy_json_member(&member, root, "roots", error) ||
        !chy_json_array(&count, &member, CHY_MAX_ROOTS, error))
        return false;
    pin->has_id = true;
    for (size_t i = 0; i < count; i++) {
        if (!chy_json_element(&element, &member, i, error) ||
            !chy_field_key(&key, &element, error))
            return false;
        if (chy_key_among(&key, pin->root, pin->roots))
            return chy_json_fail(&element, error, "this root key is there twice");
        pin->root[pin->roots++] = key;
    }
    return chy_json_member(&member, root, "threshold", error) &&
           chy_json_integer(&pin->threshold, &member, 1, (int64_t)count, error);
}

bool chy_pin_load(struct chy_pin *out, bool *found, const char *home, chancery_error *error)
{
    struct chy_pin pin = {0};
    struct chy_buf file = {0};
    struct chy_json *json = NULL;
    bool ok = false;

    *found = false;
    char *path = chy_path_join(home, CHY_LITERAL(PIN_NAME), error);
    if (!path)
        return false;
    errno = 0;
    if (!chy_file_exists(path) && (errno == ENOENT || errno == ENOTDIR)) {
        ok = true;
        goto out;
    }
    if (!chy_file_read(&file, path, MAX_PIN, error))
        goto out;
    if (!chy_json_parse(&json, chy_buf_view(&file), error)) {
        chy_fail_where(error, path);
        goto out;
    }
    struct chy_cursor root = chy_json_root(json);
    if (!read_pin(&pin, &root, error)) {
        chy_fail_in_file(error, path);
        chy_fail_next(error, "Trust the directory again: chancery directory trust --force");
        goto out;
    }
    *out = pin;
    pin.directory = NULL;
    *found = ok = true;
out:
    free(path);
    chy_pin_done(&pin);
    chy_json_free(json);
    chy_buf_done(&file);
    return ok;
}

static struct chy_json *new_pin(const struct chy_pin *pin)
{
    struct chy_json *object = chy_json_new_object(), *roots = chy_json_new_array();
    for (size_t i = 0; i < pin->roots; i++)
        chy_json_append(roots, chy_json_new_hex(pin->root[i].b, sizeof pin->root[i].b));
    chy_json_set(object, "directory", chy_json_new_cstring(pin->directory));
    chy_json_set(object, "id", chy_json_new_hex(pin->id.b, sizeof pin->id.b));
    chy_json_set(object, "roots", roots);
    chy_json_set(object, "threshold", chy_json_new_integer(pin->threshold));
    chy_json_set(object, "version", chy_json_new_integer(pin->version));
    chy_json_set(object, "digest", chy_json_new_hex(pin->digest.b, sizeof pin->digest.b));
    return object;
}

bool chy_pin_store(const struct chy_pin *pin, const char *home, chancery_error *error)
{
    struct chy_buf text = {0};
    struct chy_json *json = new_pin(pin);
    char *path = chy_path_join(home, CHY_LITERAL(PIN_NAME), error);
    chy_json_write_pretty(&text, json);
    chy_buf_byte(&text, '\n');
    bool ok = path && chy_buf_finish(&text, error) && chy_file_make_folder(home, true, error) &&
              chy_file_write(path, chy_buf_view(&text), 0644, true, error);
    free(path);
    chy_json_free(json);
    chy_buf_done(&text);
    return ok;
}
