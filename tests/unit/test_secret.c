/*
 * test_secret.c - where secrets are kept, and that a signature is verified before it leaves:
 * rule K15 of spec/keys.md.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "base/secret.h"
#include "sign/ed25519.h"
#include "sign/keyfile.h"

/* The flags of the mapping that holds an address, as /proc tells them; false: it does not. */
static bool flags_of(char out[256], const void *address)
{
    FILE *maps = fopen("/proc/self/smaps", "r");
    char line[512];
    bool inside = false, found = false;
    while (maps && !found && fgets(line, sizeof line, maps)) {
        char *rest;
        unsigned long from = strtoul(line, &rest, 16);
        if (*rest == '-') /* "FROM-TO ...": else it is about the mapping before */
            inside =
                from <= (uintptr_t)address && (uintptr_t)address < strtoul(rest + 1, NULL, 16);
        else if (inside && strncmp(line, "VmFlags:", 8) == 0)
            found = snprintf(out, 256, "%s", line + 8) > 0;
    }
    if (maps)
        fclose(maps);
    return found;
}

/* Does locking do anything here? Not past a small limit, nor under the sanitizers. */
static bool can_lock(void)
{
    char flags[256];
    struct rlimit limit;
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(page != MAP_FAILED);
    bool can = getrlimit(RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_cur >= 1u << 20 &&
               mlock(page, 4096) == 0 && flags_of(flags, page) && strstr(flags, " lo");
    assert_int_equal(munmap(page, 4096), 0);
    return can;
}

/* In no core dump, and in no swap. */
static void expect_kept(const void *address)
{
    char flags[256];
    if (!flags_of(flags, address))
        skip();
    assert_non_null(strstr(flags, " dd"));
    if (can_lock())
        assert_non_null(strstr(flags, " lo"));
}

static void keys_are_locked_and_not_dumped(void **state)
{
    (void)state;
    static const uint8_t seed[32] = {1};
    chancery_key *key = NULL;
    uint8_t *memory = chy_secret_new(100, NULL);
    assert_non_null(memory);
    assert_true(chancery_key_from_seed(&key, seed, NULL));
    expect_kept(memory);
    expect_kept(key->secret);
    chancery_key_free(key);
    chy_secret_free(memory);
}

/* A buffer of secrets leaves nothing behind where it grew, was cleared, or is freed: what it
 * holds moves to memory that is locked too. */
static void buffers_of_secrets_are_kept(void **state)
{
    (void)state;
    struct chy_buf buf = {.secret = true};
    for (unsigned i = 0; i < 3000; i++) {
        chy_buf_byte(&buf, 's');
        if (i % 1000 == 0)
            expect_kept(buf.ptr);
    }
    assert_true(chy_buf_ok(&buf));
    chy_buf_clear(&buf);
    for (unsigned i = 0; i < 3000; i++)
        if (buf.ptr[i] != 0)
            fail_msg("byte %u is still there", i);
    chy_buf_done(&buf);
}

static void wiped(void **state)
{
    (void)state;
    uint8_t bytes[40];
    memset(bytes, 7, sizeof bytes);
    chy_wipe(bytes, 32);
    for (unsigned i = 0; i < sizeof bytes; i++)
        assert_int_equal(bytes[i], i < 32 ? 0 : 7);
}

/* Another public key than the secret's, as after a fault in memory: nothing leaves. */
static void nothing_leaves_unverified(void **state)
{
    (void)state;
    static const uint8_t seed[32] = {1};
    chancery_key *key = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_signature signature = {{0}}, untouched = {{0}};
    assert_true(chancery_key_from_seed(&key, seed, NULL));
    key->public_key.b[0] ^= 1;
    assert_false(chy_ed25519_sign(&signature, key, CHY_LITERAL("a letter"), &error));
    assert_int_equal(error.code, CHANCERY_E_INTERNAL);
    assert_memory_equal(&signature, &untouched, sizeof signature);
    chancery_key_free(key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_locked_and_not_dumped),
        cmocka_unit_test(buffers_of_secrets_are_kept),
        cmocka_unit_test(wiped),
        cmocka_unit_test(nothing_leaves_unverified),
    };
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
