/*
 * pbes2.c - encrypted PKCS#8 by OpenSSL: spec/keys.md, rules K9 to K12.
 */
#include "sign/pbes2.h"

#include "base/limits.h"
#include "base/secret.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

/* How new keys are encrypted. 128*N*r = 16 MiB of memory and about a quarter of a second;
 * OpenSSL's own tools read scrypt up to 32 MiB only, so the work is in p. */
#define SCRYPT_N 16384u
#define SCRYPT_R 8u
#define SCRYPT_P 5u
#define SALT_LEN 16

bool chy_pbes2_wrong(chancery_error *error)
{
    chy_fail(error, CHANCERY_E_PASSPHRASE, "the passphrase does not open this key");
    return chy_fail_next(error, "Try again; a forgotten passphrase cannot be recovered.");
}

static bool malformed(chancery_error *error)
{
    return chy_fail(error, CHANCERY_E_KEY, "the encrypted key's contents are malformed");
}

static bool unknown_scheme(chancery_error *error)
{
    chy_fail(error, CHANCERY_E_KEY, "this key is encrypted in a way that is not supported");
    return chy_fail_next(error,
                         "Encrypt it anew: openssl pkcs8 -topk8 -scrypt -in OLD -out NEW");
}

static bool too_costly(chancery_error *error)
{
    chy_fail(error, CHANCERY_E_LIMIT,
             "opening this key would take more time or memory than is allowed");
    return chy_fail_next(
        error, "Do not trust where this file came from; spec/limits.md has the limits.");
}

static bool scrypt_is_affordable(const ASN1_TYPE *parameter, chancery_error *error)
{
    uint64_t n, r, p;
    SCRYPT_PARAMS *scrypt = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(SCRYPT_PARAMS), parameter);
    bool read = scrypt && ASN1_INTEGER_get_uint64(&n, scrypt->costParameter) == 1 &&
                ASN1_INTEGER_get_uint64(&r, scrypt->blockSize) == 1 &&
                ASN1_INTEGER_get_uint64(&p, scrypt->parallelizationParameter) == 1;
    SCRYPT_PARAMS_free(scrypt);
    if (!read || n == 0 || r == 0 || p == 0)
        return malformed(error);
    /* each is bounded first, so that no product overflows */
    const uint64_t most = CHY_MAX_SCRYPT_MEMORY / 128;
    if (n > most || r > most || p > most || 128 * r * (n + p + 2) > CHY_MAX_SCRYPT_MEMORY ||
        n * r * p > CHY_MAX_SCRYPT_WORK)
        return too_costly(error);
    return true;
}

static bool pbkdf2_is_affordable(const ASN1_TYPE *parameter, chancery_error *error)
{
    uint64_t iterations;
    PBKDF2PARAM *pbkdf2 = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBKDF2PARAM), parameter);
    bool read = pbkdf2 && ASN1_INTEGER_get_uint64(&iterations, pbkdf2->iter) == 1;
    PBKDF2PARAM_free(pbkdf2);
    if (!read || iterations == 0)
        return malformed(error);
    return iterations <= CHY_MAX_PBKDF2 || too_costly(error);
}

/* A hostile file must not be able to ask for gigabytes or for hours. */
static bool is_affordable(const X509_ALGOR *scheme, chancery_error *error)
{
    const ASN1_OBJECT *oid;
    const void *parameter;
    int type;
    bool ok = false;

    X509_ALGOR_get0(&oid, &type, &parameter, scheme);
    if (OBJ_obj2nid(oid) != NID_pbes2)
        return unknown_scheme(error);
    PBE2PARAM *pbes2 = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBE2PARAM), scheme->parameter);
    if (!pbes2)
        return malformed(error);
    switch (OBJ_obj2nid(pbes2->keyfunc->algorithm)) {
    case NID_id_scrypt:
        ok = scrypt_is_affordable(pbes2->keyfunc->parameter, error);
        break;
    case NID_id_pbkdf2:
        ok = pbkdf2_is_affordable(pbes2->keyfunc->parameter, error);
        break;
    default:
        ok = unknown_scheme(error);
        break;
    }
    PBE2PARAM_free(pbes2);
    return ok;
}

/* OpenSSL's cipher over in, either way. What it allocated is wiped here. */
static bool crypt(struct chy_buf *out, const X509_ALGOR *scheme, chancery_span passphrase,
                  chancery_span in, bool encrypt)
{
    unsigned char *bytes = NULL;
    int len = 0;
    if (!PKCS12_pbe_crypt(scheme, (const char *)passphrase.ptr, (int)passphrase.len, in.ptr,
                          (int)in.len, &bytes, &len, encrypt))
        return false;
    chy_buf_add(out, bytes, (size_t)len);
    OPENSSL_clear_free(bytes, (size_t)len);
    return true;
}

