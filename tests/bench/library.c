/*
 * library.c - library DOCUMENT HOME RUNS: the library's verification of a document, in one
 * process and from memory but for the directory, which is read from its pin under HOME each
 * time; against as many Ed25519 verifications as it makes, alone, of the same messages.
 */
#include "bench.h"
#include "base/file.h"
#include "base/limits.h"
#include "custody/record.h"
#include "custody/trust.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_RUNS = 100000, MAX_CHECKS = 64, WARM_UP = 20 };

struct check {
    chancery_public_key key;
    chancery_signature signature;
    struct chy_buf message;
};

struct bench {
    const char *name;
    struct chy_buf document, record;
    chancery_trust_options trust;
    struct check check[MAX_CHECKS];
    size_t checks;
};

static bool verify_case(const struct bench *bench, chancery_error *error)
{
    chancery_trust *trust = NULL;
    chancery_verdict *verdict = NULL;
    bool ok = chancery_trust_open(&trust, &bench->trust, error) &&
              chancery_verify_bytes(&verdict, bench->name, chy_buf_view(&bench->document),
                                    chy_buf_view(&bench->record), NULL, trust, error);
    if (ok && chancery_verdict_status(verdict) != CHANCERY_STATUS_AUTHENTIC)
        ok = chy_fail(error, CHANCERY_E_REFUSED, "the document is not authentic");
    chancery_verdict_free(verdict);
    chancery_trust_free(trust);
    return ok;
}

static bool verify_alone(const struct bench *bench, chancery_error *error)
{
    for (size_t i = 0; i < bench->checks; i++) {
        const struct check *check = &bench->check[i];
        if (!chy_ed25519_verify(&check->key, chy_buf_view(&check->message), &check->signature))
            return chy_fail(error, CHANCERY_E_REFUSED, "a signature does not verify");
    }
    return true;
}

static bool add_check(struct bench *bench, const char *payload_type, chancery_span payload,
                      const chancery_public_key *key, const chancery_signature *signature,
                      chancery_error *error)
{
    if (bench->checks == MAX_CHECKS)
        return chy_fail(error, CHANCERY_E_LIMIT, "the record has too many signatures");
    struct check *check = &bench->check[bench->checks++];
    check->key = *key;
    check->signature = *signature;
    chy_envelope_pae(&check->message, payload_type, payload);
    return chy_buf_finish(&check->message, error);
}

/* The first root's signature of the directory, whose file holds one line. */
static bool add_directory(struct bench *bench, const struct chancery_trust *trust,
                          chancery_error *error)
{
    struct chy_buf bytes = {0};
    struct chy_envelope envelope = {0};
    bool ok = chy_file_read(&bytes, trust->path, CHY_MAX_DIRECTORY, error);
    if (ok && bytes.len > 0)
        bytes.len--; /* its one line's LF */
    ok = ok && chy_envelope_read(&envelope, chy_buf_view(&bytes), error) &&
         add_check(bench, envelope.payload_type,
                   chy_span(envelope.payload, envelope.payload_len), &trust->directory.root[0],
                   &envelope.signature[0].signature, error);
    chy_envelope_done(&envelope);
    chy_buf_done(&bytes);
    return ok;
}

static bool add_record(struct bench *bench, const struct chancery_trust *trust,
                       chancery_error *error)
{
    struct chy_record record = {0};
    bool ok = chy_record_read(&record, chy_buf_view(&bench->record), error) &&
              chy_record_check(&record, &trust->directory, error);
    for (size_t i = 0; ok && i < record.signatures; i++) {
        const struct chy_record_signature *signature = &record.signature[i];
        const struct chy_act *act = &record.act[signature->act];
        ok = signature->by != NULL &&
             add_check(bench, act->payload_type, chy_span(act->payload, act->payload_len),
                       &signature->by->key, &signature->signature, error);
    }
    chy_record_done(&record);
    return ok;
}

static bool prepare(struct bench *bench, chancery_error *error)
{
    chancery_trust *trust = NULL;
    char path[4096];
    int len = snprintf(path, sizeof path, "%s.intoto.jsonl", bench->name);
    bool ok = len > 0 && (size_t)len < sizeof path && chancery_init(error) &&
              chy_file_read(&bench->document, bench->name, CHY_MAX_ANNEX, error) &&
              chy_file_read(&bench->record, path, CHY_MAX_RECORD, error) &&
              chancery_trust_open(&trust, &bench->trust, error) &&
              add_directory(bench, trust, error) && add_record(bench, trust, error);
    chancery_trust_free(trust);
    return ok;
}

static bool measure(const struct bench *bench, size_t runs, chancery_error *error)
{
    double *whole = calloc(runs, sizeof *whole), *alone = calloc(runs, sizeof *alone);
    bool ok = whole && alone;
    for (size_t i = 0; ok && i < runs + WARM_UP; i++) {
        double began = now_micros(CLOCK_MONOTONIC);
        ok = verify_case(bench, error);
        double between = now_micros(CLOCK_MONOTONIC);
        ok = ok && verify_alone(bench, error);
        double ended = now_micros(CLOCK_MONOTONIC);
        if (i >= WARM_UP) {
            whole[i - WARM_UP] = between - began;
            alone[i - WARM_UP] = ended - between;
        }
    }
    if (ok) {
        double first = median(whole, runs), second = median(alone, runs);
        printf("%.2f (target 2.50) library verification in process / its %zu Ed25519 "
               "verifications alone: %.0f us against %.0f us\n",
               first / second, bench->checks, first, second);
    }
    free(whole);
    free(alone);
    return ok;
}

int main(int argc, char **argv)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    char *end = NULL;
    long runs = argc == 4 ? strtol(argv[3], &end, 10) : 0;
    if (!end || *end || runs < 1 || runs > MAX_RUNS) {
        fputs("usage: library DOCUMENT HOME RUNS\n", stderr);
        return CHANCERY_EXIT_USAGE;
    }
    struct bench bench = {.name = argv[1],
                          .trust = {.home = argv[2], .now = 1767225600}}; /* 2026-01-01 */
    bool ok = prepare(&bench, &error) && measure(&bench, (size_t)runs, &error);
    if (!ok)
        fprintf(stderr, "library: %s: %s\n", error.where, error.text);
    for (size_t i = 0; i < bench.checks; i++)
        chy_buf_done(&bench.check[i].message);
    chy_buf_done(&bench.document);
    chy_buf_done(&bench.record);
    return ok ? CHANCERY_EXIT_OK : CHANCERY_EXIT_UNDECIDED;
}
