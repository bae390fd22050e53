/*
 * timestamp.c - asking timestamp authorities for tokens over a record's signatures, and taking
 * their answers: spec/time.md, rules P1 to P4.
 */
#include "base/child.h"
#include "base/date.h"
#include "base/encode.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/proven.h"
#include "custody/trust.h"

#include <stdlib.h>

struct work {
    const chancery_timestamp_options *options;
    const chancery_trust *trust;
    struct chy_authorities *authorities;
    struct chy_buf bytes;
    char *path; /* of the record */
    struct chy_record record;
    chancery_digest *wanted; /* to be asked for */
    size_t wanteds;
    struct chy_buf lines; /* to be added */
    size_t taken, passed; /* answers; passed: to what the record does not hold */
};

static bool open_record(struct work *w, chancery_error *error)
{
    const chancery_timestamp_options *options = w->options;
    bool exists;
    if (!chy_record_open(&w->bytes, &w->path, &exists, options->file, options->record, error))
        return false;
    if (!exists) {
        chy_fail(error, CHANCERY_E_MISSING, "it has no custody record, so nothing was signed");
        chy_fail_where(error, options->file);
        return chy_fail_next(error, "Sign it first, or name the record with --record.");
    }
    return (chy_file_outside_bags(w->path, error) &&
            chy_record_read(&w->record, chy_buf_view(&w->bytes), error) &&
            chy_record_weigh(&w->record, &w->trust->directory, w->trust->now, error) &&
            chy_directory_authorities(&w->authorities, &w->trust->directory, error)) ||
           chy_fail_where(error, w->path);
}

static bool want(struct work *w, struct chy_digest_index *seen, const chancery_digest *digest,
                 chancery_error *error)
{
    if (chy_digest_index_find(seen, digest) != CHY_NO_INDEX)
        return true;
    w->wanted[w->wanteds++] = *digest;
    return chy_digest_index_set(seen, digest, 0, error);
}

/* Signatures without a token of their own that counts; or the tokens that no other covers. */
static bool find_wanted(struct work *w, chancery_error *error)
{
    const struct chy_record *record = &w->record;
    struct chy_digest_index seen = {0};
    bool ok = true;
    w->wanted = calloc(record->signatures + record->stamps + 1, sizeof *w->wanted);
    if (!w->wanted)
        return chy_fail_memory(error);
    for (size_t i = 0; ok && i < record->stamps; i++) {
        const struct chy_stamp *stamp = &record->stamp[i];
        if (stamp->why)
            continue;
        if (!w->options->renew)
            ok = chy_digest_index_set(&seen, &stamp->of, 0, error);
        else if (!stamp->covered)
            ok = want(w, &seen, &stamp->token, error);
    }
    for (size_t i = 0; ok && !w->options->renew && i < record->signatures; i++) {
        if (record->signature[i].by)
            ok = want(w, &seen, &record->signature[i].digest, error);
    }
    chy_digest_index_done(&seen);
    return ok;
}

/* May a token be over this? It is a signature by a key of the directory, or a token that
 * counts. */
static bool is_held(const struct chy_record *record, const chancery_digest *digest)
{
    for (size_t i = 0; i < record->signatures; i++) {
        if (record->signature[i].by && chy_digest_eq(&record->signature[i].digest, digest))
            return true;
    }
    for (size_t i = 0; i < record->stamps; i++) {
        if (!record->stamp[i].why && chy_digest_eq(&record->stamp[i].token, digest))
            return true;
    }
    return false;
}

static bool begin(struct work *w, const chancery_timestamp_options *options,
                  const chancery_trust *trust, chancery_error *error)
{
    *w = (struct work){.options = options, .trust = trust};
    chy_buf_init(&w->lines, CHY_MAX_RECORD);
    return open_record(w, error) && find_wanted(w, error);
}

static void done(struct work *w)
{
    chy_authorities_free(w->authorities);
    chy_record_done(&w->record);
    chy_buf_done(&w->bytes);
    chy_buf_done(&w->lines);
    free(w->wanted);
    free(w->path);
}

/* --- what is asked --- */

