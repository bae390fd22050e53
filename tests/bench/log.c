/*
 * log.c - what appending to a transparency log costs.
 *
 *   log batch FOLDER RUNS    10,000 entries with one checkpoint, against hashing and writing
 * them log grown FOLDER RUNS    one entry in a log of a million, against one of a thousand
 */
#include "archive/log.h"
#include "base/encode.h"
#include "base/fd.h"
#include "base/file.h"
#include "bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BATCH = 10000, MAX_RUNS = 1000 };

/* The larger size ends as far in its tiles as the smaller: partial tiles of 232 are rewritten.
 */
static const uint64_t small_size = 1000, large_size = 1000168;

/* As of a letter by two signatories. */
static void add_entry(struct chy_buf *bundle, uint64_t n)
{
    struct chy_buf entry = {0};
    chy_buf_printf(&entry, "chancery-entry/v1\ndocument %064llx\n", (unsigned long long)n);
    for (unsigned i = 1; i <= 2; i++)
        chy_buf_printf(&entry, "signature %064llx\n", (unsigned long long)n * 4 + i);
    chy_bundle_add(bundle, chy_buf_view(&entry));
    chy_buf_done(&entry);
}

static void make_entries(struct chy_buf *out, uint64_t from, uint64_t count)
{
    chy_buf_clear(out);
    for (uint64_t i = 0; i < count; i++)
        add_entry(out, from + i);
}

static bool make_key(chancery_key **key, const char *path, chancery_error *error)
{
    static const uint8_t seed[32] = {7};
    return chancery_key_from_seed(key, seed, error) &&
           chy_file_write(path, CHY_LITERAL("the bench signs with a key in memory\n"), 0600,
                          true, error);
}

static bool begin(const char *log, const char *key_file, const chancery_key *key,
                  chancery_error *error)
{
    char *done = NULL;
    bool ok = chancery_log_init(&done, log, "bench.example/log", key_file, key, error);
    chancery_free(done);
    return ok;
}

static bool append(const char *log, const struct chy_buf *entries, const chancery_key *key,
                   chancery_error *error)
{
    struct chy_buf report = {0};
    char *home = chy_dupf(error, "%s.home", log); /* the logs share a key, not a memory */
    bool ok =
        home && chy_log_append_entries(log, chy_buf_view(entries), key, home, &report, error);
    chy_buf_done(&report);
    free(home);
    return ok;
}

/* What nobody can do without: each entry hashed, all of them on disk. */
static bool hash_and_write(const char *path, const struct chy_buf *entries,
                           chancery_error *error)
{
    chancery_span entry, rest = chy_buf_view(entries);
    uint8_t all = 0;
    while (chy_bundle_next(&entry, &rest)) {
        chancery_digest leaf = chy_merkle_leaf(entry);
        all ^= leaf.b[0];
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool ok = fd >= 0 && chy_fd_write(fd, chy_buf_view(entries)) &&
              chy_fd_write(fd, chy_span(&all, 1)) && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return ok || chy_fail_errno(error, path, "cannot write it");
}

static bool batch(const char *folder, const char *key_file, const chancery_key *key,
                  size_t runs, chancery_error *error)
{
    static double ours[MAX_RUNS], floor_of[MAX_RUNS];
    struct chy_buf entries = {0};
    bool ok = true;
    make_entries(&entries, 0, BATCH);
    for (size_t i = 0; ok && i < runs; i++) {
        char *log = chy_dupf(error, "%s/batch-%zu", folder, i);
        char *plain = chy_dupf(error, "%s/plain-%zu", folder, i);
        ok = log && plain && begin(log, key_file, key, error);
        double t0 = now_micros(CLOCK_MONOTONIC);
        ok = ok && append(log, &entries, key, error);
        double t1 = now_micros(CLOCK_MONOTONIC);
        ok = ok && hash_and_write(plain, &entries, error);
        ours[i] = t1 - t0;
        floor_of[i] = now_micros(CLOCK_MONOTONIC) - t1;
        if (ok)
            unlink(plain);
        free(log);
        free(plain);
    }
    chy_buf_done(&entries);
    if (ok) {
        double a = median(ours, runs), b = median(floor_of, runs);
        printf("%.2f (target 2.00) append of %d entries, one checkpoint / hashing and writing "
               "them: %.0f us against %.0f us\n",
               a / b, BATCH, a, b);
    }
    return ok;
}

static bool grow(const char *log, uint64_t size, const chancery_key *key, chancery_error *error)
{
    struct chy_buf entries = {0};
    bool ok = true;
    for (uint64_t from = 0; ok && from < size; from += BATCH) {
        make_entries(&entries, from, size - from < BATCH ? size - from : BATCH);
        ok = append(log, &entries, key, error);
    }
    chy_buf_done(&entries);
    return ok;
}

static bool time_one(double *micros, const char *log, uint64_t n, const chancery_key *key,
                     chancery_error *error)
{
    struct chy_buf entries = {0};
    make_entries(&entries, n, 1);
    double t = now_micros(CLOCK_MONOTONIC);
    bool ok = append(log, &entries, key, error);
    *micros = now_micros(CLOCK_MONOTONIC) - t;
    chy_buf_done(&entries);
    return ok;
}

static bool grown(const char *folder, const char *key_file, const chancery_key *key,
                  size_t runs, chancery_error *error)
{
    static double few[MAX_RUNS], many[MAX_RUNS];
    char *small = chy_dupf(error, "%s/small", folder);
    char *large = chy_dupf(error, "%s/large", folder);
    bool ok = small && large && begin(small, key_file, key, error) &&
              begin(large, key_file, key, error) && grow(small, small_size, key, error) &&
              grow(large, large_size, key, error);
    for (size_t i = 0; ok && i < runs; i++)
        ok = time_one(&few[i], small, small_size + i, key, error) &&
             time_one(&many[i], large, large_size + i, key, error);
    if (ok) {
        double a = median(many, runs), b = median(few, runs);
        printf("%.2f (target 1.00) append of one entry to a log of %llu / of %llu: %.0f us "
               "against %.0f us\n",
               a / b, (unsigned long long)large_size, (unsigned long long)small_size, a, b);
    }
    free(small);
    free(large);
    return ok;
}

int main(int argc, char **argv)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_key *key = NULL;
    size_t runs = argc == 4 ? (size_t)strtoul(argv[3], NULL, 10) : 0;
    char *key_file = argc == 4 ? chy_dupf(&error, "%s/key", argv[2]) : NULL;
    bool ok = false;
    if (!key_file || runs == 0 || runs > MAX_RUNS) {
        fprintf(stderr, "usage: log batch|grown FOLDER RUNS\n");
    } else if (chancery_init(&error) && make_key(&key, key_file, &error)) {
        ok = strcmp(argv[1], "batch") == 0 ? batch(argv[2], key_file, key, runs, &error)
                                           : grown(argv[2], key_file, key, runs, &error);
    }
    if (!ok && error.code != CHANCERY_OK)
        fprintf(stderr, "log: %s: %s\n", error.where, error.text);
    chancery_key_free(key);
    free(key_file);
    return ok ? 0 : 1;
}
