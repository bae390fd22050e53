/*
 * directory.c - what a directory through time costs.
 *
 *   directory make FILE ROOT.pub FIRST HOLDERS VERSIONS   one that grows from FIRST to HOLDERS
 *   directory load FILE ROOT.pub HOME RUNS                loading it, against its verifications
 *
 * Every version holds the holders of the one before and its share of new ones, of whom two
 * hundred hold each office in turn. It ends one term early and one key. It is pinned under
 * HOME, so that its keys were looked at. Times are the processor's.
 */
#include "bench.h"
#include "base/date.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/directory_file.h"
#include "custody/trust.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { MAX_RUNS = 1000, QUESTIONS = 100000, TERMS = 200 };

/* --- make --- */

static bool fill(struct chy_holder *holder, size_t i, chancery_error *error)
{
    static char of[] = "Specimenia", full[] = "full";
    *holder = (struct chy_holder){.capacity = full};
    holder->name = chy_dupf(error, "Specimen Holder %zu", i);
    holder->office.office = chy_dupf(error, "Office %zu", i / TERMS);
    holder->office.of = of;
    /* a point of full order: the key of a seed */
    chancery_key *key = NULL;
    uint8_t seed[32] = {(uint8_t)i, (uint8_t)(i >> 8), (uint8_t)(i >> 16), 1};
    if (!holder->name || !holder->office.office || !chancery_key_from_seed(&key, seed, error))
        return false;
    holder->key = chancery_key_public(key);
    chancery_key_free(key);
    return chy_date_make(&holder->since, 1800 + (int)(i % TERMS), 1, 1) &&
           chy_date_make(&holder->until, 1800 + (int)(i % TERMS), 12, 31);
}

static bool add_version(struct chy_buf *lines, struct chy_directory *directory,
                        const chancery_key *root, chancery_error *error)
{
    struct chy_buf payload = {0}, message = {0};
    chancery_signature signature;
    chancery_public_key public_key = chancery_key_public(root);
    bool ok = chy_directory_write(&payload, directory, error);
    chy_envelope_pae(&message, CHY_DIRECTORY_TYPE, chy_buf_view(&payload));
    ok = ok && chy_buf_finish(&message, error) &&
         chy_ed25519_sign(&signature, root, chy_buf_view(&message), error);
    if (ok)
        chy_envelope_write(lines, CHY_DIRECTORY_TYPE, chy_buf_view(&payload), &public_key,
                           &signature);
    directory->version++;
    directory->has_previous = true;
    directory->previous = chy_digest_of(chy_buf_view(&payload));
    chy_buf_done(&payload);
    chy_buf_done(&message);
    return ok;
}

/* A term that ended early, and a key that ended. */
static bool change(struct chy_directory *made, size_t v, chancery_error *error)
{
    static char retired[] = "retired";
    struct chy_holder *early = &made->holder[v % made->holders];
    struct chy_key_end *end = &made->end[made->ends];
    early->until = early->since;
    early->ended = chy_dupf(error, "Specimen reason %zu", v);
    *end = (struct chy_key_end){
        .key = made->holder[v % made->holders].key, .state = retired, .at = early->since};
    made->ends++;
    return early->ended != NULL;
}

static bool write_versions(struct chy_buf *lines, struct chy_directory *made,
                           const chancery_key *root, size_t first, size_t holders,
                           size_t versions, chancery_error *error)
{
    size_t step = versions > 1 ? (holders - first) / (versions - 1) : 0;
    bool ok = true;
    for (size_t v = 1; ok && v <= versions; v++) {
        size_t until = v == versions ? holders : first + (v - 1) * step;
        for (; ok && made->holders < until; made->holders++)
            ok = fill(&made->holder[made->holders], made->holders, error);
        ok = ok && (v == 1 || change(made, v - 2, error)) &&
             add_version(lines, made, root, error);
    }
    return ok && chy_buf_finish(lines, error);
}

static void made_done(struct chy_directory *made)
{
    for (size_t i = 0; made->holder && i < made->holders; i++) {
        free(made->holder[i].name);
        free(made->holder[i].office.office);
        free(made->holder[i].ended);
    }
    free(made->holder);
    free(made->end);
}

static bool make(const char *path, const char *root_path, size_t first, size_t holders,
                 size_t versions, chancery_error *error)
{
    static const uint8_t seed[32] = {7};
    struct chy_directory made = {.version = 1, .threshold = 1, .roots = 1};
    struct chy_buf lines;
    chancery_key *root = NULL;
    chancery_public_key public_key;
    chy_buf_init(&lines, CHY_MAX_DIRECTORY);
    made.holder = calloc(holders, sizeof *made.holder);
    made.end = calloc(versions, sizeof *made.end);
    bool ok = made.holder && made.end && chancery_key_from_seed(&root, seed, error) &&
              chy_date_make(&made.expires, 9999, 1, 1);
    if (ok) {
        public_key = chancery_key_public(root);
        made.root = &public_key;
    }
    ok = ok && write_versions(&lines, &made, root, first, holders, versions, error) &&
         chancery_public_key_write(&public_key, root_path, error) &&
         chy_file_write(path, chy_buf_view(&lines), 0644, true, error);
    made_done(&made);
    chancery_key_free(root);
    chy_buf_done(&lines);
    return ok;
}

