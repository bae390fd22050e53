#include "custody/directory_file.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/sha256.h"

#include <stdlib.h>

/* --- what a payload claims --- */

/* In a canonical payload "version" is the last member and "previous" no part of a string, since
 * a quote inside one is escaped. It stands behind the long lists, so there it is looked for
 * first. */
static bool read_claims(struct chy_version *version, chancery_span payload)
{
    static const char previous[] = "\"previous\":\"", number[] = ",\"version\":";
    const char *text = (const char *)payload.ptr;
    const size_t roots = CHY_MAX_ROOTS * 70; /* more than they and what is around them take */
    size_t last = payload.len > roots ? payload.len - roots : 0;
    const char *at = memmem(text + last, payload.len - last, previous, sizeof previous - 1);
    if (!at)
        at = memmem(text, payload.len, previous, sizeof previous - 1);
    if (at) {
        size_t from = (size_t)(at - text) + sizeof previous - 1;
        version->has_previous = chy_unhex(version->previous.b, sizeof version->previous.b,
                                          chy_span_sub(payload, from, 64));
    }
    size_t end = payload.len, i;
    if (end == 0 || text[end - 1] != '}')
        return false;
    for (i = end - 1; i > 0 && text[i - 1] >= '0' && text[i - 1] <= '9'; i--)
        continue;
    if (i == end - 1 || end - 1 - i > 9 ||
        !chy_span_ends(chy_span(text, i), chy_span_str(number)))
        return false;
    for (; i < end - 1; i++)
        version->claims = 10 * version->claims + (text[i] - '0');
    return true;
}

/* --- reading --- */

const struct chy_version *chy_versions_find(struct chy_versions *versions,
                                            const chancery_digest *digest)
{
    for (size_t i = 0; i < versions->count; i++) {
        if (chy_version_hash(versions, &versions->item[i], NULL) &&
            chy_digest_eq(&versions->item[i].digest, digest))
            return &versions->item[i];
    }
    return NULL;
}

/* One line, which is a version by itself for now. It is not hashed yet: for most there is no
 * other of its number, and what is asked for again is hashed then. Takes the signatures. */
static bool add(struct chy_versions *versions, struct chy_envelope *envelope, uint64_t place,
                size_t line, chancery_error *error)
{
    struct chy_version made = {.place = place,
                               .line = line,
                               .signature = envelope->signature,
                               .signatures = envelope->signatures,
                               .cap = envelope->signatures};
    if (!read_claims(&made, chy_span(envelope->payload, envelope->payload_len))) {
        versions->junk++;
        return true;
    }
    if (!chy_grow(&versions->item, &versions->cap, versions->count, sizeof made, CHY_MAX_LINES,
                  "lines", error))
        return false;
    versions->item[versions->count++] = made;
    envelope->signature = NULL;
    return true;
}

static bool add_line(struct chy_versions *versions, chancery_span line, uint64_t place,
                     chancery_error *error)
{
    struct chy_envelope envelope = {0};
    chancery_error why = CHANCERY_ERROR_INIT;
    bool ok = true;
    if (!chy_envelope_read(&envelope, line, &why)) {
        ok = why.code != CHANCERY_E_MEMORY || chy_fail_memory(error);
        versions->junk++;
    } else if (strcmp(envelope.payload_type, CHY_DIRECTORY_TYPE) != 0) {
        versions->junk++;
    } else {
        ok = add(versions, &envelope, place, line.len, error);
    }
    chy_envelope_done(&envelope);
    return ok;
}

static int by_place(const void *a, const void *b)
{
    const struct chy_version *one = a, *other = b;
    int order = (one->claims > other->claims) - (one->claims < other->claims);
    return order ? order : (one->place > other->place) - (one->place < other->place);
}

static int by_claim(const void *a, const void *b)
{
    const struct chy_version *one = a, *other = b;
    int order = (one->claims > other->claims) - (one->claims < other->claims);
    return order ? order : memcmp(&one->digest, &other->digest, sizeof one->digest);
}

