/*
 * pkcs11_module.c - loading a module, and what its results mean: spec/keys.md, rules K26 and
 * K28.
 */
#include "sign/pkcs11_parts.h"

#include "base/secret.h"

#include <dlfcn.h>

/* --- results -------------------------------------------------------------------------------
 */

struct meaning {
    CK_RV result;
    const char *name;
    enum chancery_code code;
    const char *text, *next; /* NULL: nothing better than the name */
};

static const struct meaning meanings[] = {
    {CKR_PIN_INCORRECT, "CKR_PIN_INCORRECT", CHANCERY_E_PASSPHRASE, "the PIN is wrong",
     "Try again with the right one: after some wrong ones the token locks itself."},
    {CKR_PIN_INVALID, "CKR_PIN_INVALID", CHANCERY_E_PASSPHRASE, "the PIN is wrong",
     "Try again with the right one: after some wrong ones the token locks itself."},
    {CKR_PIN_LEN_RANGE, "CKR_PIN_LEN_RANGE", CHANCERY_E_PASSPHRASE,
     "the PIN is too short or too long for this token", "Try again with the right one."},
    {CKR_PIN_EXPIRED, "CKR_PIN_EXPIRED", CHANCERY_E_REFUSED, "the token wants a new PIN",
     "Set one with the token's own tools (pkcs11-tool --change-pin)."},
    {CKR_PIN_LOCKED, "CKR_PIN_LOCKED", CHANCERY_E_REFUSED,
     "the token has locked itself after wrong PINs",
     "Unlock it with the token's own tools (pkcs11-tool --unlock-pin)."},
    {CKR_USER_PIN_NOT_INITIALIZED, "CKR_USER_PIN_NOT_INITIALIZED", CHANCERY_E_REFUSED,
     "the token has no PIN yet",
     "Set one with the token's own tools (pkcs11-tool --init-pin)."},
    {CKR_FUNCTION_CANCELED, "CKR_FUNCTION_CANCELED", CHANCERY_E_REFUSED,
     "it was cancelled at the token", "Confirm it at the token."},
    {CKR_FUNCTION_REJECTED, "CKR_FUNCTION_REJECTED", CHANCERY_E_REFUSED,
     "it was refused at the token", "Confirm it at the token."},
    {CKR_TOKEN_NOT_PRESENT, "CKR_TOKEN_NOT_PRESENT", CHANCERY_E_KEY, "the token is not there",
     "Put it in, and try again."},
    {CKR_DEVICE_REMOVED, "CKR_DEVICE_REMOVED", CHANCERY_E_KEY, "the token was taken out",
     "Put it in, and try again."},
    {CKR_KEY_FUNCTION_NOT_PERMITTED, "CKR_KEY_FUNCTION_NOT_PERMITTED", CHANCERY_E_REFUSED,
     "the token does not let this key sign", "Name a key that may sign."},
    {CKR_MECHANISM_INVALID, "CKR_MECHANISM_INVALID", CHANCERY_E_KEY,
     "the token cannot sign with Ed25519 (CKM_EDDSA)", "Use a token that can."},
    {CKR_DEVICE_ERROR, "CKR_DEVICE_ERROR", CHANCERY_E_KEY, NULL, NULL},
    {CKR_DEVICE_MEMORY, "CKR_DEVICE_MEMORY", CHANCERY_E_KEY, NULL, NULL},
    {CKR_GENERAL_ERROR, "CKR_GENERAL_ERROR", CHANCERY_E_KEY, NULL, NULL},
    {CKR_FUNCTION_FAILED, "CKR_FUNCTION_FAILED", CHANCERY_E_KEY, NULL, NULL},
    {CKR_FUNCTION_NOT_SUPPORTED, "CKR_FUNCTION_NOT_SUPPORTED", CHANCERY_E_KEY, NULL, NULL},
    {CKR_USER_NOT_LOGGED_IN, "CKR_USER_NOT_LOGGED_IN", CHANCERY_E_KEY, NULL, NULL},
};

bool chy_pkcs11_fail(const char *function, CK_RV result, chancery_error *error)
{
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        const struct meaning *m = &meanings[i];
        if (m->result != result)
            continue;
        if (m->text) {
            chy_fail(error, m->code, "%s (%s: %s)", m->text, function, m->name);
            return chy_fail_next(error, "%s", m->next);
        }
        chy_fail(error, m->code, "the token's module failed (%s: %s)", function, m->name);
        return chy_fail_next(error, "See what pkcs11-tool --list-objects says of the token.");
    }
    chy_fail(error, CHANCERY_E_KEY, "the token's module failed (%s: 0x%lx)", function, result);
    return chy_fail_next(error, "See what pkcs11-tool --list-objects says of the token.");
}

