/*
 * certificate.c - X.509 certificates by OpenSSL: spec/keys.md, rules K29 to K31.
 */
#include "sign/certificate.h"

#include "base/file.h"
#include "base/limits.h"
#include "sign/keyder.h"
#include "sign/pem.h"

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

enum {
    SECURITY_LEVEL = 2, /* 112 bits: RSA of 2048 bits, and no SHA-1 */
    DEPTH = 8           /* certificates between the two */
};

static bool malformed(chancery_error *error)
{
    chy_fail(error, CHANCERY_E_KEY, "the certificate is malformed");
    return chy_fail_next(error, "Look at it with openssl x509 -in FILE -text.");
}

/* The one certificate of a PEM file, with nothing after it. */
static bool read_pem(X509 **out, chancery_span file, chancery_error *error)
{
    chancery_span label, rest;
    struct chy_buf der;
    X509 *made = NULL;
    const uint8_t *p;

    chy_buf_init(&der, CHY_MAX_KEYFILE);
    if (!chy_pem_find(&label, &rest, file) || !chy_span_is(label, "CERTIFICATE")) {
        chy_fail(error, CHANCERY_E_KEY, "this file holds no certificate in PEM");
        chy_fail_next(error, "Its block begins with BEGIN CERTIFICATE; DER is converted with "
                             "openssl x509 -inform DER.");
        goto out;
    }
    if (!chy_pem_decode(&der, label, rest, error))
        goto out;
    p = der.ptr;
    made = d2i_X509(NULL, &p, (long)der.len);
    if (!made || p != der.ptr + der.len) {
        malformed(error);
        X509_free(made);
        made = NULL;
    }
out:
    chy_buf_done(&der);
    *out = made;
    return made != NULL;
}

bool chy_certificate_der(struct chy_buf *out, chancery_span file, chancery_error *error)
{
    X509 *read = NULL;
    uint8_t *der = NULL;
    bool ok = read_pem(&read, file, error);
    int len = ok ? i2d_X509(read, &der) : 0;
    if (len > 0)
        chy_buf_add(out, der, (size_t)len);
    ok = ok && (len > 0 || malformed(error));
    OPENSSL_free(der);
    X509_free(read);
    ERR_clear_error();
    return ok && chy_buf_finish(out, error);
}

char *chy_certificate_label(chancery_span der, chancery_error *error)
{
    const uint8_t *p = der.ptr;
    X509 *read = d2i_X509(NULL, &p, (long)der.len);
    BIO *text = BIO_new(BIO_s_mem());
    struct tm end;
    char *name, *made = NULL;
    long len;
    if (!read || p != der.ptr + der.len || !ASN1_TIME_to_tm(X509_get0_notAfter(read), &end)) {
        malformed(error);
    } else if (!text || X509_NAME_print_ex(text, X509_get_subject_name(read), 0,
                                           XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0) {
        chy_fail_memory(error);
    } else {
        len = BIO_get_mem_data(text, &name);
        made = chy_dupf(error, "%.*s, to %04d-%02d-%02d", (int)len, name, end.tm_year + 1900,
                        end.tm_mon + 1, end.tm_mday);
    }
    BIO_free(text);
    X509_free(read);
    ERR_clear_error();
    return made;
}

/* What OpenSSL found wrong, and what can be done. */
static bool not_vouched(int why, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_REFUSED, "the authority does not vouch for this certificate: %s",
             X509_verify_cert_error_string(why));
    switch (why) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return chy_fail_next(error, "Ask the authority for a certificate that is valid now.");
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        return chy_fail_next(error, "Name the certificate of the authority that issued it, and "
                                    "of each one above, with --ca.");
    default:
        return chy_fail_next(error, "Ask the authority for another certificate; openssl verify "
                                    "-CAfile CA FILE says the same.");
    }
}

/* The chain from the certificate to an authority that is named, at one time. No revocation list
 * is asked: the directory ends keys. */
static bool check_chain(X509 *certificate, X509_STORE *authorities, int64_t now,
                        chancery_error *error)
{
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    bool ok = false;

    if (!context || X509_STORE_CTX_init(context, authorities, certificate, NULL) != 1) {
        chy_fail_memory(error);
        goto out;
    }
    X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_time(rules, (time_t)now);
    X509_VERIFY_PARAM_set_depth(rules, DEPTH);
    X509_VERIFY_PARAM_set_auth_level(rules, SECURITY_LEVEL);
    ok =
        X509_verify_cert(context) == 1 || not_vouched(X509_STORE_CTX_get_error(context), error);
out:
    X509_STORE_CTX_free(context);
    return ok;
}

/* Where a certificate says what its key is for, signing must be among it. */
static bool check_usage(X509 *certificate, chancery_error *error)
{
    uint32_t usage = X509_get_key_usage(certificate); /* all ones if it does not say */
    if (usage & KU_DIGITAL_SIGNATURE)
        return true;
    chy_fail(error, CHANCERY_E_REFUSED,
             "the certificate's key is not for signing: its key usage "
             "lacks digitalSignature");
    return chy_fail_next(error, "Ask the authority for a certificate for signatures.");
}

/* The very bytes of its SubjectPublicKeyInfo, read as those of a public key file. */
static bool take_key(chancery_public_key *out, X509 *certificate, chancery_error *error)
{
    uint8_t *der = NULL;
    int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    bool ok =
        len > 0 ? chy_spki_parse(out, chy_span(der, (size_t)len), error) : malformed(error);
    OPENSSL_free(der);
    return ok;
}

static bool add_authority(X509_STORE *store, chancery_span file, chancery_error *error)
{
    X509 *one = NULL;
    bool ok = read_pem(&one, file, error) &&
              (X509_STORE_add_cert(store, one) == 1 || chy_fail_memory(error));
    X509_free(one);
    return ok;
}

bool chy_certificate_key(chancery_public_key *out, chancery_span certificate,
                         const chancery_span *authority, size_t count, int64_t now,
                         chancery_error *error)
{
    X509_STORE *store = X509_STORE_new();
    X509 *read = NULL;
    chancery_public_key key;
    bool ok = store != NULL || chy_fail_memory(error);

    ok = ok && read_pem(&read, certificate, error) && take_key(&key, read, error);
    for (size_t i = 0; ok && i < count; i++)
        ok = add_authority(store, authority[i], error);
    ok = ok && check_chain(read, store, now, error) && check_usage(read, error);
    if (ok)
        *out = key;
    X509_free(read);
    X509_STORE_free(store);
    ERR_clear_error();
    return ok;
}

bool chancery_certificate_read(chancery_public_key *out, const char *path,
                               const char *const *authorities, size_t count, int64_t now,
                               chancery_error *error)
{
    struct chy_buf *file = calloc(count + 1, sizeof *file);
    chancery_span *span = calloc(count + 1, sizeof *span);
    bool ok = (file && span) || chy_fail_memory(error);

    for (size_t i = 0; ok && i <= count; i++) {
        const char *name = i < count ? authorities[i] : path;
        chy_buf_init(&file[i], CHY_MAX_KEYFILE);
        ok = chy_file_read(&file[i], name, CHY_MAX_KEYFILE, error) ||
             chy_fail_where(error, name);
        span[i] = chy_buf_view(&file[i]);
    }
    ok = ok && chy_certificate_key(out, span[count], span, count, now, error);
    for (size_t i = 0; file && i <= count; i++)
        chy_buf_done(&file[i]);
    free(span);
    free(file);
    return ok || chy_fail_where(error, path);
}
