/*
 * directory.c - what a directory through time costs.
 *
 *   directory make FILE ROOT.pub HOLDERS VERSIONS   a directory that grows to HOLDERS
 *   directory load FILE ROOT.pub HOME RUNS          loading it, against its verifications
 *
 * Every version holds the holders of the one before and its share of new ones, of whom two
 * hundred hold each office in turn. It is pinned under HOME, so that its keys were looked at.
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

static bool make(const char *path, const char *root_path, size_t holders, size_t versions,
                 chancery_error *error)
{
    static const uint8_t seed[32] = {7};
    struct chy_directory made = {.version = 1, .threshold = 1, .roots = 1};
    struct chy_buf lines;
    chancery_key *root = NULL;
    chancery_public_key public_key;
    chy_buf_init(&lines, CHY_MAX_DIRECTORY);
    made.holder = calloc(holders, sizeof *made.holder);
    bool ok = made.holder && chancery_key_from_seed(&root, seed, error) &&
              chy_date_make(&made.expires, 9999, 1, 1);
    if (ok) {
        public_key = chancery_key_public(root);
        made.root = &public_key;
    }
    for (size_t v = 1; ok && v <= versions; v++) {
        for (; ok && made.holders < holders * v / versions; made.holders++)
            ok = fill(&made.holder[made.holders], made.holders, error);
        ok = ok && add_version(&lines, &made, root, error);
    }
    ok = ok && chy_buf_finish(&lines, error) &&
         chancery_public_key_write(&public_key, root_path, error) &&
         chy_file_write(path, chy_buf_view(&lines), 0644, true, error);
    for (size_t i = 0; i < made.holders; i++) {
        free(made.holder[i].name);
        free(made.holder[i].office.office);
    }
    free(made.holder);
    chancery_key_free(root);
    chy_buf_done(&lines);
    return ok;
}

/* --- load --- */

static double time_load(const chancery_trust_options *options, size_t runs,
                        chancery_trust **out, chancery_error *error)
{
    double micros[MAX_RUNS];
    for (size_t i = 0; i < runs; i++) {
        chancery_trust_free(*out);
        *out = NULL;
        double begun = now_micros(CLOCK_MONOTONIC);
        if (!chancery_trust_open(out, options, error))
            return -1;
        micros[i] = now_micros(CLOCK_MONOTONIC) - begun;
    }
    return median(micros, runs);
}

static bool verify_all(const struct chy_versions *versions, const struct chy_buf *message,
                       const chancery_public_key *root)
{
    for (size_t i = 0; i < versions->count; i++) {
        if (!chy_ed25519_verify(root, chy_buf_view(&message[i]),
                                &versions->item[i].signature[0].signature))
            return false;
    }
    return true;
}

static double time_verify(const char *path, const char *root_path, size_t runs, size_t *count,
                          chancery_error *error)
{
    struct chy_versions versions = {0};
    chancery_public_key root;
    double micros[MAX_RUNS];
    if (!chy_versions_load(&versions, path, error) ||
        !chancery_public_key_read(&root, root_path, error))
        return -1;
    struct chy_buf *message = calloc(versions.count, sizeof *message);
    for (size_t i = 0; message && i < versions.count; i++)
        chy_envelope_pae(&message[i], CHY_DIRECTORY_TYPE,
                         chy_version_payload(&versions.item[i]));
    for (size_t i = 0; i < runs; i++) {
        double begun = now_micros(CLOCK_MONOTONIC);
        if (!message || !verify_all(&versions, message, &root))
            return -1;
        micros[i] = now_micros(CLOCK_MONOTONIC) - begun;
    }
    *count = versions.count;
    return median(micros, runs);
}

static double time_questions(const struct chy_directory *directory)
{
    size_t held = 0;
    double begun = now_micros(CLOCK_MONOTONIC);
    for (size_t i = 0; i < QUESTIONS; i++) {
        const struct chy_holder *one = &directory->holder[i * 7919 % directory->holders];
        held += chy_directory_held(directory, one->name, &one->office, one->since, NULL) ==
                CHY_HELD;
    }
    return held == QUESTIONS ? (now_micros(CLOCK_MONOTONIC) - begun) / QUESTIONS : -1;
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
    if (!pin(path, root_path, home, error))
        return false;
    struct rusage usage;
    size_t count = 0;
    double loaded = time_load(&options, runs, &trust, error);
    if (loaded < 0 || getrusage(RUSAGE_SELF, &usage) != 0)
        return false;
    double asked = time_questions(&trust->directory);
    double verified = time_verify(path, root_path, runs, &count, error);
    if (verified < 0 || asked < 0)
        return false;
    printf("%.2f (target 3.00) loading a directory of %zu holders and %zu versions / its %zu "
           "verifications: %.0f us against %.0f us; %.1f MiB resident (target 64)\n",
           loaded / verified, trust->directory.holders, count, count, loaded, verified,
           (double)usage.ru_maxrss / 1024);
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
    if (argc == 6 && strcmp(argv[1], "make") == 0) {
        ok = ok && make(argv[2], argv[3], number(argv[4]), number(argv[5]), &error);
    } else if (argc == 6 && strcmp(argv[1], "load") == 0 && number(argv[5]) > 0 &&
               number(argv[5]) <= MAX_RUNS) {
        ok = ok && load(argv[2], argv[3], argv[4], number(argv[5]), &error);
    } else {
        (void)fprintf(stderr, "usage: directory make FILE ROOT.pub HOLDERS VERSIONS\n"
                              "       directory load FILE ROOT.pub HOME RUNS\n");
        return 64;
    }
    if (!ok)
        (void)fprintf(stderr, "directory: %s: %s\n", error.where, error.text);
    return ok ? 0 : 1;
}