/* --- loading -------------------------------------------------------------------------------
 */

/* Never closed: modules leave threads and handlers behind that would be called after it. */
static void *open_library(const char *name)
{
    return dlopen(name, RTLD_NOW | RTLD_LOCAL);
}

static void *open_named(const char *folder, const char *name, chancery_error *error)
{
    void *library = NULL;
    for (int i = 0; !library && i < 2; i++) {
        char *path = chy_dupf(error, "%s%s%s%s.so", folder, *folder ? "/" : "",
                              i == 0 ? "lib" : "", name);
        if (path)
            library = open_library(path);
        chancery_free(path);
    }
    return library;
}

static bool no_module(chancery_error *error, const char *what)
{
    const char *why = dlerror();
    chy_fail(error, CHANCERY_E_MISSING, "%s cannot be loaded: %.300s", what,
             why ? why : "the system does not say why");
    return chy_fail_next(error,
                         "Install the token's module and name it with ?module-path=FILE, or "
                         "tell p11-kit of it (p11-kit list-modules).");
}

static bool find_library(void **library, const struct chy_pkcs11_uri *uri,
                         chancery_error *error)
{
    const char *path = (const char *)uri->module_path.ptr;
    const char *name = (const char *)uri->module_name.ptr;

    if ((path && (strlen(path) != uri->module_path.len || !strchr(path, '/'))) ||
        (name && (strlen(name) != uri->module_name.len || strchr(name, '/') || !*name))) {
        chy_fail(error, CHANCERY_E_USAGE, "the pkcs11: URI's module is no path or no name");
        return chy_fail_next(error, "Say module-path=/FOLDER/FILE.so, or module-name=NAME for "
                                    "libNAME.so.");
    }
    if (name) {
        *library = open_named(path ? path : "", name, error);
        return *library || no_module(error, "the module of that name");
    }
    if (path) {
        *library = open_library(path);
        return *library || no_module(error, "the module");
    }
    *library = open_library("p11-kit-proxy.so");
    if (!*library)
        *library = open_library("libp11-kit.so.0"); /* the same library under its own name */
    return *library || no_module(error, "p11-kit, which knows the system's modules,");
}

/* A function list that is whole, as far as it is used. */
static bool is_usable(const CK_FUNCTION_LIST *list)
{
    return list && (list->version.major == 2 || list->version.major == 3) &&
           list->C_Initialize && list->C_Finalize && list->C_GetSlotList &&
           list->C_GetTokenInfo && list->C_OpenSession && list->C_CloseSession &&
           list->C_Login && list->C_FindObjectsInit && list->C_FindObjects &&
           list->C_FindObjectsFinal && list->C_GetAttributeValue && list->C_SignInit &&
           list->C_Sign;
}

bool chy_pkcs11_load(struct chy_pkcs11 *module, const struct chy_pkcs11_uri *uri,
                     chancery_error *error)
{
    /* ISO C knows no way from an object's address to a function's; POSIX gives this one. */
    union {
        void *symbol;
        CK_C_GetFunctionList function;
    } start = {NULL};
    CK_FUNCTION_LIST_PTR list = NULL;
    void *library = NULL;
    CK_RV result;

    if (!find_library(&library, uri, error))
        return false;
    start.symbol = dlsym(library, "C_GetFunctionList");
    if (!start.symbol) {
        chy_fail(error, CHANCERY_E_MISSING, "that file is no PKCS#11 module");
        return chy_fail_next(error, "Name the token's module with ?module-path=FILE.");
    }
    result = start.function(&list);
    if (result != CKR_OK)
        return chy_pkcs11_fail("C_GetFunctionList", result, error);
    if (!is_usable(list)) {
        chy_fail(error, CHANCERY_E_KEY, "the module lacks functions that signing needs");
        return chy_fail_next(error, "Name another module with ?module-path=FILE.");
    }
    module->call = list;
    result = list->C_Initialize(NULL);
    if (result != CKR_OK && result != CKR_CRYPTOKI_ALREADY_INITIALIZED)
        return chy_pkcs11_fail("C_Initialize", result, error);
    module->initialized = result == CKR_OK;
    return true;
}

void chy_pkcs11_close(struct chy_pkcs11 *module)
{
    if (module->in_session)
        (void)module->call->C_CloseSession(module->session);
    if (module->initialized)
        (void)module->call->C_Finalize(NULL);
    chy_secret_free(module->pin);
    *module = (struct chy_pkcs11){0};
}
