/*
 * token_signer.c - who signed a token: spec/time.md, rules T6 and T7.
 */
#include "sign/token_parts.h"

#include "sign/der.h"

/* The digest of a certificate that ESSCertIDv2 or ESSCertID begins with: what is left of the
 * attribute when the wrapping SEQUENCEs are taken off, its first one. */
static bool first_id(chancery_span *digest, const EVP_MD **md, const ASN1_TYPE *attribute,
                     bool v2)
{
    struct chy_der whole, list, id, part;
    if (!attribute || attribute->type != V_ASN1_SEQUENCE)
        return false;
    chancery_span at = chy_span(ASN1_STRING_get0_data(attribute->value.sequence),
                                (size_t)ASN1_STRING_length(attribute->value.sequence));
    if (!chy_der_take_tag(&whole, &at, CHY_DER_SEQUENCE) ||
        !chy_der_take_tag(&list, &whole.content, CHY_DER_SEQUENCE) ||
        !chy_der_take_tag(&id, &list.content, CHY_DER_SEQUENCE) ||
        !chy_der_take(&part, &id.content))
        return false;
    *md = v2 ? EVP_sha256() : EVP_sha1();
    if (v2 && part.tag == CHY_DER_SEQUENCE) {
        const uint8_t *p = part.whole.ptr;
        X509_ALGOR *algorithm = d2i_X509_ALGOR(NULL, &p, (long)part.whole.len);
        const ASN1_OBJECT *object = NULL;
        if (algorithm)
            X509_ALGOR_get0(&object, NULL, NULL, algorithm);
        *md = object ? EVP_get_digestbyobj(object) : NULL;
        X509_ALGOR_free(algorithm);
        if (!chy_der_take(&part, &id.content))
            return false;
    }
    *digest = part.content;
    return *md && part.tag == CHY_DER_OCTETS;
}

/* T6: the certificate whose digest the signed attribute holds, whatever others there are. */
bool chy_token_find_signer(struct chy_token_reading *r)
{
    STACK_OF(X509) *held = r->token->d.sign->cert;
    uint8_t found[EVP_MAX_MD_SIZE];
    unsigned len;
    chancery_span digest;
    const EVP_MD *md;
    if (!first_id(&digest, &md,
                  PKCS7_get_signed_attribute(r->one, NID_id_smime_aa_signingCertificateV2),
                  true) &&
        !first_id(&digest, &md,
                  PKCS7_get_signed_attribute(r->one, NID_id_smime_aa_signingCertificate),
                  false))
        return chy_token_refuse(r, "the timestamp does not say which certificate signed it");
    r->untrusted = sk_X509_new_null();
    if (!r->untrusted)
        return chy_fail_memory(r->error);
    for (int i = 0; i < sk_X509_num(held); i++) {
        X509 *one = sk_X509_value(held, i);
        bool is = !r->signer && X509_digest(one, md, found, &len) == 1 &&
                  chy_span_eq(chy_span(found, len), digest);
        if (is)
            r->signer = one;
        if (sk_X509_insert(r->untrusted, one, is ? 0 : -1) <= 0)
            return chy_fail_memory(r->error);
    }
    return r->signer ||
           chy_token_refuse(r, "the timestamp does not hold the certificate that signed it");
}

/* T7: for timestamps, said critically, and for nothing else. */
bool chy_token_check_usage(struct chy_token_reading *r)
{
    int critical = -1;
    EXTENDED_KEY_USAGE *usage = X509_get_ext_d2i(r->signer, NID_ext_key_usage, &critical, NULL);
    bool alone = usage && sk_ASN1_OBJECT_num(usage) == 1 &&
                 OBJ_obj2nid(sk_ASN1_OBJECT_value(usage, 0)) == NID_time_stamp;
    EXTENDED_KEY_USAGE_free(usage);
    if (alone && critical == 1)
        return true;
    return chy_token_refuse(
        r, "the certificate that signed it is not for timestamps alone (extended key "
           "usage timeStamping, critical)");
}
