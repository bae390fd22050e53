/*
 * impact_before.c - what the directory said of a key or an office before.
 */
#include "custody/impact.h"

#include "base/date.h"
#include "base/sha256.h"
#include "custody/directory_file.h"

static void add_date(struct chy_buf *out, chancery_date date)
{
    char text[11] = "";
    if (chy_date_is_set(date))
        chy_date_format(text, date);
    chy_buf_add(out, text, sizeof text);
}

static void add_text(struct chy_buf *out, const char *text)
{
    chy_buf_byte(out, text != NULL);
    chy_buf_str(out, text ? text : "");
    chy_buf_byte(out, 0);
}

static void add_ends(struct chy_buf *out, const struct chy_directory *directory,
                     const chancery_public_key *key)
{
    for (size_t i = 0; i < directory->ends; i++) {
        const struct chy_key_end *end = &directory->end[i];
        if (!chy_key_eq(&end->key, key))
            continue;
        add_text(out, end->state);
        add_date(out, end->at);
        add_text(out, end->voided);
        chy_buf_add(out, end->by.b, sizeof end->by.b);
    }
}

static bool is_about(const struct chy_impact_subject *subject,
                     const struct chy_directory *directory, const struct chy_holder *holder)
{
    return subject->is_key ? chy_key_eq(&holder->key, &subject->key)
                           : chy_same_office(directory, &holder->office, &subject->office);
}

/* Everything that a version says of it, in bytes that are equal where it says the same. */
static void say(struct chy_buf *out, const struct chy_impact_subject *subject,
                const struct chy_directory *directory)
{
    for (size_t i = 0; i < directory->holders; i++) {
        const struct chy_holder *holder = &directory->holder[i];
        if (!is_about(subject, directory, holder))
            continue;
        chy_buf_add(out, holder->key.b, sizeof holder->key.b);
        add_text(out, holder->name);
        add_date(out, holder->since);
        add_date(out, holder->until);
        add_text(out, holder->ended);
        add_text(out, holder->voided);
        add_ends(out, directory, &holder->key);
    }
    for (size_t i = 0; i < directory->authorizations && !subject->is_key; i++) {
        const struct chy_authorization *one = &directory->authorization[i];
        if (!chy_same_office(directory, &one->office, &subject->office) &&
            !chy_same_office(directory, &one->on_behalf_of, &subject->office))
            continue;
        chy_buf_add(out, &i, sizeof i);
        add_date(out, one->until);
        add_text(out, one->voided);
    }
}

/* Versions that cannot be read any more as a whole (D39) are passed over. */
static bool differs(bool *differs, struct chy_directory *directory, struct chy_buf *then,
                    const struct chy_impact_subject *subject, chancery_span now,
                    chancery_error *error)
{
    chy_buf_clear(then);
    say(then, subject, directory);
    *differs = !chy_span_eq(chy_buf_view(then), now);
    return chy_buf_finish(then, error);
}

bool chy_impact_before(struct chy_directory *out, const struct chy_impact_subject *subject,
                       const chancery_trust *trust, chancery_error *error)
{
    struct chy_versions versions = {0};
    struct chy_buf now = {0}, then = {0};
    bool found = false, ok = false;
    if (!chy_versions_load(&versions, trust->path, error))
        return false;
    say(&now, subject, &trust->directory);
    if (!chy_buf_finish(&now, error))
        goto out;
    if (now.len == 0) {
        chy_fail(error, CHANCERY_E_UNKNOWN, "the directory knows no holder of this %s",
                 subject->is_key ? "key" : "office");
        chy_fail_next(error, "List what it knows: chancery directory show FILE");
        goto out;
    }
    const struct chy_version *at = chy_versions_find(&versions, &trust->digest);
    while (at && at->has_previous && !found) {
        struct chy_directory directory = {0};
        at = chy_versions_find(&versions, &at->previous);
        if (!at || !chy_version_read(&directory, &versions, at, NULL))
            continue;
        if (!differs(&found, &directory, &then, subject, chy_buf_view(&now), error)) {
            chy_directory_done(&directory);
            goto out;
        }
        if (found)
            *out = directory;
        else
            chy_directory_done(&directory);
    }
    ok = true;
out:
    chy_versions_done(&versions);
    chy_buf_done(&now);
    chy_buf_done(&then);
    return ok;
}
