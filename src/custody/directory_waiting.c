#include "custody/directory_waiting.h"

#include "base/file.h"
#include "base/sha256.h"
#include "custody/directory_say.h"
#include "sign/ed25519.h"

#include <stdlib.h>

/* --- finding it --- */

static bool find_signers(struct chy_waiting *waiting, struct chy_versions *versions,
                         const struct chy_standing *standing, chancery_error *error)
{
    const struct chy_directory *own = &waiting->directory, *before = &standing->directory;
    const struct chy_version *version = chy_versions_find(versions, &waiting->digest);
    return !version || (chy_version_signers(&waiting->own, versions, version, own->root,
                                            own->roots, error) &&
                        chy_version_signers(&waiting->before, versions, version, before->root,
                                            before->roots, error));
}

bool chy_waiting_next(struct chy_waiting *out, const char *path, struct chy_versions *versions,
                      const struct chy_standing *standing, chancery_error *error)
{
    struct chy_waiting made = {0};
    struct chy_buf payload = {0};
    char *next = chy_directory_next_path(path, error);
    bool ok = next != NULL;
    if (ok && chy_file_exists(next)) {
        ok = chy_directory_next_load(&payload, next, error) &&
             chy_directory_read(&made.directory, chy_buf_view(&payload), error);
        made.digest = chy_digest_of(chy_buf_view(&payload));
        made.waits = made.unsigned_file = ok;
        ok = ok && find_signers(&made, versions, standing, error);
        if (!ok)
            chy_fail_in_file(error, next);
    }
    if (ok)
        *out = made;
    else
        chy_waiting_done(&made);
    chy_buf_done(&payload);
    free(next);
    return ok;
}

bool chy_waiting_begun(struct chy_waiting *out, struct chy_versions *versions,
                       const struct chy_standing *standing, chancery_error *error)
{
    struct chy_waiting made = {0};
    const struct chy_version *version;
    if (!chy_standing_proposal(&made.directory, &version, versions, standing, error))
        return false;
    made.waits = version != NULL;
    if (version)
        made.digest = version->digest;
    if (version && !find_signers(&made, versions, standing, error)) {
        chy_waiting_done(&made);
        return false;
    }
    *out = made;
    return true;
}

void chy_waiting_done(struct chy_waiting *waiting)
{
    chy_directory_done(&waiting->directory);
    *waiting = (struct chy_waiting){0};
}

bool chy_waiting_is_begun(const struct chy_waiting *waiting,
                          const struct chy_standing *standing)
{
    return (standing->version ? waiting->before.count : waiting->own.count) > 0;
}

/* --- for people --- */

/* The keys of those who signed, or of those who did not: "0123456789abcdef, ...". */
static void say_keys(struct chy_buf *out, const struct chy_directory *roots,
                     const struct chy_signers *signers, bool signed_it)
{
    const char *between = "";
    for (size_t i = 0; i < roots->roots; i++) {
        if (signers->by[i] != signed_it)
            continue;
        chy_buf_str(out, between);
        chy_say_key(out, &roots->root[i]);
        between = ", ";
    }
}

static size_t missing(const struct chy_directory *roots, const struct chy_signers *signers)
{
    size_t wanted = (size_t)roots->threshold;
    return signers->count < wanted ? wanted - signers->count : 0;
}

void chy_say_share(struct chy_buf *out, const char *whose, const struct chy_directory *roots,
                   const struct chy_signers *signers)
{
    size_t lacking = missing(roots, signers), others = roots->roots - signers->count;
    if (signers->count == 0)
        chy_buf_printf(out, "%s signed by no root yet", whose);
    else
        chy_buf_printf(out, "%s signed by %zu of %lld needed roots: ", whose, signers->count,
                       (long long)roots->threshold);
    say_keys(out, roots, signers, true);
    if (lacking > 0 && others > lacking)
        chy_buf_printf(out, "; missing: %zu of ", lacking);
    else if (lacking > 0)
        chy_buf_str(out, "; missing: ");
    if (lacking > 0)
        say_keys(out, roots, signers, false);
    chy_buf_str(out, ".\n");
}

bool chy_roots_same(const struct chy_directory *a, const struct chy_directory *b)
{
    bool same = a->roots == b->roots && a->threshold == b->threshold;
    for (size_t i = 0; same && i < a->roots; i++)
        same = chy_key_among(&a->root[i], b->root, b->roots);
    return same;
}

void chy_say_waiting_signers(struct chy_buf *out, const struct chy_waiting *waiting,
                             const struct chy_standing *standing)
{
    const struct chy_directory *own = &waiting->directory, *before = &standing->directory;
    if (!standing->version || chy_roots_same(own, before)) {
        chy_say_share(out, "It is", own, &waiting->own);
        return;
    }
    chy_say_share(out, "By the roots before it, it is", before, &waiting->before);
    chy_say_share(out, "By its own roots, it is", own, &waiting->own);
}

void chy_say_waiting(struct chy_buf *out, const struct chy_waiting *waiting,
                     const struct chy_standing *standing)
{
    struct chy_paint paint = chy_paint_of(out, false);
    if (!standing->version)
        chy_say_directory(&paint, &waiting->directory, (chancery_date){0});
    else if (chy_say_changes(out, &standing->directory, &waiting->directory) == 0)
        chy_buf_str(out, "Nothing is changed.\n");
    chy_say_waiting_signers(out, waiting, standing);
}

/* --- as JSON --- */

static void list_signers(struct chy_json *list, const struct chy_directory *roots,
                         const struct chy_signers *signers, const struct chy_directory *but)
{
    for (size_t i = 0; i < roots->roots; i++) {
        chancery_digest keyid;
        if (!signers->by[i] || (but && chy_key_among(&roots->root[i], but->root, but->roots)))
            continue;
        chy_keyid(&keyid, &roots->root[i]);
        chy_json_append(list, chy_json_new_hex(keyid.b, sizeof keyid.b));
    }
}

void chy_waiting_json(struct chy_json *object, const struct chy_waiting *waiting,
                      const struct chy_standing *standing)
{
    const struct chy_directory *own = &waiting->directory, *before = &standing->directory;
    struct chy_json *list = chy_json_new_array(), *lacking = chy_json_new_object();
    list_signers(list, own, &waiting->own, NULL);
    list_signers(list, before, &waiting->before, own);
    chy_json_set(object, "signedBy", list);
    chy_json_set(lacking, "rootsBefore",
                 chy_json_new_integer(
                     standing->version ? (int64_t)missing(before, &waiting->before) : 0));
    chy_json_set(lacking, "ownRoots",
                 chy_json_new_integer((int64_t)missing(own, &waiting->own)));
    chy_json_set(object, "missing", lacking);
}
