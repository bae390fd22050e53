/*
 * pkcs11.c - a key on a token, and signing with it: spec/keys.md, rules K27 and K28.
 */
#include "sign/pkcs11_parts.h"

#include "base/secret.h"

#include <stdlib.h>

enum { MOST_FOUND = 16 }; /* more keys of one name are as good as several */

/* Objects of this class with the name and id that are wanted. */
static bool find_objects(CK_OBJECT_HANDLE found[MOST_FOUND], CK_ULONG *count,
                         const struct chy_pkcs11 *module, CK_OBJECT_CLASS class,
                         chancery_span label, chancery_span id, chancery_error *error)
{
    CK_ATTRIBUTE wanted[3] = {{CKA_CLASS, &class, sizeof class}};
    CK_ULONG n = 1;
    CK_RV result, ended;

    /* a template is const in all but its type */
    if (label.ptr)
        wanted[n++] = (CK_ATTRIBUTE){CKA_LABEL, (void *)(uintptr_t)label.ptr, label.len};
    if (id.ptr)
        wanted[n++] = (CK_ATTRIBUTE){CKA_ID, (void *)(uintptr_t)id.ptr, id.len};
    *count = 0;
    result = module->call->C_FindObjectsInit(module->session, wanted, n);
    if (result != CKR_OK)
        return chy_pkcs11_fail("C_FindObjectsInit", result, error);
    result = module->call->C_FindObjects(module->session, found, MOST_FOUND, count);
    ended = module->call->C_FindObjectsFinal(module->session);
    if (result != CKR_OK)
        return chy_pkcs11_fail("C_FindObjects", result, error);
    if (ended != CKR_OK)
        return chy_pkcs11_fail("C_FindObjectsFinal", ended, error);
    return *count <= MOST_FOUND || chy_pkcs11_fail("C_FindObjects", CKR_GENERAL_ERROR, error);
}

/* An attribute of at most room bytes; false where the object has none such. */
static bool attribute(void *out, size_t *len, size_t room, const struct chy_pkcs11 *module,
                      CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type)
{
    CK_ATTRIBUTE one = {type, out, room};
    if (module->call->C_GetAttributeValue(module->session, object, &one, 1) != CKR_OK ||
        one.ulValueLen > room)
        return false;
    *len = one.ulValueLen;
    return true;
}

static bool is_edwards(const struct chy_pkcs11 *module, CK_OBJECT_HANDLE object)
{
    CK_KEY_TYPE type = 0;
    size_t len = 0;
    return attribute(&type, &len, sizeof type, module, object, CKA_KEY_TYPE) &&
           len == sizeof type && type == CKK_EC_EDWARDS;
}

/* The one private key of the right type. */
static bool find_key(struct chy_pkcs11 *module, const struct chy_pkcs11_uri *uri,
                     chancery_error *error)
{
    CK_OBJECT_HANDLE found[MOST_FOUND] = {0};
    CK_ULONG count = 0, fitting = 0;
    CK_BBOOL always = CK_FALSE;
    size_t len = 0;

    if (!find_objects(found, &count, module, CKO_PRIVATE_KEY, uri->object, uri->id, error))
        return false;
    for (CK_ULONG i = 0; i < count; i++) {
        if (is_edwards(module, found[i])) {
            module->key = found[i];
            fitting++;
        }
    }
    if (fitting == 1) {
        module->asks_each_time = attribute(&always, &len, sizeof always, module, module->key,
                                           CKA_ALWAYS_AUTHENTICATE) &&
                                 always == CK_TRUE;
        return true;
    }
    if (fitting > 1) {
        chy_fail(error, CHANCERY_E_KEY, "several keys on the token fit the pkcs11: URI");
        return chy_fail_next(error,
                             "Name one with both object=NAME and id=%%XX, as pkcs11-tool "
                             "--login --list-objects shows them.");
    }
    chy_fail(error, CHANCERY_E_KEY,
             count > 0 ? "the key of that name on the token is no Ed25519 key"
                       : "the token holds no secret key of that name");
    return chy_fail_next(error, "pkcs11-tool --login --list-objects shows its keys.");
}