static char *path_of(const char *folder, const chancery_digest *digest, const char *suffix,
                     chancery_error *error)
{
    char name[80];
    chy_hex(name, digest->b, sizeof digest->b);
    memcpy(name + 64, suffix, strlen(suffix) + 1);
    return chy_path_join(folder, chy_span_str(name), error);
}

/* One that is there already waits for its answer. */
static bool write_request(const char *folder, const chancery_digest *digest, size_t *written,
                          chancery_error *error)
{
    uint8_t request[CHY_REQUEST];
    char *path = path_of(folder, digest, ".tsq", error);
    bool ok = path != NULL;
    if (ok && !chy_file_exists(path)) {
        ok = chy_request_make(request, digest, error) &&
             chy_file_write(path, chy_span(request, sizeof request), 0644, false, error);
        ++*written;
    }
    free(path);
    return ok;
}

bool chancery_timestamp_request(char **out, const chancery_timestamp_options *options,
                                const char *folder, const chancery_trust *trust,
                                chancery_error *error)
{
    struct work w;
    size_t written = 0;
    char *said = NULL;
    bool ok = begin(&w, options, trust, error) &&
              (w.wanteds == 0 || chy_file_make_folder(folder, false, error));
    for (size_t i = 0; ok && i < w.wanteds; i++)
        ok = write_request(folder, &w.wanted[i], &written, error);
    if (ok && w.wanteds == 0)
        said = chy_dupf(error, options->renew ? "There is no timestamp to renew."
                                              : "Every signature has its timestamp.");
    else if (ok)
        said = chy_dupf(error,
                        "%zu request%s written, %zu there already; each answer belongs beside "
                        "its request, as .tsr.",
                        written, written == 1 ? "" : "s", w.wanteds - written);
    done(&w);
    if (said)
        *out = said;
    return said != NULL;
}

/* --- what is answered --- */

/* Checks an answer, whose token becomes a line. */
static bool take(struct work *w, const chancery_digest *digest, chancery_span request,
                 chancery_span response, chancery_error *error)
{
    uint8_t nonce[CHY_NONCE];
    chancery_span der;
    struct chy_token token;
    if (!chy_request_nonce(nonce, request, digest))
        return chy_fail(error, CHANCERY_E_TOKEN, "its request (.tsq) is not one for this");
    if (!chy_response_token(&der, response, error) ||
        !chy_token_verify(&token, der, digest, nonce, w->authorities, w->trust->now, error))
        return chy_fail_next(error, "Nothing was taken. Ask an authority that the directory "
                                    "lists (chancery directory show).");
    if (token.until < w->trust->now) {
        chy_fail(error, CHANCERY_E_TOKEN, "a certificate of the timestamp's chain has expired");
        return chy_fail_next(error,
                             "Nothing was taken. Ask an authority whose certificates are "
                             "in use for another.");
    }
    chy_buf_str(&w->lines, "{\"timestamp\":{\"signature\":\"");
    chy_buf_hex(&w->lines, digest->b, sizeof digest->b);
    chy_buf_str(&w->lines, "\",\"token\":\"");
    chy_buf_base64(&w->lines, der.ptr, der.len);
    chy_buf_str(&w->lines, "\"}}\n");
    w->taken++;
    return true;
}

static bool store(char **out, struct work *w, chancery_error *error)
{
    size_t added = 0;
    char *where = NULL, *said = NULL;
    if (!chy_buf_finish(&w->lines, error) ||
        !chy_record_append(w->path, chy_buf_view(&w->lines), &added, error))
        return chy_fail_where(error, w->path);
    where = chy_esc(chy_span_str(w->path));
    if (where)
        said = chy_dupf(error, "%zu timestamp%s added to %s.%s%s", added, added == 1 ? "" : "s",
                        where, w->taken > added ? " Others were there already." : "",
                        w->passed > 0 ? " Answers to what it does not hold were passed over."
                                      : "");
    else
        chy_fail_memory(error);
    free(where);
    if (said)
        *out = said;
    return said != NULL;
}

