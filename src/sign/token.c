/*
 * token.c - timestamp tokens by OpenSSL: spec/time.md, rules T1 to T12.
 */
#include "sign/token_parts.h"

#include "base/limits.h"
#include "base/sha256.h"
#include "sign/der.h"

/* T1 and T2: DER, and the same bytes again. */
static bool parse(struct chy_token_reading *r, chancery_span der)
{
    const uint8_t *p = der.ptr;
    if (der.len > CHY_MAX_TOKEN)
        return chy_fail(r->error, CHANCERY_E_LIMIT,
                        "the timestamp has %zu bytes; at most %u are allowed", der.len,
                        CHY_MAX_TOKEN);
    if (!chy_der_is_strict(der))
        return chy_token_refuse(r, "the timestamp is not in DER, or something follows it");
    r->token = d2i_PKCS7(NULL, &p, (long)der.len);
    if (!r->token || p != der.ptr + der.len || !PKCS7_type_is_signed(r->token) ||
        PKCS7_get_detached(r->token))
        return chy_token_refuse(r, "the timestamp is no signed data");
    r->info = PKCS7_to_TS_TST_INFO(r->token);
    if (!r->info)
        return chy_token_refuse(r, "the timestamp says nothing that can be read");
    const ASN1_OCTET_STRING *content = r->token->d.sign->contents->d.other->value.octet_string;
    chancery_span text =
        chy_span(ASN1_STRING_get0_data(content), (size_t)ASN1_STRING_length(content));
    uint8_t *again = NULL;
    int len = i2d_TS_TST_INFO(r->info, &again);
    bool same =
        len > 0 && chy_der_is_strict(text) && chy_span_eq(text, chy_span(again, (size_t)len));
    OPENSSL_free(again);
    return same || chy_token_refuse(r, "what the timestamp says is not in DER");
}

/* T3 and T4. */
static bool check_imprint(struct chy_token_reading *r)
{
    TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(r->info);
    const ASN1_OCTET_STRING *digest = TS_MSG_IMPRINT_get_msg(imprint);
    const ASN1_OBJECT *algorithm;
    X509_ALGOR_get0(&algorithm, NULL, NULL, TS_MSG_IMPRINT_get_algo(imprint));
    if (OBJ_obj2nid(algorithm) != NID_sha256)
        return chy_token_refuse(r, "the timestamp is over a digest that is not SHA-256");
    if (!chy_span_eq(
            chy_span(ASN1_STRING_get0_data(digest), (size_t)ASN1_STRING_length(digest)),
            chy_span(r->imprint->b, sizeof r->imprint->b)))
        return chy_token_refuse(r, "the timestamp is over something else");
    const ASN1_INTEGER *nonce = TS_TST_INFO_get_nonce(r->info);
    if (r->nonce &&
        (!nonce || ASN1_STRING_type(nonce) != V_ASN1_INTEGER ||
         !chy_span_eq(chy_span(ASN1_STRING_get0_data(nonce), (size_t)ASN1_STRING_length(nonce)),
                      chy_span(r->nonce, CHY_NONCE))))
        return chy_token_refuse(r, "the timestamp answers another request: its nonce differs");
    return true;
}

/* T5: one signature, by a digest that nobody can find a second text for. */
static bool check_signature_form(struct chy_token_reading *r)
{
    STACK_OF(PKCS7_SIGNER_INFO) *all = PKCS7_get_signer_info(r->token);
    X509_ALGOR *digest = NULL;
    const ASN1_OBJECT *algorithm;
    if (sk_PKCS7_SIGNER_INFO_num(all) != 1)
        return chy_token_refuse(r, "the timestamp does not have one signature");
    r->one = sk_PKCS7_SIGNER_INFO_value(all, 0);
    PKCS7_SIGNER_INFO_get0_algs(r->one, NULL, &digest, NULL);
    X509_ALGOR_get0(&algorithm, NULL, NULL, digest);
    switch (OBJ_obj2nid(algorithm)) {
    case NID_sha256:
    case NID_sha384:
    case NID_sha512:
        return true;
    default:
        return chy_token_refuse(r, "the timestamp is signed by a digest that is too weak");
    }
}

/* T12: what OpenSSL's own verification of timestamps finds: version, signature, signed
 * attributes, imprint, and the authority's name where the token says one. */
static bool check_by_openssl(struct chy_token_reading *r)
{
    TS_VERIFY_CTX *context = TS_VERIFY_CTX_new();
    uint8_t *imprint = OPENSSL_memdup(r->imprint->b, sizeof r->imprint->b);
    STACK_OF(X509) *untrusted = X509_chain_up_ref(r->untrusted);
    bool ok = false;
    if (!context || !imprint || !untrusted || X509_STORE_up_ref(r->by->store) != 1) {
        chy_fail_memory(r->error);
        goto out;
    }
    TS_VERIFY_CTX_set_flags(context,
                            TS_VFY_VERSION | TS_VFY_SIGNATURE | TS_VFY_IMPRINT | TS_VFY_SIGNER);
    TS_VERIFY_CTX_set_store(context, r->by->store); /* it frees these three */
    (void)TS_VERIFY_CTX_set_imprint(context, imprint, sizeof r->imprint->b);
    (void)TS_VERIFY_CTX_set_certs(context, untrusted);
    imprint = NULL;
    untrusted = NULL;
    ok = TS_RESP_verify_token(context, r->token) == 1;
    if (!ok) {
        const char *why = ERR_reason_error_string(ERR_peek_last_error());
        chy_fail(r->error, CHANCERY_E_TOKEN, "the timestamp does not verify%s%s",
                 why ? ": " : "", why ? why : "");
    }
out:
    OPENSSL_free(imprint);
    sk_X509_pop_free(untrusted, X509_free);
    TS_VERIFY_CTX_free(context);
    return ok;
}

bool chy_token_verify(struct chy_token *out, chancery_span der, const chancery_digest *imprint,
                      const uint8_t *nonce, struct chy_authorities *authorities, int64_t now,
                      chancery_error *error)
{
    struct chy_token_reading r = {
        .by = authorities, .imprint = imprint, .nonce = nonce, .error = error};
    bool ok = parse(&r, der) && check_imprint(&r) && check_signature_form(&r) &&
              chy_token_find_signer(&r) && chy_token_check_usage(&r) &&
              chy_token_check_time(&r, now) && chy_token_check_chain(&r) &&
              check_by_openssl(&r);
    if (ok) {
        r.said.digest = chy_digest_of(der);
        *out = r.said;
    }
    sk_X509_free(r.untrusted);
    TS_TST_INFO_free(r.info);
    PKCS7_free(r.token);
    ERR_clear_error();
    return ok;
}
