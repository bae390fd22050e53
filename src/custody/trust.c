/*
 * trust.c - opening the directory in force, and pinning one.
 */
#include "custody/trust.h"

#include "base/date.h"
#include "base/encode.h"
#include "base/file.h"
#include "base/sha256.h"
#include "custody/trust_accept.h"

#include <errno.h>
#include <stdlib.h>

/* What is trusted, and in which file: the options' roots if there are any, else the pin. */
static bool find_pin(struct chy_pin *pin, bool *stored, const chancery_trust_options *options,
                     chancery_error *error)
{
    *stored = false;
    if (options->root_count > 0 && !chy_pin_from_options(pin, options, error))
        return false;
    if (options->root_count == 0 && options->home &&
        !chy_pin_load(pin, stored, options->home, error))
        return false;
    if (options->root_count == 0 && !*stored) {
        if (!options->home) {
            chy_fail(error, CHANCERY_E_TRUST,
                     "neither CHANCERY_HOME nor HOME is set, so no trusted directory is found");
            return chy_fail_next(error, "Set CHANCERY_HOME to the folder in which it was "
                                        "trusted, or name --directory and --root.");
        }
        chy_fail(error, CHANCERY_E_TRUST, "no directory is trusted yet");
        return chy_fail_next(error, "Trust one: chancery directory trust FILE --root ROOT.pub");
    }
    if (!options->directory && !pin->directory) {
        chy_fail(error, CHANCERY_E_TRUST, "root keys were given, but no directory file");
        return chy_fail_next(error, "Name it with --directory FILE.");
    }
    return true;
}

/* Nobody named this path in the command, so a plain "cannot open it" would puzzle. */
static bool is_where_pinned(const char *path, chancery_error *error)
{
    errno = 0;
    if (chy_file_exists(path) || errno != ENOENT)
        return true;
    chy_fail(error, CHANCERY_E_MISSING, "the trusted directory is not there any more");
    chy_fail_where(error, path);
    return chy_fail_next(error, "Put the file back, or trust it where it is now: chancery "
                                "directory trust FILE --root ROOT.pub");
}

static bool open_under(struct chancery_trust *out, const struct chy_pin *pin, const char *path,
                       int64_t now, chancery_error *error)
{
    struct chy_versions versions = {0};
    bool ok = false;
    if (!chy_versions_load(&versions, path, error))
        goto out;
    if (!chy_trust_accept(out, &versions, pin, error)) {
        chy_fail_in_file(error, path);
        goto out;
    }
    out->path = chy_dup(chy_span_str(path), error);
    out->now = now;
    out->expired = chy_date_cmp(chy_time_date(now), out->directory.expires) > 0;
    ok = out->path != NULL;
out:
    chy_versions_done(&versions);
    return ok;
}

/* A home that cannot be written to does not stop a verification: memory is best effort. */
static void remember(struct chy_pin *pin, const struct chancery_trust *trust, const char *home)
{
    if (trust->directory.version <= pin->version)
        return;
    pin->version = trust->directory.version;
    pin->digest = trust->digest;
    bool stored = chy_pin_store(pin, home, NULL);
    (void)stored;
}

bool chancery_trust_open(chancery_trust **out, const chancery_trust_options *options,
                         chancery_error *error)
{
    struct chy_pin pin = {0};
    bool stored = false, ok = false;
    chancery_trust *trust = calloc(1, sizeof *trust);
    if (!trust)
        return chy_fail_memory(error);
    if (!find_pin(&pin, &stored, options, error) ||
        (!options->directory && !is_where_pinned(pin.directory, error)) ||
        !open_under(trust, &pin, options->directory ? options->directory : pin.directory,
                    options->now, error))
        goto out;
    if (stored)
        remember(&pin, trust, options->home);
    *out = trust;
    trust = NULL;
    ok = true;
out:
    chy_pin_done(&pin);
    chancery_trust_free(trust);
    return ok;
}

void chy_trust_done(struct chancery_trust *trust)
{
    chy_directory_done(&trust->directory);
    free(trust->former);
    free(trust->path);
    *trust = (struct chancery_trust){0};
}

void chancery_trust_free(chancery_trust *trust)
{
    if (!trust)
        return;
    chy_trust_done(trust);
    free(trust);
}

/* --- pinning --- */

static bool same_roots(const struct chy_pin *a, const struct chy_pin *b)
{
    bool same = a->roots == b->roots && a->threshold == b->threshold;
    for (size_t i = 0; same && i < a->roots; i++)
        same = chy_key_among(&a->root[i], b->root, b->roots);
    return same;
}

/* Set back, or shown to others with other bytes. */
static bool is_set_back(const struct chy_pin *present, const struct chancery_trust *trust)
{
    return present->version > trust->directory.version ||
           (present->version == trust->directory.version &&
            !chy_digest_eq(&present->digest, &trust->digest));
}