/* CKA_EC_POINT: an OCTET STRING in DER, or, as older modules have it, the bytes alone. */
static bool point_of(chancery_public_key *out, const struct chy_pkcs11 *module,
                     CK_OBJECT_HANDLE object)
{
    uint8_t bytes[64];
    size_t len = 0;
    if (!attribute(bytes, &len, sizeof bytes, module, object, CKA_EC_POINT))
        return false;
    if (len == 34 && bytes[0] == 0x04 && bytes[1] == 32)
        memcpy(out->b, bytes + 2, sizeof out->b);
    else if (len == 32)
        memcpy(out->b, bytes, sizeof out->b);
    else
        return false;
    return chy_ed25519_key_is_good(out);
}

/* Of the public key that stands beside the private one, with the same id; some tokens tell it
 * of the private one. A wrong one does no harm: no signature would verify under it. */
static bool find_public(chancery_public_key *out, const struct chy_pkcs11 *module,
                        chancery_error *error)
{
    CK_OBJECT_HANDLE found[MOST_FOUND] = {0};
    CK_ULONG count = 0;
    uint8_t id[256];
    size_t len = 0;

    if (point_of(out, module, module->key))
        return true;
    if (attribute(id, &len, sizeof id, module, module->key, CKA_ID) && len > 0) {
        if (!find_objects(found, &count, module, CKO_PUBLIC_KEY, (chancery_span){0},
                          chy_span(id, len), error))
            return false;
        for (CK_ULONG i = 0; i < count; i++) {
            if (is_edwards(module, found[i]) && point_of(out, module, found[i]))
                return true;
        }
    }
    chy_fail(
        error, CHANCERY_E_KEY,
        "the token does not tell the public key of this key, or it is no good Ed25519 key");
    return chy_fail_next(error,
                         "Store the public key on the token with the same id (pkcs11-tool "
                         "--write-object FILE --type pubkey --id XX).");
}

/* --- signing -------------------------------------------------------------------------------
 */

static bool sign(chancery_signature *out, void *held, const chancery_public_key *key,
                 chancery_span message, chancery_error *error)
{
    struct chy_pkcs11 *module = held;
    CK_MECHANISM mechanism = {CKM_EDDSA, NULL, 0};
    chancery_signature made = {{0}};
    CK_ULONG len = sizeof made.b;
    uint8_t nothing = 0;

    (void)key;
    CK_RV result = module->call->C_SignInit(module->session, &mechanism, module->key);
    if (result != CKR_OK)
        return chy_pkcs11_fail("C_SignInit", result, error);
    if (module->asks_each_time) {
        result = module->call->C_Login(module->session, CKU_CONTEXT_SPECIFIC, module->pin,
                                       (CK_ULONG)module->pin_len);
        if (result != CKR_OK)
            return chy_pkcs11_fail("C_Login", result, error);
    }
    /* the module reads the message only, whatever its type says */
    CK_BYTE_PTR bytes =
        message.len > 0 ? (CK_BYTE_PTR)(uintptr_t)message.ptr : (CK_BYTE_PTR)&nothing;
    result = module->call->C_Sign(module->session, bytes, message.len, made.b, &len);
    if (result != CKR_OK)
        return chy_pkcs11_fail("C_Sign", result, error);
    if (len != sizeof made.b) {
        chy_fail(error, CHANCERY_E_KEY,
                 "the token's signature has %lu bytes, and Ed25519's have 64", len);
        return chy_fail_next(error, "Nothing was signed. Use a token that signs with Ed25519.");
    }
    *out = made;
    return true;
}

static void done(void *held)
{
    chy_pkcs11_close(held);
    free(held);
}

static const struct chy_signer signer = {.sign = sign, .done = done};

bool chy_pkcs11_key(struct chancery_key **out, const char *name, chancery_passphrase_fn *ask,
                    void *context, chancery_error *error)
{
    struct chy_pkcs11_uri uri;
    struct chy_pkcs11 *module = NULL;
    chancery_public_key public_key;
    bool ok = false;

    if (!chy_pkcs11_uri_parse(&uri, chy_span_str(name), error))
        return false;
    module = calloc(1, sizeof *module);
    if (!module) {
        chy_fail_memory(error);
        goto out;
    }
    if (!chy_pkcs11_load(module, &uri, error) ||
        !chy_pkcs11_enter(module, &uri, ask, context, error) ||
        !find_key(module, &uri, error) || !find_public(&public_key, module, error))
        goto out;
    if (!module->asks_each_time) {
        chy_secret_free(module->pin);
        module->pin = NULL;
    }
    ok = chy_key_elsewhere(out, &public_key, &signer, module, error);
    module = NULL;
out:
    if (module)
        done(module);
    chy_pkcs11_uri_done(&uri);
    return ok;
}
