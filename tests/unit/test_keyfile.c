/*
 * test_keyfile.c - key files: tests/vectors/keys, writing, passphrases, files on disk.
 */
#include "base/encode.h"
#include "base/limits.h"
#include "sign/keyfile.h"
#include "vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/chancery-keyfile-XXXXXX";

static const char *in_folder(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/* --- passphrases --- */

static unsigned asked;
static char asked_prompt[200];

/* context: what to answer; NULL: nothing to be had */
static long answer(void *context, const char *prompt, uint8_t *out, size_t capacity)
{
    const chancery_span *passphrase = context;
    asked++;
    snprintf(asked_prompt, sizeof asked_prompt, "%s", prompt);
    if (!passphrase || passphrase->len > capacity)
        return -1;
    if (passphrase->len > 0)
        memcpy(out, passphrase->ptr, passphrase->len);
    return (long)passphrase->len;
}

/* --- vectors --- */

static bool parse(chancery_public_key *out, const struct vector *vector, chancery_span bytes,
                  chancery_error *error)
{
    chancery_span passphrase = vector_header(vector, "passphrase");
    bool none = vector_header_is(vector, "passphrase", "(none)");
    chancery_key *key = NULL;
    if (vector_header_is(vector, "kind", "public"))
        return chy_public_key_parse(out, bytes, error);
    bool ok = chy_key_parse(&key, bytes, answer, none ? NULL : &passphrase, "?", error);
    if (ok)
        *out = chancery_key_public(key);
    chancery_key_free(key);
    return ok;
}

static void check_bytes(const struct vector *vector, chancery_span bytes)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_public_key key;
    char hex[65];
    bool ok = parse(&key, vector, bytes, &error);
    if (!vector_header_is(vector, "expect", chancery_error_name(error.code)))
        fail_msg("%s: %s: %s", vector->name, chancery_error_name(error.code), error.text);
    if (!ok)
        return;
    chy_hex(hex, key.b, sizeof key.b);
    if (!vector_header_is(vector, "public", hex))
        fail_msg("%s: another public key: %s", vector->name, hex);
}

/* Text before a BEGIN line is allowed, so that a vector is itself a key file. */
static void check_vector(const struct vector *vector)
{
    check_bytes(vector, vector->input);
    if (chy_span_starts(vector->input, CHY_LITERAL("-----BEGIN ")))
        check_bytes(vector, vector->file);
}

static void vectors(void **state)
{
    (void)state;
    assert_true(vector_each("keys", check_vector) > 150);
}

/* --- messages --- */

static void expect_message(const char *name, bool secret, const char *text, const char *next)
{
    struct chy_buf file = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_public_key public_key;
    chancery_key *key = NULL;
    char path[256];
    snprintf(path, sizeof path, "tests/vectors/keys/%s", name);
    assert_true(chy_file_read(&file, path, 1u << 20, NULL));
    struct vector v = vector_of(name, chy_buf_view(&file));
    if (secret)
        assert_false(chy_key_parse(&key, v.input, NULL, NULL, "?", &error));
    else
        assert_false(chy_public_key_parse(&public_key, v.input, &error));
    assert_non_null(strstr(error.text, text));
    assert_non_null(strstr(error.next, next));
    chy_buf_done(&file);
}

static void messages_name_the_mistake(void **state)
{
    (void)state;
    expect_message("rfc8032-test1.pub", true, "this is a public key", ".key");
    expect_message("rfc8032-test1.key", false, "this is a secret key", ".pub");
    expect_message("encrypted-scrypt.key", false, "this is a secret key", ".pub");
    expect_message("r-openssh-encrypted.key", true, "encrypted", "agent:");
    expect_message("r-openssh-for-public.pub", false, "this is a secret key", ".pub");
    expect_message("r-ssh-line-for-secret.key", true, "this is a public key", ".key");
    expect_message("r-openssh-outer-type.key", true, "ecdsa-sha2-nistp256", "keygen");
    expect_message("r-ssh-rsa.pub", false, "an RSA key of OpenSSH", "keygen");
    expect_message("r-ssh-sk.pub", false, "a security key", "keygen");
    expect_message("r-ssh-two-lines.pub", false, "several lines", "file of its own");
    expect_message("r-label-rsa-private-key.key", true, "an RSA key", "keygen");
    expect_message("r-rsa.key", true, "an RSA key", "keygen");
    expect_message("r-rsa.pub", false, "an RSA key", "keygen");
    expect_message("r-ecdsa.pub", false, "elliptic curve", "keygen");
    expect_message("r-encrypted-no-passphrase.key", true, "encrypted", "--passphrase-file");
    expect_message("r-der.pub", false, "DER", "openssl pkey");
    expect_message("r-pbes1.key", true, "not supported", "openssl pkcs8");
}

/* --- files --- */

static void public_key_file(void **state)
{
    (void)state;
    chancery_public_key key, back;
    chancery_error error = CHANCERY_ERROR_INIT;
    struct stat st;
    const char *path = in_folder("a.pub");
    assert_true(chancery_public_key_read(&key, "tests/vectors/keys/rfc8032-test1.pub", &error));
    assert_true(chancery_public_key_write(&key, path, &error));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 022, 0);
    assert_true(chancery_public_key_read(&back, path, &error));
    assert_memory_equal(&key, &back, sizeof key);
    assert_false(chancery_public_key_write(&key, path, &error));
    assert_int_equal(error.code, CHANCERY_E_EXISTS);
    assert_string_equal(error.where, path);
}