/* Returns false. */
static bool describe_seen(const struct chy_pin *present, const struct chancery_trust *trust,
                          chancery_error *error)
{
    char seen[65], here[65];
    chy_hex(seen, present->digest.b, sizeof present->digest.b);
    chy_hex(here, trust->digest.b, sizeof trust->digest.b);
    if (present->version > trust->directory.version) {
        chy_fail(error, CHANCERY_E_DIRECTORY,
                 "version %lld of this directory was seen before, and this file ends at %lld",
                 (long long)present->version, (long long)trust->directory.version);
        return chy_fail_next(error, "Get the newest directory file; to go back on purpose, say "
                                    "--force.");
    }
    chy_fail(error, CHANCERY_E_DIRECTORY,
             "equivocation: version %lld of this directory was seen before, and this file has "
             "another one: %s now, %s then",
             (long long)present->version, here, seen);
    return chy_fail_next(error,
                         "Show both to the directory's keepers; to trust this one all the "
                         "same, say --force.");
}

/* What may be put in the place of the present pin: without force only the same directory, and
 * no version below the highest seen. *before is the highest version seen of this directory, 0
 * where it is not above this one. */
static bool may_replace(struct chy_pin *pin, const struct chancery_trust *trust,
                        const char *home, bool force, int64_t *before, chancery_error *error)
{
    struct chy_pin present = {0};
    struct chancery_trust led = {0};
    bool found = false, ok = false;
    if (!chy_pin_load(&present, &found, home, force ? NULL : error))
        return force; /* one that cannot be read is replaced */
    *before = found && chy_digest_eq(&present.id, &pin->id) &&
                      present.version > trust->directory.version
                  ? present.version
                  : 0;
    if (force) {
        ok = true;
        goto out;
    }
    if (found && !chy_digest_eq(&present.id, &pin->id)) {
        chy_fail(error, CHANCERY_E_EXISTS, "another directory is trusted already: %s",
                 present.directory);
        chy_fail_next(error, "Say --force to trust this one in its place.");
        goto out;
    }
    /* First what is gravest: --force passes over what comes after it too. */
    if (found && is_set_back(&present, trust)) {
        describe_seen(&present, trust, error);
        goto out;
    }
    /* An id is public: other roots under the same id are another directory, unless the roots
     * that are trusted now lead to the version in force. */
    if (found && !same_roots(&present, pin) &&
        !open_under(&led, &present, pin->directory, trust->now, NULL)) {
        chy_fail(error, CHANCERY_E_EXISTS,
                 "other roots, or another threshold, are trusted for this directory already");
        chy_fail_next(error, "Say --force to trust these in their place.");
        goto out;
    }
    ok = true;
out:
    chy_trust_done(&led);
    chy_pin_done(&present);
    return ok;
}

static char *describe(const struct chy_pin *pin, const struct chancery_trust *trust,
                      int64_t before, chancery_error *error)
{
    const struct chy_directory *directory = &trust->directory;
    struct chy_buf text = {0};
    char expires[11], keyid[65];
    chy_date_format(expires, directory->expires);
    chy_buf_str(&text, "Trusted: ");
    chy_buf_escaped(&text, chy_span_str(pin->directory));
    chy_buf_str(&text, "\n  id         ");
    chy_buf_hex(&text, pin->id.b, sizeof pin->id.b);
    chy_buf_printf(
        &text,
        "\n  version    %lld, expires %s%s\n  holders    %zu\n  signatures %lld of the roots\n",
        (long long)directory->version, expires, trust->expired ? " (expired)" : "",
        directory->holders, (long long)pin->threshold);
    if (before > 0)
        chy_buf_printf(&text, "  set back   version %lld was seen before\n", (long long)before);
    for (size_t i = 0; i < pin->roots; i++) {
        chancery_key_id(keyid, &pin->root[i]);
        chy_buf_printf(&text, "  root       %s\n", keyid);
    }
    char *made = chy_buf_take(&text, NULL, error);
    chy_buf_done(&text);
    return made;
}

bool chancery_directory_trust(char **done, const chancery_trust_options *options, bool force,
                              chancery_error *error)
{
    struct chy_pin pin = {0};
    struct chancery_trust trust = {0};
    char *text = NULL, expires[11];
    int64_t before = 0;
    bool ok = false;

    if (!options->home || !options->directory || options->root_count == 0) {
        chy_fail(error, CHANCERY_E_USAGE,
                 "to trust a directory, name its file and its root keys");
        chy_fail_next(error, "For example: chancery directory trust FILE --root ROOT.pub");
        goto out;
    }
    if (!chy_pin_from_options(&pin, options, error) ||
        !open_under(&trust, &pin, options->directory, options->now, error))
        goto out;
    pin.directory = realpath(options->directory, NULL);
    if (!pin.directory) {
        chy_fail_errno(error, options->directory, "its full path cannot be found");
        goto out;
    }
    pin.has_id = true;
    pin.id = trust.directory.id;
    pin.version = trust.directory.version;
    pin.digest = trust.digest;
    if (!force && trust.expired) {
        chy_date_format(expires, trust.directory.expires);
        chy_fail(error, CHANCERY_E_DIRECTORY,
                 "its newest version here expired on %s: a newer one may be kept from you",
                 expires);
        chy_fail_where(error, options->directory);
        chy_fail_next(error,
                      "Get the newest directory file, or say --force to trust this one.");
        goto out;
    }
    if (!may_replace(&pin, &trust, options->home, force, &before, error))
        goto out;
    text = describe(&pin, &trust, before, error);
    if (!text || !chy_pin_store(&pin, options->home, error))
        goto out;
    *done = text;
    text = NULL;
    ok = true;
out:
    free(text);
    chy_trust_done(&trust);
    chy_pin_done(&pin);
    return ok;
}