/* Adds the signatures of a line to those of another with the same payload. */
static bool take_signatures(struct chy_version *to, struct chy_version *from,
                            chancery_error *error)
{
    for (size_t i = 0; i < from->signatures; i++) {
        if (!chy_grow(&to->signature, &to->cap, to->signatures, sizeof *to->signature,
                      CHY_MAX_LINES * CHY_MAX_SIGNATURES, "signatures", error))
            return false;
        to->signature[to->signatures++] = from->signature[i];
    }
    free(from->signature);
    from->signature = NULL;
    return true;
}

/* Lines of one number are the same version if their payloads are. */
static bool merge(struct chy_versions *versions, chancery_error *error)
{
    struct chy_version *item = versions->item;
    size_t kept = 0;
    for (size_t i = 0; i + 1 < versions->count; i++) {
        if (item[i].claims == item[i + 1].claims &&
            (!chy_version_hash(versions, &item[i], error) ||
             !chy_version_hash(versions, &item[i + 1], error)))
            return false;
    }
    if (versions->count > 1)
        qsort(item, versions->count, sizeof *item, by_claim);
    for (size_t i = 0; i < versions->count; i++) {
        bool same = kept > 0 && item[kept - 1].claims == item[i].claims &&
                    chy_digest_eq(&item[kept - 1].digest, &item[i].digest);
        if (same && !take_signatures(&item[kept - 1], &item[i], error))
            return false;
        if (same)
            continue;
        if (kept != i) {
            item[kept] = item[i];
            item[i].signature = NULL;
        }
        kept++;
    }
    versions->count = kept;
    return kept <= CHY_MAX_VERSIONS ||
           chy_fail(error, CHANCERY_E_LIMIT, "the directory file has more than %u versions",
                    CHY_MAX_VERSIONS);
}

static bool read_lines(struct chy_versions *versions, chancery_error *error)
{
    chancery_span line;
    uint64_t place;
    size_t lines = 0;
    bool more;
    for (;;) {
        if (!chy_lines_next(&versions->lines, &line, &place, &more, error))
            return false;
        if (!more)
            break;
        if (line.len == 0)
            continue;
        if (++lines > CHY_MAX_LINES)
            return chy_fail(error, CHANCERY_E_LIMIT,
                            "the directory file has more than %u lines", CHY_MAX_LINES);
        if (!add_line(versions, line, place, error))
            return false;
    }
    if (versions->count > 1)
        qsort(versions->item, versions->count, sizeof *versions->item, by_place);
    return merge(versions, error);
}

bool chy_versions_read(struct chy_versions *out, chancery_span bytes, chancery_error *error)
{
    struct chy_versions made = {0};
    chy_lines_of(&made.lines, bytes);
    if (read_lines(&made, error)) {
        *out = made;
        return true;
    }
    chy_versions_done(&made);
    return false;
}

/* A directory that was begun and not signed is not a missing one. */
static bool is_begun(const char *path, chancery_error *error)
{
    char *next = chy_directory_next_path(path, error);
    bool waits = next && !chy_file_exists(path) && chy_file_exists(next);
    free(next);
    if (waits) {
        chy_fail(error, CHANCERY_E_MISSING, "no root has signed this directory yet");
        chy_fail_where(error, path);
        chy_fail_next(error, "Sign it first: chancery directory sign FILE --key ROOT.key");
    }
    return waits;
}

bool chy_versions_load(struct chy_versions *out, const char *path, chancery_error *error)
{
    struct chy_versions made = {0};
    if (!is_begun(path, error) && chy_lines_open(&made.lines, path, CHY_MAX_DIRECTORY, error) &&
        (read_lines(&made, error) || chy_fail_where(error, path))) {
        *out = made;
        return true;
    }
    chy_versions_done(&made);
    return false;
}

