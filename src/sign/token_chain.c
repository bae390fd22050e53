/*
 * token_chain.c - authorities, and the chain from a token to one: spec/time.md, rules T10 and
 * T11.
 */
#include "sign/token_parts.h"

#include <stdlib.h>

enum {
    SECURITY_LEVEL = 2, /* 112 bits: RSA of 2048 bits, and no SHA-1 */
    DEPTH = 8           /* certificates between the authority and the token's own */
};

static bool take_authority(struct chy_authorities *made, size_t i,
                           const struct chy_authority *from, chancery_error *error)
{
    const uint8_t *p = from->certificate.ptr;
    made->certificate[i] = d2i_X509(NULL, &p, (long)from->certificate.len);
    if (made->certificate[i] && X509_STORE_add_cert(made->store, made->certificate[i]) != 1)
        return chy_fail_memory(error);
    if (!from->policy)
        return true;
    made->policy[i] = chy_dup(chy_span_str(from->policy), error);
    return made->policy[i] != NULL;
}

/* Any certificate that is listed ends a chain, whether it signed itself or not. */
bool chy_authorities_new(struct chy_authorities **out, const struct chy_authority *list,
                         size_t count, chancery_error *error)
{
    struct chy_authorities *made = calloc(1, sizeof *made);
    bool ok = made && (made->store = X509_STORE_new()) &&
              (made->certificate = calloc(count + 1, sizeof *made->certificate)) &&
              (made->policy = calloc(count + 1, sizeof *made->policy));
    if (ok) {
        X509_VERIFY_PARAM *rules = X509_STORE_get0_param(made->store);
        made->count = count;
        X509_VERIFY_PARAM_set_depth(rules, DEPTH);
        X509_VERIFY_PARAM_set_auth_level(rules, SECURITY_LEVEL);
        X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
    } else {
        chy_fail_memory(error);
    }
    for (size_t i = 0; ok && i < count; i++)
        ok = take_authority(made, i, &list[i], error);
    ERR_clear_error();
    if (ok)
        *out = made;
    else
        chy_authorities_free(made);
    return ok;
}

void chy_authorities_free(struct chy_authorities *authorities)
{
    if (!authorities)
        return;
    for (size_t i = 0; i < authorities->count; i++) {
        X509_free(authorities->certificate[i]);
        free(authorities->policy[i]);
    }
    X509_STORE_free(authorities->store);
    free(authorities->certificate);
    free(authorities->policy);
    free(authorities);
}

/* --- one token --- */

static bool read_end(int64_t *out, const X509 *certificate)
{
    ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
    int days, seconds;
    bool ok = epoch && ASN1_TIME_diff(&days, &seconds, epoch, X509_get0_notAfter(certificate));
    if (ok)
        *out = (int64_t)days * 86400 + seconds;
    ASN1_TIME_free(epoch);
    return ok;
}

static bool check_policy(struct chy_token_reading *r, const X509 *anchor)
{
    char policy[256];
    int len = OBJ_obj2txt(policy, sizeof policy, TS_TST_INFO_get_policy_id(r->info), 1);
    for (size_t i = 0; i < r->by->count; i++) {
        if (r->by->certificate[i] && X509_cmp(r->by->certificate[i], anchor) == 0)
            return !r->by->policy[i] ||
                   (len > 0 && (size_t)len < sizeof policy &&
                    strcmp(policy, r->by->policy[i]) == 0) ||
                   chy_token_refuse(
                       r, "the timestamp is of another policy than the directory asks for");
    }
    return chy_token_refuse(r, "no authority of the directory vouches for the timestamp");
}

/* T10 and T11: the chain at the time that the token says, and until when it is valid. No
 * revocation list is asked: the directory voids authorities. */
bool chy_token_check_chain(struct chy_token_reading *r)
{
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    bool ok = false;
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(r->by->store), (time_t)r->said.made);
    if (!context || X509_STORE_CTX_init(context, r->by->store, r->signer, r->untrusted) != 1 ||
        X509_STORE_CTX_set_purpose(context, X509_PURPOSE_TIMESTAMP_SIGN) != 1) {
        chy_fail_memory(r->error);
        goto out;
    }
    if (X509_verify_cert(context) != 1) {
        chy_fail(r->error, CHANCERY_E_TOKEN,
                 "no authority of the directory vouches for the timestamp: %s",
                 X509_verify_cert_error_string(X509_STORE_CTX_get_error(context)));
        goto out;
    }
    STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(context);
    r->said.until = INT64_MAX;
    for (int i = 0; i < sk_X509_num(chain); i++) {
        int64_t end;
        if (!read_end(&end, sk_X509_value(chain, i))) {
            (void)chy_token_refuse(
                r, "a certificate of the timestamp says no end of its validity");
            goto out;
        }
        r->said.until = end < r->said.until ? end : r->said.until;
    }
    ok = check_policy(r, sk_X509_value(chain, sk_X509_num(chain) - 1));
out:
    X509_STORE_CTX_free(context);
    return ok;
}