static void round_trip(const char *path, const uint8_t *passphrase, size_t len)
{
    chancery_key *key = NULL, *back = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_span given = chy_span(passphrase, len);
    bool exposed = true;
    struct stat st;

    assert_true(chancery_key_generate(&key, &error));
    assert_true(chancery_key_write(key, path, passphrase, len, &error));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    asked = 0;
    assert_true(chancery_key_read(&back, path, answer, &given, &exposed, &error));
    assert_int_equal(asked, len > 0 ? 1 : 0);
    assert_false(exposed);
    assert_memory_equal(key->secret, back->secret, 64);
    assert_memory_equal(&key->public_key, &back->public_key, 32);
    assert_false(chancery_key_write(key, path, passphrase, len, &error));
    assert_int_equal(error.code, CHANCERY_E_EXISTS);
    chancery_key_free(key);
    chancery_key_free(back);
}

static void plain_secret_key_file(void **state)
{
    (void)state;
    round_trip(in_folder("plain.key"), NULL, 0);
}

static void encrypted_secret_key_file(void **state)
{
    (void)state;
    static const uint8_t passphrase[] = "caf\xc3\xa9\0 and bytes \xff";
    round_trip(in_folder("encrypted.key"), passphrase, sizeof passphrase - 1);
    assert_string_equal(asked_prompt, "Passphrase of encrypted.key: ");
}

static void longest_passphrase(void **state)
{
    (void)state;
    uint8_t passphrase[CHY_MAX_PASSPHRASE + 1];
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_key *key = NULL;
    memset(passphrase, 'x', sizeof passphrase);
    round_trip(in_folder("long.key"), passphrase, CHY_MAX_PASSPHRASE);
    assert_true(chancery_key_generate(&key, &error));
    assert_false(chancery_key_write(key, in_folder("longer.key"), passphrase, sizeof passphrase,
                                    &error));
    assert_int_equal(error.code, CHANCERY_E_LIMIT);
    chancery_key_free(key);
}

/* Two encryptions of one key differ: salt and initialisation vector are fresh. */
static void encryption_is_salted(void **state)
{
    (void)state;
    chancery_key *key = NULL;
    struct chy_buf a = {.secret = true}, b = {.secret = true};
    assert_true(chancery_key_generate(&key, NULL));
    assert_true(chy_key_format(&a, key, CHY_LITERAL("x"), NULL));
    assert_true(chy_key_format(&b, key, CHY_LITERAL("x"), NULL));
    assert_false(chy_span_eq(chy_buf_view(&a), chy_buf_view(&b)));
    chy_buf_done(&a);
    chy_buf_done(&b);
    chancery_key_free(key);
}

static void files_that_are_not_there(void **state)
{
    (void)state;
    chancery_key *key = NULL;
    chancery_public_key public_key;
    chancery_error error = CHANCERY_ERROR_INIT;
    const char *path = in_folder("absent");
    assert_false(chancery_key_read(&key, path, NULL, NULL, NULL, &error));
    assert_int_equal(error.code, CHANCERY_E_MISSING);
    assert_string_equal(error.where, path);
    chancery_error_init(&error);
    assert_false(chancery_public_key_read(&public_key, folder, &error));
    assert_int_equal(error.code, CHANCERY_E_IS_FOLDER);
    assert_null(key);
}

static void exposed_and_oversized(void **state)
{
    (void)state;
    chancery_key *key = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    bool exposed = false;
    const char *path = in_folder("exposed.key");
    assert_true(chancery_key_generate(&key, NULL));
    assert_true(chancery_key_write(key, path, NULL, 0, NULL));
    chancery_key_free(key);
    assert_int_equal(chmod(path, 0640), 0);
    assert_true(chancery_key_read(&key, path, NULL, NULL, &exposed, &error));
    assert_true(exposed);
    chancery_key_free(key);
    assert_int_equal(truncate(path, CHY_MAX_KEYFILE), 0);
    assert_true(chancery_key_read(&key, path, NULL, NULL, NULL, &error));
    chancery_key_free(key);
    assert_int_equal(truncate(path, CHY_MAX_KEYFILE + 1), 0);
    assert_false(chancery_key_read(&key, path, NULL, NULL, NULL, &error));
    assert_int_equal(error.code, CHANCERY_E_LIMIT);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const names[] = {"a.pub", "plain.key", "encrypted.key", "long.key",
                                        "exposed.key"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        (void)unlink(in_folder(names[i]));
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors),
        cmocka_unit_test(messages_name_the_mistake),
        cmocka_unit_test(public_key_file),
        cmocka_unit_test(plain_secret_key_file),
        cmocka_unit_test(encrypted_secret_key_file),
        cmocka_unit_test(longest_passphrase),
        cmocka_unit_test(encryption_is_salted),
        cmocka_unit_test(files_that_are_not_there),
        cmocka_unit_test(exposed_and_oversized),
    };
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, make_folder, remove_folder) : 1;
}