/* --- load --- */

/* What is signed, of every version, and by whom. */
struct signed_versions {
    struct chy_versions versions;
    struct chy_buf *message;
    chancery_public_key root;
};

static bool read_signed(struct signed_versions *out, const char *path, const char *root_path,
                        chancery_error *error)
{
    if (!chy_versions_load(&out->versions, path, error) ||
        !chancery_public_key_read(&out->root, root_path, error))
        return false;
    out->message = calloc(out->versions.count, sizeof *out->message);
    for (size_t i = 0; out->message && i < out->versions.count; i++) {
        chancery_span bytes;
        if (!chy_version_message(&bytes, &out->versions, &out->versions.item[i], error))
            return false;
        chy_buf_span(&out->message[i], bytes);
    }
    return out->message != NULL;
}

static bool verify_all(const struct signed_versions *in)
{
    for (size_t i = 0; i < in->versions.count; i++) {
        if (!chy_ed25519_verify(&in->root, chy_buf_view(&in->message[i]),
                                &in->versions.item[i].signature[0].signature))
            return false;
    }
    return true;
}

static bool time_load(double *micros, const chancery_trust_options *options,
                      chancery_trust **out, chancery_error *error)
{
    chancery_trust_free(*out);
    *out = NULL;
    double begun = now_micros(CLOCK_PROCESS_CPUTIME_ID);
    bool ok = chancery_trust_open(out, options, error);
    *micros = now_micros(CLOCK_PROCESS_CPUTIME_ID) - begun;
    return ok;
}

static double time_questions(const struct chy_directory *directory)
{
    size_t held = 0;
    double begun = now_micros(CLOCK_PROCESS_CPUTIME_ID);
    for (size_t i = 0; i < QUESTIONS; i++) {
        const struct chy_holder *one = &directory->holder[i * 7919 % directory->holders];
        held += chy_directory_held(directory, one->name, &one->office, one->since, NULL) ==
                CHY_HELD;
    }
    return held == QUESTIONS ? (now_micros(CLOCK_PROCESS_CPUTIME_ID) - begun) / QUESTIONS : -1;
}

/* Its keys were looked at when it was pinned; after that a command loads it so. */
static bool pin(const char *path, const char *root_path, const char *home,
                chancery_error *error)
{
    chancery_trust_options options = {
        .home = home, .directory = path, .roots = &root_path, .root_count = 1, .now = 0};
    char *done = NULL;
    bool ok = chancery_directory_trust(&done, &options, true, error);
    chancery_free(done);
    return ok;
}

static bool load(const char *path, const char *root_path, const char *home, size_t runs,
                 chancery_error *error)
{
    chancery_trust_options options = {.home = home, .now = 0};
    chancery_trust *trust = NULL;
    struct signed_versions all = {0};
    struct rusage usage;
    double loading[MAX_RUNS], verifying[MAX_RUNS];
    if (!pin(path, root_path, home, error) ||
        !time_load(&loading[0], &options, &trust, error) ||
        getrusage(RUSAGE_SELF, &usage) != 0 || !read_signed(&all, path, root_path, error))
        return false;
    for (size_t i = 0; i < runs; i++) {
        if (!time_load(&loading[i], &options, &trust, error))
            return false;
        double begun = now_micros(CLOCK_PROCESS_CPUTIME_ID);
        if (!verify_all(&all))
            return false;
        verifying[i] = now_micros(CLOCK_PROCESS_CPUTIME_ID) - begun;
    }
    double loaded = median(loading, runs), verified = median(verifying, runs);
    double asked = time_questions(&trust->directory);
    if (asked < 0)
        return false;
    printf("%.2f (target 3.00) loading a directory of %zu holders and %zu versions / its %zu "
           "verifications: %.0f us against %.0f us; %.1f MiB resident (target 64)\n",
           loaded / verified, trust->directory.holders, all.versions.count, all.versions.count,
           loaded, verified, (double)usage.ru_maxrss / 1024);
    printf("     who held an office on a day, among %zu holders: %.2f us a question\n",
           trust->directory.holders, asked);
    chancery_trust_free(trust);
    return true;
}

/* 0 for what is no number. */
static size_t number(const char *text)
{
    char *end;
    unsigned long value = strtoul(text, &end, 10);
    return *end == '\0' && value <= CHY_MAX_HOLDERS ? value : 0;
}

int main(int argc, char **argv)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    bool ok = chancery_init(&error);
    if (argc == 7 && strcmp(argv[1], "make") == 0) {
        ok = ok &&
             make(argv[2], argv[3], number(argv[4]), number(argv[5]), number(argv[6]), &error);
    } else if (argc == 6 && strcmp(argv[1], "load") == 0 && number(argv[5]) > 0 &&
               number(argv[5]) <= MAX_RUNS) {
        ok = ok && load(argv[2], argv[3], argv[4], number(argv[5]), &error);
    } else {
        (void)fprintf(stderr, "usage: directory make FILE ROOT.pub FIRST HOLDERS VERSIONS\n"
                              "       directory load FILE ROOT.pub HOME RUNS\n");
        return 64;
    }
    if (!ok)
        (void)fprintf(stderr, "directory: %s: %s\n", error.where, error.text);
    return ok ? 0 : 1;
}
