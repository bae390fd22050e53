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

static struct chy_version *find(struct chy_versions *versions, const chancery_digest *digest)
{
    for (size_t i = versions->count; i > 0; i--) { /* a version's lines often follow it */
        if (chy_digest_eq(&versions->item[i - 1].digest, digest))
            return &versions->item[i - 1];
    }
    return NULL;
}

const struct chy_version *chy_versions_find(const struct chy_versions *versions,
                                            const chancery_digest *digest)
{
    size_t i = 0;
    while (i < versions->count && !chy_digest_eq(&versions->item[i].digest, digest))
        i++;
    return i < versions->count ? &versions->item[i] : NULL;
}

/* Adds an envelope to its version, made if it is the first; place and line are where it
 * stands. */
static bool add(struct chy_versions *versions, const struct chy_envelope *envelope,
                uint64_t place, size_t line, chancery_error *error)
{
    chancery_span payload = chy_span(envelope->payload, envelope->payload_len);
    struct chy_version made = {.place = place, .line = line, .digest = chy_digest_of(payload)};
    struct chy_version *version = find(versions, &made.digest);
    if (!version && !read_claims(&made, payload)) {
        versions->junk++;
        return true;
    }
    if (!version) {
        if (!chy_grow(&versions->item, &versions->cap, versions->count, sizeof made,
                      CHY_MAX_VERSIONS, "versions", error))
            return false;
        version = &versions->item[versions->count++];
        *version = made;
    }
    for (size_t i = 0; i < envelope->signatures; i++) {
        if (!chy_grow(&version->signature, &version->cap, version->signatures,
                      sizeof *version->signature, CHY_MAX_LINES, "signatures", error))
            return false;
        version->signature[version->signatures++] = envelope->signature[i];
    }
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

static int by_claim(const void *a, const void *b)
{
    const struct chy_version *one = a, *other = b;
    int order = (one->claims > other->claims) - (one->claims < other->claims);
    return order ? order : memcmp(&one->digest, &other->digest, sizeof one->digest);
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
        qsort(versions->item, versions->count, sizeof *versions->item, by_claim);
    return true;
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

/* What is read again is hashed again: its bytes are those that were counted, whatever became of
 * the file. */
static bool hold(struct chy_versions *versions, const struct chy_version *version,
                 chancery_error *error)
{
    struct chy_envelope envelope = {0};
    chancery_span line;
    if (versions->held && chy_digest_eq(&versions->holds, &version->digest))
        return true;
    versions->held = false;
    if (!chy_lines_again(&versions->lines, &line, version->place, version->line, error))
        return false;
    bool same = chy_envelope_read(&envelope, line, NULL);
    chancery_span payload = chy_span(envelope.payload, envelope.payload_len);
    if (same) {
        chancery_digest digest = chy_digest_of(payload);
        same = chy_digest_eq(&digest, &version->digest);
    }
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