/* Did the cipher start, so that only its padding was wrong? */
static bool was_wrong_passphrase(void)
{
    unsigned long last = ERR_peek_last_error();
    return ERR_GET_LIB(last) == ERR_LIB_PKCS12 &&
           ERR_GET_REASON(last) == PKCS12_R_PKCS12_CIPHERFINAL_ERROR;
}

static bool ask_and_decrypt(struct chy_buf *out, const X509_SIG *encrypted,
                            chancery_passphrase_fn *ask, void *context, const char *prompt,
                            chancery_error *error)
{
    const X509_ALGOR *scheme;
    const ASN1_OCTET_STRING *data;
    bool ok = false;

    X509_SIG_get0(encrypted, &scheme, &data);
    if (!is_affordable(scheme, error))
        return false;
    uint8_t *passphrase = chy_secret_new(CHY_MAX_PASSPHRASE, error);
    if (!passphrase)
        return false;
    long len = ask ? ask(context, prompt, passphrase, CHY_MAX_PASSPHRASE) : -1;
    if (len < 0 || len > (long)CHY_MAX_PASSPHRASE) {
        chy_fail(error, CHANCERY_E_PASSPHRASE,
                 "this key is encrypted and no passphrase was given");
        chy_fail_next(error, "Run it at a terminal, or name a file with --passphrase-file.");
        goto out;
    }
    chancery_span sealed =
        chy_span(ASN1_STRING_get0_data(data), (size_t)ASN1_STRING_length(data));
    if (!crypt(out, scheme, chy_span(passphrase, (size_t)len), sealed, false)) {
        ok = was_wrong_passphrase() ? chy_pbes2_wrong(error) : unknown_scheme(error);
        goto out;
    }
    ok = chy_buf_finish(out, error);
out:
    chy_secret_free(passphrase);
    return ok;
}

bool chy_pbes2_decrypt(struct chy_buf *out, chancery_span der, chancery_passphrase_fn *ask,
                       void *context, const char *prompt, chancery_error *error)
{
    const unsigned char *at = der.ptr;
    bool ok = false;

    ERR_set_mark();
    X509_SIG *encrypted = d2i_X509_SIG(NULL, &at, (long)der.len);
    if (!encrypted || at != der.ptr + der.len)
        malformed(error);
    else
        ok = ask_and_decrypt(out, encrypted, ask, context, prompt, error);
    X509_SIG_free(encrypted);
    ERR_pop_to_mark();
    return ok;
}

/* EncryptedPrivateKeyInfo { scheme, OCTET STRING } */
static bool add_encrypted(struct chy_buf *out, const X509_ALGOR *scheme, chancery_span sealed)
{
    X509_SIG *encrypted = X509_SIG_new();
    X509_ALGOR *algorithm;
    ASN1_OCTET_STRING *data;
    unsigned char *der = NULL;
    int len = -1;

    if (encrypted) {
        X509_SIG_getm(encrypted, &algorithm, &data);
        if (X509_ALGOR_copy(algorithm, scheme) == 1 &&
            ASN1_OCTET_STRING_set(data, sealed.ptr, (int)sealed.len) == 1)
            len = i2d_X509_SIG(encrypted, &der);
    }
    if (len > 0)
        chy_buf_add(out, der, (size_t)len);
    OPENSSL_free(der);
    X509_SIG_free(encrypted);
    return len > 0;
}

bool chy_pbes2_encrypt(struct chy_buf *out, chancery_span plain, chancery_span passphrase,
                       chancery_error *error)
{
    struct chy_buf sealed;
    X509_ALGOR *scheme = NULL;
    bool ok = false;

    chy_buf_init(&sealed, CHY_MAX_KEYFILE);
    ERR_set_mark();
    if (passphrase.len > CHY_MAX_PASSPHRASE) {
        chy_fail(error, CHANCERY_E_LIMIT, "the passphrase is longer than %u bytes",
                 CHY_MAX_PASSPHRASE);
        goto out;
    }
    /* salt and initialisation vector are random where none are given */
    scheme = PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), NULL, SALT_LEN, NULL, SCRYPT_N, SCRYPT_R,
                                   SCRYPT_P);
    if (!scheme || !crypt(&sealed, scheme, passphrase, plain, true) ||
        !add_encrypted(out, scheme, chy_buf_view(&sealed))) {
        chy_fail(error, CHANCERY_E_INTERNAL, "the key could not be encrypted");
        goto out;
    }
    ok = chy_buf_finish(&sealed, error) && chy_buf_finish(out, error);
out:
    X509_ALGOR_free(scheme);
    ERR_pop_to_mark();
    chy_buf_done(&sealed);
    return ok;
}