static bool take_file(struct work *w, const char *folder, const char *name,
                      chancery_error *error)
{
    chancery_digest digest;
    struct chy_buf request = {0}, response = {0};
    char *asked = NULL, *answered = NULL;
    bool ok = true;
    if (strlen(name) != 64 + sizeof ".tsr" - 1 ||
        !chy_unhex(digest.b, sizeof digest.b, chy_span(name, 64)) ||
        !is_held(&w->record, &digest)) {
        w->passed++;
        return true;
    }
    asked = path_of(folder, &digest, ".tsq", error);
    answered = path_of(folder, &digest, ".tsr", error);
    ok = asked && answered && chy_file_read(&request, asked, CHY_REQUEST, error) &&
         chy_file_read(&response, answered, CHY_MAX_TOKEN, error) &&
         (take(w, &digest, chy_buf_view(&request), chy_buf_view(&response), error) ||
          chy_fail_where(error, answered));
    free(asked);
    free(answered);
    chy_buf_done(&request);
    chy_buf_done(&response);
    return ok;
}

bool chancery_timestamp_response(char **out, const chancery_timestamp_options *options,
                                 const char *folder, const chancery_trust *trust,
                                 chancery_error *error)
{
    struct work w;
    char **names = NULL;
    size_t count = 0;
    bool ok = begin(&w, options, trust, error) &&
              chy_file_list(&names, &count, folder, ".tsr", error);
    for (size_t i = 0; ok && i < count; i++)
        ok = take_file(&w, folder, names[i], error);
    if (ok && w.taken == 0) {
        chy_fail(error, CHANCERY_E_MISSING,
                 "it holds no answer (DIGEST.tsr) to what this record holds");
        chy_fail_where(error, folder);
        ok = chy_fail_next(error, "Put each answer beside its request, under the same name.");
    }
    ok = ok && store(out, &w, error);
    chy_names_free(names, count);
    done(&w);
    return ok;
}

/* --- over the network --- */

static bool is_url(const char *url)
{
    for (const char *at = url; *at; at++) {
        if (*at <= ' ' || *at > '~')
            return false;
    }
    return strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0;
}

static bool ask(struct work *w, const chancery_digest *digest, const char *url,
                chancery_error *error)
{
    const char *const arguments[] = {"--disable",
                                     "--silent",
                                     "--show-error",
                                     "--fail",
                                     "--globoff",
                                     "--proto",
                                     "=http,https",
                                     "--header",
                                     "Content-Type: application/timestamp-query",
                                     "--data-binary",
                                     "@-",
                                     "--url",
                                     url,
                                     NULL};
    uint8_t request[CHY_REQUEST];
    struct chy_buf response;
    const struct chy_child child = {.program = "curl",
                                    .arguments = arguments,
                                    .input = chy_span(request, sizeof request),
                                    .most = CHY_MAX_TOKEN,
                                    .seconds = CHY_MAX_TSA_SECONDS,
                                    .memory = CHY_MAX_TSA_MEMORY,
                                    .does = "asks timestamp authorities",
                                    .cannot = "got no answer",
                                    .missing_next = "Install curl, or use --request and "
                                                    "--response."};
    chy_buf_init(&response, 0);
    bool ok =
        (chy_request_make(request, digest, error) && chy_child_run(&response, &child, error) &&
         take(w, digest, chy_span(request, sizeof request), chy_buf_view(&response), error)) ||
        chy_fail_where(error, url);
    chy_buf_done(&response);
    return ok;
}

bool chancery_timestamp_fetch(char **out, const chancery_timestamp_options *options,
                              const char *url, const chancery_trust *trust,
                              chancery_error *error)
{
    struct work w;
    if (!is_url(url))
        return chy_fail(error, CHANCERY_E_USAGE,
                        "--tsa takes a URL of http or https, not \"%s\"", url);
    bool ok = begin(&w, options, trust, error);
    for (size_t i = 0; ok && i < w.wanteds; i++)
        ok = ask(&w, &w.wanted[i], url, error);
    if (ok && w.wanteds == 0) {
        *out = chy_dupf(error, options->renew ? "There is no timestamp to renew."
                                              : "Every signature has its timestamp.");
        ok = *out != NULL;
    } else {
        ok = ok && store(out, &w, error);
    }
    done(&w);
    return ok;
}
