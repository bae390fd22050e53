/*
 * module.c - a PKCS#11 module with one token, "Office", PIN 1234, and on it the key of RFC
 * 8032, section 7.1, test 1, under the name "test" and the id a1. It misbehaves as it is told.
 */
#include "module.h"

#include <p11-kit/pkcs11.h>
#include <sodium.h>
#include <string.h>

#define EXPORTED __attribute__((visibility("default")))
#define STEP()                                                                                 \
    do {                                                                                       \
        if (++pkcs11_test.calls == pkcs11_test.fail_at)                                        \
            return pkcs11_test.result;                                                         \
    } while (0)

extern EXPORTED struct pkcs11_test pkcs11_test;
struct pkcs11_test pkcs11_test;

enum { PRIVATE = 1, PUBLIC = 2, SECOND = 3 };

static const unsigned char seed[32] = {0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60,
                                       0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
                                       0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19,
                                       0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60};

static CK_OBJECT_CLASS wanted;
static bool searched;

static bool is(enum pkcs11_manner manner)
{
    return pkcs11_test.manner == manner;
}

static CK_RV initialize(void *arguments)
{
    (void)arguments;
    STEP();
    pkcs11_test.initialized++;
    return CKR_OK;
}

static CK_RV finalize(void *reserved)
{
    (void)reserved;
    pkcs11_test.initialized--;
    STEP();
    return CKR_OK;
}

static CK_RV get_slot_list(CK_BBOOL present, CK_SLOT_ID *slots, CK_ULONG *count)
{
    (void)present;
    STEP();
    CK_ULONG tokens = is(NO_TOKEN)          ? 0
                      : is(TWO_TOKENS)      ? 2
                      : is(MOST_TOKENS)     ? 256
                      : is(TOO_MANY_TOKENS) ? 257
                                            : 1;
    for (CK_ULONG i = 0; slots && i < tokens; i++)
        slots[i] = i;
    *count = slots && is(MORE_TOKENS_MEANWHILE) ? tokens + 1 : tokens;
    return CKR_OK;
}

static void pad(unsigned char *out, size_t len, const char *text)
{
    memset(out, ' ', len);
    memcpy(out, text, strlen(text));
}

static CK_RV get_token_info(CK_SLOT_ID slot, CK_TOKEN_INFO *info)
{
    STEP();
    if (is(TOKEN_GONE))
        return CKR_TOKEN_NOT_PRESENT;
    memset(info, 0, sizeof *info);
    pad(info->label, sizeof info->label, is(MOST_TOKENS) && slot != 255 ? "Other" : "Office");
    pad(info->manufacturerID, sizeof info->manufacturerID, "Chancery");
    pad(info->model, sizeof info->model, "test");
    pad(info->serialNumber, sizeof info->serialNumber, slot == 0 ? "0" : "1");
    info->flags = CKF_LOGIN_REQUIRED | CKF_TOKEN_INITIALIZED | CKF_USER_PIN_INITIALIZED;
    if (is(TOKEN_NOT_READY))
        info->flags &= ~(CK_FLAGS)CKF_TOKEN_INITIALIZED;
    if (is(PIN_IS_LOCKED))
        info->flags |= CKF_USER_PIN_LOCKED;
    if (is(LAST_TRY))
        info->flags |= CKF_USER_PIN_FINAL_TRY;
    if (is(KEYPAD))
        info->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
    if (is(NO_PIN))
        info->flags &= ~(CK_FLAGS)CKF_LOGIN_REQUIRED;
    return CKR_OK;
}

static CK_RV open_session(CK_SLOT_ID slot, CK_FLAGS flags, void *application, CK_NOTIFY notify,
                          CK_SESSION_HANDLE *session)
{
    (void)slot;
    (void)flags;
    (void)application;
    (void)notify;
    STEP();
    pkcs11_test.sessions++;
    *session = 7;
    return CKR_OK;
}

static CK_RV close_session(CK_SESSION_HANDLE session)
{
    (void)session;
    pkcs11_test.sessions--;
    STEP();
    return CKR_OK;
}

static CK_RV login(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char *pin,
                   CK_ULONG len)
{
    (void)session;
    (void)user;
    STEP();
    pkcs11_test.logins++;
    if (is(KEYPAD))
        return pin == NULL ? CKR_OK : CKR_ARGUMENTS_BAD;
    return len == 4 && memcmp(pin, "1234", 4) == 0 ? CKR_OK : CKR_PIN_INCORRECT;
}

static CK_RV find_objects_init(CK_SESSION_HANDLE session, CK_ATTRIBUTE *attributes,
                               CK_ULONG count)
{
    (void)session;
    STEP();
    searched = false;
    wanted = 0;
    for (CK_ULONG i = 0; i < count; i++) {
        if (attributes[i].type == CKA_CLASS)
            memcpy(&wanted, attributes[i].pValue, sizeof wanted);
        if (attributes[i].type == CKA_LABEL &&
            (attributes[i].ulValueLen != 4 || memcmp(attributes[i].pValue, "test", 4) != 0))
            searched = true; /* finds nothing */
    }
    return CKR_OK;
}

