/*
 * directory_maker.h - directories made and signed in a temporary folder, by keys whose seeds
 * are 32 equal bytes. For test_trust.c, test_pin.c and test_directory_sign.c.
 */
#ifndef CHY_TESTS_DIRECTORY_MAKER_H
#define CHY_TESTS_DIRECTORY_MAKER_H

#include "base/date.h"
#include "base/file.h"
#include "base/sha256.h"
#include "custody/trust.h"
#include "sign/envelope.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#define KEYS 6

static char folder[64], path[96], next_path[128], home[96], pin_path[128];
static char pub[KEYS][96]; /* public key files */
static chancery_key *key[KEYS];
static const char *pubs[KEYS];

static inline int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/chancery-test-XXXXXX");
    if (!chancery_init(NULL) || !mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/directory.jsonl", folder);
    snprintf(next_path, sizeof next_path, "%s.next.json", path);
    snprintf(home, sizeof home, "%s/home", folder);
    snprintf(pin_path, sizeof pin_path, "%s/trust.json", home);
    for (int i = 0; i < KEYS; i++) {
        uint8_t seed[32];
        memset(seed, i + 1, sizeof seed);
        snprintf(pub[i], sizeof pub[i], "%s/%d.pub", folder, i);
        pubs[i] = pub[i];
        if (!chancery_key_from_seed(&key[i], seed, NULL))
            return -1;
        chancery_public_key public_key = chancery_key_public(key[i]);
        if (!chancery_public_key_write(&public_key, pub[i], NULL))
            return -1;
    }
    return 0;
}

static inline int clean(void **state)
{
    (void)state;
    (void)unlink(path);
    (void)unlink(next_path);
    (void)unlink(pin_path);
    (void)rmdir(home);
    return 0;
}

static inline int remove_folder(void **state)
{
    clean(state);
    for (int i = 0; i < KEYS; i++) {
        (void)unlink(pub[i]);
        chancery_key_free(key[i]);
    }
    return rmdir(folder);
}

/* A version without holders, whose roots are keys [first, first + count). */
static inline struct chy_buf make_version(int64_t version, const struct chy_buf *before,
                                          int first, size_t count, int64_t threshold)
{
    chancery_public_key roots[KEYS];
    struct chy_directory made = {
        .version = version, .threshold = threshold, .root = roots, .roots = count};
    struct chy_buf payload = {0};
    memset(&made.id, 0x55, sizeof made.id);
    assert_true(chy_date_make(&made.expires, 2040, 1, 1));
    for (size_t i = 0; i < count; i++)
        roots[i] = chancery_key_public(key[(size_t)first + i]);
    if (before) {
        made.has_previous = true;
        made.previous = chy_digest_of(chy_buf_view(before));
    }
    assert_true(chy_directory_write(&payload, &made, NULL));
    return payload;
}

/* Appends one line with the signature of one key. */
static inline void sign_line(const struct chy_buf *payload, int with)
{
    struct chy_buf message = {0}, line = {0};
    chancery_signature signature;
    chancery_public_key public_key = chancery_key_public(key[with]);
    chy_envelope_pae(&message, CHY_DIRECTORY_TYPE, chy_buf_view(payload));
    assert_true(chy_ed25519_sign(&signature, key[with], chy_buf_view(&message), NULL));
    chy_envelope_write(&line, CHY_DIRECTORY_TYPE, chy_buf_view(payload), &public_key,
                       &signature);
    FILE *file = fopen(path, "ab");
    assert_non_null(file);
    assert_int_equal(fwrite(line.ptr, 1, line.len, file), line.len);
    assert_int_equal(fclose(file), 0);
    chy_buf_done(&message);
    chy_buf_done(&line);
}

static inline void sign_lines(const struct chy_buf *payload, const char *with)
{
    for (; *with; with++)
        sign_line(payload, *with - '0');
}

static inline void add_text(const char *text)
{
    FILE *file = fopen(path, "ab");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* What the last open gave. */
static chancery_error last;
static int64_t last_version;
static size_t last_partly;
static bool last_expired;

/* Opens the directory; roots: digits, the keys that are trusted. */
static inline enum chancery_code open_with(const char *roots, int64_t threshold, const char *id,
                                           const char *now)
{
    const char *given[KEYS];
    chancery_trust_options options = {.home = home, .threshold = threshold, .id = id};
    for (; *roots; roots++)
        given[options.root_count++] = pubs[*roots - '0'];
    options.roots = given;
    options.directory = options.root_count > 0 ? path : NULL;
    assert_true(chy_time_parse(&options.now, chy_span_str(now)));
    chancery_trust *trust = NULL;
    last = CHANCERY_ERROR_INIT;
    bool ok = chancery_trust_open(&trust, &options, &last);
    assert_int_equal(ok, last.code == CHANCERY_OK);
    last_version = ok ? trust->directory.version : 0;
    last_partly = ok ? trust->partly_signed : 0;
    last_expired = ok && trust->expired;
    chancery_trust_free(trust);
    return last.code;
}

static inline enum chancery_code open_roots(const char *roots, int64_t threshold)
{
    return open_with(roots, threshold, NULL, "2024-01-01");
}

static inline enum chancery_code sign(int with, char **done)
{
    char *text = NULL;
    last = CHANCERY_ERROR_INIT;
    bool ok = chancery_directory_sign(&text, path, home, key[with], NULL, &last);
    assert_int_equal(ok, last.code == CHANCERY_OK);
    if (done)
        *done = text;
    else
        chancery_free(text);
    return last.code;
}

static const char *trust_now = "2024-01-01";

static inline enum chancery_code trust_file(const char *roots, int64_t threshold, bool force)
{
    const char *given[KEYS];
    chancery_trust_options options = {.home = home, .directory = path, .threshold = threshold};
    char *done = NULL;
    assert_true(chy_time_parse(&options.now, chy_span_str(trust_now)));
    for (; *roots; roots++)
        given[options.root_count++] = pubs[*roots - '0'];
    options.roots = given;
    last = CHANCERY_ERROR_INIT;
    bool ok = chancery_directory_trust(&done, &options, force, &last);
    assert_int_equal(ok, last.code == CHANCERY_OK);
    if (ok)
        assert_non_null(strstr(done, path));
    chancery_free(done);
    return last.code;
}

static inline struct chy_buf read_file(const char *name)
{
    struct chy_buf file = {0};
    assert_true(chy_file_read(&file, name, 1u << 20, NULL));
    return file;
}

#endif