void chy_versions_done(struct chy_versions *versions)
{
    for (size_t i = 0; i < versions->count; i++)
        free(versions->item[i].signature);
    free(versions->item);
    chy_lines_done(&versions->lines);
    chy_buf_done(&versions->message);
    *versions = (struct chy_versions){0};
}

/* --- reading again --- */

/* The payload claims what it claimed when it was read first, and has the digest that it had
 * when it was hashed first: its bytes are those that were counted, whatever became of the file.
 */
static bool is_same(struct chy_version *version, chancery_span payload)
{
    struct chy_version again = {0};
    chancery_digest digest = chy_digest_of(payload);
    if (version->hashed)
        return chy_digest_eq(&digest, &version->digest);
    version->digest = digest;
    version->hashed = read_claims(&again, payload) && again.claims == version->claims &&
                      again.has_previous == version->has_previous &&
                      chy_digest_eq(&again.previous, &version->previous);
    return version->hashed;
}

static bool hold(struct chy_versions *versions, const struct chy_version *asked,
                 chancery_error *error)
{
    struct chy_version *version = &versions->item[asked - versions->item];
    struct chy_envelope envelope = {0};
    chancery_span line;
    if (versions->held && version->hashed && chy_digest_eq(&versions->holds, &version->digest))
        return true;
    versions->held = false;
    if (!chy_lines_again(&versions->lines, &line, version->place, version->line, error))
        return false;
    bool same = chy_envelope_read(&envelope, line, NULL);
    chancery_span payload = chy_span(envelope.payload, envelope.payload_len);
    same = same && is_same(version, payload);
    if (!same) {
        chy_fail(error, CHANCERY_E_IO, "the directory file was changed while it was read");
        if (versions->lines.path)
            chy_fail_where(error, versions->lines.path);
        chy_fail_next(error, "Try again.");
    } else {
        chy_buf_clear(&versions->message);
        chy_envelope_pae(&versions->message, CHY_DIRECTORY_TYPE, payload);
        versions->payload = versions->message.len - payload.len;
        versions->held = same = chy_buf_finish(&versions->message, error);
        versions->holds = version->digest;
    }
    chy_envelope_done(&envelope);
    return same;
}

bool chy_version_hash(struct chy_versions *versions, const struct chy_version *version,
                      chancery_error *error)
{
    return version->hashed || hold(versions, version, error);
}

bool chy_version_message(chancery_span *out, struct chy_versions *versions,
                         const struct chy_version *version, chancery_error *error)
{
    if (!hold(versions, version, error))
        return false;
    *out = chy_buf_view(&versions->message);
    return true;
}

bool chy_version_payload(chancery_span *out, struct chy_versions *versions,
                         const struct chy_version *version, chancery_error *error)
{
    if (!chy_version_message(out, versions, version, error))
        return false;
    *out = chy_span_from(*out, versions->payload);
    return true;
}

bool chy_version_read(struct chy_directory *out, struct chy_versions *versions,
                      const struct chy_version *version, chancery_error *error)
{
    chancery_span payload;
    return chy_version_payload(&payload, versions, version, error) &&
           chy_directory_read(out, payload, error);
}

/* --- what waits --- */

char *chy_directory_next_path(const char *path, chancery_error *error)
{
    return chy_dupf(error, "%s.next.json", path);
}

bool chy_directory_next_load(struct chy_buf *out, const char *next_path, chancery_error *error)
{
    if (!chy_file_read(out, next_path, CHY_MAX_PAYLOAD, error))
        return false;
    if (out->len > 0 && out->ptr[out->len - 1] == '\n')
        out->len--;
    return true;
}

bool chy_fail_in_file(chancery_error *error, const char *path)
{
    if (!error || error->code == CHANCERY_OK || error->where[0] != '$')
        return chy_fail_where(error, path);
    char *where = chy_dupf(NULL, "%s: %s", path, error->where);
    error->where[0] = '\0';
    chy_fail_where(error, where ? where : path);
    free(where);
    return false;
}