static CK_RV find_objects(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE *found, CK_ULONG most,
                          CK_ULONG *count)
{
    (void)session;
    (void)most;
    STEP();
    *count = 0;
    if (searched || is(NO_KEY))
        return CKR_OK;
    searched = true;
    if (wanted == CKO_PUBLIC_KEY) {
        found[0] = PUBLIC;
        *count = is(NO_PUBLIC_KEY) ? 0 : 1;
        return CKR_OK;
    }
    found[0] = PRIVATE;
    found[1] = SECOND;
    *count = is(TWO_KEYS) ? 2 : is(TOO_MANY_KEYS) ? 17 : 1;
    return CKR_OK;
}

static CK_RV find_objects_final(CK_SESSION_HANDLE session)
{
    (void)session;
    STEP();
    return CKR_OK;
}

static CK_RV give(CK_ATTRIBUTE *attribute, const void *bytes, size_t len)
{
    if (attribute->ulValueLen < len)
        return CKR_BUFFER_TOO_SMALL;
    memcpy(attribute->pValue, bytes, len);
    attribute->ulValueLen = is(LONG_ATTRIBUTE) ? 1000 : len;
    return CKR_OK;
}

static CK_RV give_point(CK_ATTRIBUTE *attribute)
{
    unsigned char point[34] = {0x04, 32}, secret[64];
    (void)crypto_sign_seed_keypair(point + 2, secret, seed);
    if (is(WEAK_POINT)) {
        memset(point + 2, 0, 32);
        point[2] = 1;
    }
    if (is(RAW_POINT))
        return give(attribute, point + 2, 32);
    return give(attribute, point, is(POINT_OF_31) ? 33 : 34);
}

static CK_RV get_attribute_value(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                                 CK_ATTRIBUTE *attribute, CK_ULONG count)
{
    const CK_KEY_TYPE type = is(RSA) ? CKK_RSA : CKK_EC_EDWARDS;
    const CK_BBOOL always = is(ASKS_EACH_TIME) ? CK_TRUE : CK_FALSE;
    (void)session;
    (void)count;
    STEP();
    switch (attribute->type) {
    case CKA_KEY_TYPE:
        return give(attribute, &type, sizeof type);
    case CKA_ALWAYS_AUTHENTICATE:
        return give(attribute, &always, sizeof always);
    case CKA_ID:
        return give(attribute, "\xa1", 1);
    case CKA_EC_POINT:
        if (object == PUBLIC || is(POINT_ON_PRIVATE_KEY))
            return give_point(attribute);
        break;
    default:
        break;
    }
    attribute->ulValueLen = (CK_ULONG)-1;
    return CKR_ATTRIBUTE_TYPE_INVALID;
}

static CK_RV sign_init(CK_SESSION_HANDLE session, CK_MECHANISM *mechanism, CK_OBJECT_HANDLE key)
{
    (void)session;
    STEP();
    return mechanism->mechanism == CKM_EDDSA && key == PRIVATE ? CKR_OK : CKR_MECHANISM_INVALID;
}

static CK_RV sign(CK_SESSION_HANDLE session, unsigned char *data, CK_ULONG len,
                  unsigned char *signature, CK_ULONG *signature_len)
{
    unsigned char public_key[32], secret[64];
    (void)session;
    STEP();
    if (*signature_len < 64)
        return CKR_BUFFER_TOO_SMALL;
    (void)crypto_sign_seed_keypair(public_key, secret, seed);
    (void)crypto_sign_detached(signature, NULL, data, len, secret);
    signature[5] ^= is(SIGNS_BADLY);
    *signature_len = is(SIGNATURE_OF_65) ? 65 : is(SIGNATURE_OF_63) ? 63 : 64;
    return CKR_OK;
}

extern EXPORTED CK_RV C_GetFunctionList(CK_FUNCTION_LIST **list);
CK_RV C_GetFunctionList(CK_FUNCTION_LIST **list)
{
    static CK_FUNCTION_LIST functions;
    STEP();
    functions = (CK_FUNCTION_LIST){
        .version = {is(OLD_VERSION) ? 1 : 2, 40},
        .C_Initialize = initialize,
        .C_Finalize = finalize,
        .C_GetSlotList = get_slot_list,
        .C_GetTokenInfo = get_token_info,
        .C_OpenSession = open_session,
        .C_CloseSession = close_session,
        .C_Login = login,
        .C_FindObjectsInit = find_objects_init,
        .C_FindObjects = find_objects,
        .C_FindObjectsFinal = find_objects_final,
        .C_GetAttributeValue = get_attribute_value,
        .C_SignInit = is(HOLE_IN_LIST) ? NULL : sign_init,
        .C_Sign = sign,
    };
    *list = is(NO_LIST) ? NULL : &functions;
    return CKR_OK;
}
