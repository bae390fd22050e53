#include "custody/directory_log.h"

#include "base/limits.h"
#include "custody/directory_fields.h"
#include "sign/note.h"

#include <stdio.h>
#include <stdlib.h>

static bool read_watcher(void *item, const struct chy_cursor *cursor, chancery_error *error)
{
    static const char *const members[] = {"key", "name", "void"};
    struct chy_watcher *one = item;
    struct chy_cursor name, reason;
    if (!chy_field_members(cursor, members, 3, error) ||
        !chy_field_member_key(&one->key, cursor, "key", error) ||
        !chy_field_string(&one->name, cursor, "name", error) ||
        !chy_json_member(&name, cursor, "name", error))
        return false;
    if (!chy_note_name_is_good(chy_span_str(one->name)))
        return chy_json_fail(&name, error,
                             "a name of 1 to %u bytes without spaces and plus signs is needed",
                             CHY_MAX_ORIGIN);
    if (!chy_json_optional(&reason, cursor, "void"))
        return true;
    if (!chy_field_string(&one->voided, cursor, "void", error))
        return false;
    return *one->voided ? true : chy_json_fail(&reason, error, "a reason is not empty");
}

static bool read_list(struct chy_watcher **out, size_t *count, const struct chy_cursor *object,
                      const char *key, chancery_error *error)
{
    struct chy_cursor list;
    if (!chy_field_list(out, count, object, key, CHY_MAX_WITNESSES, sizeof **out, read_watcher,
                        error) ||
        !chy_json_member(&list, object, key, error))
        return false;
    for (size_t i = 1; i < *count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (!(*out)[i].voided && !(*out)[k].voided &&
                strcmp((*out)[i].name, (*out)[k].name) == 0)
                return chy_json_fail(&list, error, "two of them have the name \"%s\"",
                                     (*out)[i].name);
        }
    }
    return true;
}

bool chy_directory_logs_read(struct chy_directory *out, const struct chy_cursor *root,
                             chancery_error *error)
{
    static const char *const members[] = {"logs", "quorum", "witnesses"};
    struct chy_cursor object, quorum;
    if (!chy_json_optional(&object, root, CHY_DIRECTORY_LOGS))
        return true;
    if (!chy_field_members(&object, members, 3, error) ||
        !read_list(&out->log, &out->logs, &object, "logs", error) ||
        !read_list(&out->witness, &out->witnesses, &object, "witnesses", error) ||
        !chy_json_member(&quorum, &object, "quorum", error))
        return false;
    if (out->logs + out->witnesses == 0)
        return chy_json_fail(&object, error, "it lists neither a log nor a witness");
    if (out->witnesses == 0)
        return chy_json_is_null(&quorum) ||
               chy_json_fail(&quorum, error, "without witnesses there is no quorum");
    return chy_json_integer(&out->quorum, &quorum, 1, (int64_t)out->witnesses, error);
}

static struct chy_json *new_list(const struct chy_watcher *one, size_t count)
{
    struct chy_json *list = chy_json_new_array();
    for (size_t i = 0; i < count; i++) {
        struct chy_json *object = chy_json_new_object();
        chy_json_set(object, "key", chy_json_new_hex(one[i].key.b, sizeof one[i].key.b));
        chy_json_set(object, "name", chy_json_new_cstring(one[i].name));
        if (one[i].voided)
            chy_json_set(object, "void", chy_json_new_cstring(one[i].voided));
        chy_json_append(list, object);
    }
    return list;
}

void chy_directory_logs_json(struct chy_json *object, const struct chy_directory *directory)
{
    if (directory->logs + directory->witnesses == 0)
        return;
    struct chy_json *made = chy_json_new_object();
    chy_json_set(made, "logs", new_list(directory->log, directory->logs));
    chy_json_set(made, "witnesses", new_list(directory->witness, directory->witnesses));
    chy_json_set(made, "quorum",
                 directory->witnesses > 0 ? chy_json_new_integer(directory->quorum)
                                          : chy_json_new_null());
    chy_json_set(object, CHY_DIRECTORY_LOGS, made);
}

static void free_list(struct chy_watcher *one, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(one[i].name);
        free(one[i].voided);
    }
    free(one);
}

void chy_directory_logs_done(struct chy_directory *directory)
{
    free_list(directory->log, directory->logs);
    free_list(directory->witness, directory->witnesses);
}

/* Logs first, then witnesses. */
static const struct chy_watcher *watcher(const struct chy_directory *directory, size_t i)
{
    return i < directory->logs ? &directory->log[i] : &directory->witness[i - directory->logs];
}

static bool fail_at(const struct chy_directory *directory, size_t i, const char *what,
                    chancery_error *error)
{
    char where[64];
    bool is_log = i < directory->logs;
    snprintf(where, sizeof where, "$." CHY_DIRECTORY_LOGS ".%s[%zu].key",
             is_log ? "logs" : "witnesses", is_log ? i : i - directory->logs);
    chy_fail(error, CHANCERY_E_FORMAT, "the key of \"%s\" is %s", watcher(directory, i)->name,
             what);
    return chy_fail_where(error, where);
}

bool chy_directory_logs_roles(const struct chy_directory *directory, chancery_error *error)
{
    size_t count = directory->logs + directory->witnesses;
    for (size_t i = 0; i < count; i++) {
        const chancery_public_key *key = &watcher(directory, i)->key;
        if (chy_key_among(key, directory->root, directory->roots) ||
            chy_directory_key(directory, key))
            return fail_at(directory, i, "that of a root or of a holder", error);
        for (size_t k = 0; k < i; k++)
            if (chy_key_eq(key, &watcher(directory, k)->key))
                return fail_at(directory, i, "that of another log or witness", error);
    }
    return true;
}

bool chy_directory_logs_keys(const struct chy_directory *directory, chancery_error *error)
{
    for (size_t i = 0; i < directory->logs + directory->witnesses; i++)
        if (!chy_ed25519_key_is_good(&watcher(directory, i)->key))
            return fail_at(directory, i, "not a good Ed25519 key", error);
    return true;
}

void chy_say_watcher(struct chy_buf *out, const char *role, const struct chy_watcher *one)
{
    chy_buf_printf(out, "%s ", role);
    chy_say_text(out, one->name);
    chy_buf_str(out, ", ");
    chy_say_key(out, &one->key);
}

static void say_list(const struct chy_paint *paint, const char *role,
                     const struct chy_watcher *one, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        chy_buf_str(paint->out, "  ");
        chy_say_watcher(paint->out, role, &one[i]);
        if (one[i].voided) {
            chy_buf_str(paint->out, ", void: ");
            chy_say_text(paint->out, one[i].voided);
        }
        chy_buf_byte(paint->out, '\n');
    }
}

void chy_say_logs(const struct chy_paint *paint, const struct chy_directory *directory)
{
    if (directory->logs + directory->witnesses == 0)
        return;
    chy_buf_printf(paint->out, "%sTransparency logs%s\n", paint->bold, paint->plain);
    say_list(paint, "log", directory->log, directory->logs);
    say_list(paint, "witness", directory->witness, directory->witnesses);
    if (directory->witnesses > 0)
        chy_buf_printf(paint->out, "  %lld of the witnesses prove a time\n",
                       (long long)directory->quorum);
}
