/*
 * pkcs11_token.c - finding the one token that is meant, and logging in: spec/keys.md, rule K27.
 */
#include "sign/pkcs11_parts.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/secret.h"

#include <stdlib.h>

/* Token texts are padded with spaces. */
static bool says(chancery_span wanted, const CK_UTF8CHAR *text, size_t len)
{
    while (len > 0 && text[len - 1] == ' ')
        len--;
    return !wanted.ptr || chy_span_eq(wanted, chy_span(text, len));
}

static bool fits(const struct chy_pkcs11_uri *uri, CK_SLOT_ID slot, const CK_TOKEN_INFO *info)
{
    return says(uri->token, info->label, sizeof info->label) &&
           says(uri->manufacturer, info->manufacturerID, sizeof info->manufacturerID) &&
           says(uri->model, info->model, sizeof info->model) &&
           says(uri->serial, info->serialNumber, sizeof info->serialNumber) &&
           (!uri->slot_id.ptr ||
            strtoul((const char *)uri->slot_id.ptr, NULL, 10) == (unsigned long)slot);
}

/* Slots that hold a token. */
static bool list_slots(CK_SLOT_ID **slots, CK_ULONG *count, const struct chy_pkcs11 *module,
                       chancery_error *error)
{
    CK_ULONG room = 0;
    CK_RV result = module->call->C_GetSlotList(CK_TRUE, NULL, &room);

    if (result != CKR_OK)
        return chy_pkcs11_fail("C_GetSlotList", result, error);
    if (room > CHY_MAX_SLOTS) {
        chy_fail(error, CHANCERY_E_LIMIT,
                 "the module lists %lu tokens, and at most %u are looked at", room,
                 CHY_MAX_SLOTS);
        return chy_fail_next(error, "Name the token's own module with ?module-path=FILE.");
    }
    *slots = calloc(room + 1, sizeof **slots);
    if (!*slots)
        return chy_fail_memory(error);
    *count = room;
    result = room > 0 ? module->call->C_GetSlotList(CK_TRUE, *slots, count) : CKR_OK;
    if (result != CKR_OK || *count > room)
        return chy_pkcs11_fail("C_GetSlotList", result != CKR_OK ? result : CKR_GENERAL_ERROR,
                               error);
    return true;
}

static bool fail_count(size_t found, CK_ULONG tokens, chancery_error *error)
{
    if (found > 1) {
        chy_fail(error, CHANCERY_E_KEY, "%zu tokens fit the pkcs11: URI", found);
        return chy_fail_next(error, "Add token=NAME or serial=NUMBER, as pkcs11-tool "
                                    "--list-token-slots shows them.");
    }
    chy_fail(error, CHANCERY_E_KEY, "of %lu tokens none fits the pkcs11: URI", tokens);
    return chy_fail_next(error,
                         "Put the token in; pkcs11-tool --list-token-slots shows what is "
                         "there, and with --module FILE by which module.");
}

/* A slot whose token went away meanwhile, or is not made ready yet, is passed over. */
static bool find_token(CK_SLOT_ID *slot, CK_TOKEN_INFO *info, const struct chy_pkcs11 *module,
                       const struct chy_pkcs11_uri *uri, chancery_error *error)
{
    CK_SLOT_ID *slots = NULL;
    CK_ULONG count = 0;
    size_t found = 0;
    bool ok = list_slots(&slots, &count, module, error);

    for (CK_ULONG i = 0; ok && i < count; i++) {
        CK_TOKEN_INFO one = {0};
        CK_RV result = module->call->C_GetTokenInfo(slots[i], &one);
        if (result == CKR_TOKEN_NOT_PRESENT || result == CKR_TOKEN_NOT_RECOGNIZED)
            continue;
        if (result != CKR_OK)
            ok = chy_pkcs11_fail("C_GetTokenInfo", result, error);
        else if ((one.flags & CKF_TOKEN_INITIALIZED) && fits(uri, slots[i], &one)) {
            *slot = slots[i];
            *info = one;
            found++;
        }
    }
    free(slots);
    return ok && (found == 1 || fail_count(found, count, error));
}

/* --- the PIN -------------------------------------------------------------------------------
 */

/* The first line of the file, into secret memory. */
static bool read_pin(struct chy_pkcs11 *module, const struct chy_pkcs11_uri *uri,
                     chancery_error *error)
{
    struct chy_buf file;
    chancery_span line = {0}, rest;
    const char *path;
    bool ok = false;

    chy_buf_init(&file, CHY_MAX_PASSPHRASE + 2);
    file.secret = true;
    if (!chy_pkcs11_pin_file(&path, uri, error))
        goto out;
    if (!chy_file_read(&file, path, CHY_MAX_PASSPHRASE + 2, error)) {
        chy_fail_where(error, path);
        goto out;
    }
    rest = chy_buf_view(&file);
    (void)chy_span_line(&line, &rest);
    if (line.len > 0 && line.ptr[line.len - 1] == '\r')
        line.len--;
    if (line.len == 0 || line.len > CHY_MAX_PASSPHRASE) {
        chy_fail(error, CHANCERY_E_PASSPHRASE, "the pin-source's first line holds no PIN");
        chy_fail_where(error, path);
        goto out;
    }
    memcpy(module->pin, line.ptr, line.len);
    module->pin_len = line.len;
    ok = true;
out:
    chy_buf_done(&file);
    return ok;
}

static bool ask_pin(struct chy_pkcs11 *module, const CK_TOKEN_INFO *info,
                    chancery_passphrase_fn *ask, void *context, chancery_error *error)
{
    const char *warning =
        info->flags & CKF_USER_PIN_FINAL_TRY ? " (the last try before it locks itself)" : "";
    size_t len = sizeof info->label;
    while (len > 0 && info->label[len - 1] == ' ')
        len--;
    char *label = chy_esc(chy_span(info->label, len));
    char *prompt = chy_dupf(error, "PIN of the token %s%s: ", label ? label : "", warning);
    long given = ask && prompt ? ask(context, prompt, module->pin, CHY_MAX_PASSPHRASE) : -1;
    chancery_free(prompt);
    chancery_free(label);
    if (given >= 0 && given <= (long)CHY_MAX_PASSPHRASE) {
        module->pin_len = (size_t)given;
        return true;
    }
    chy_fail(error, CHANCERY_E_PASSPHRASE, "the token asks for a PIN, and there is none");
    return chy_fail_next(error, "Sign at a terminal, or name a file that holds it with "
                                "pin-source or --passphrase-file.");
}

static bool log_in(struct chy_pkcs11 *module, const CK_TOKEN_INFO *info,
                   const struct chy_pkcs11_uri *uri, chancery_passphrase_fn *ask, void *context,
                   chancery_error *error)
{
    CK_RV result;

    if (info->flags & CKF_USER_PIN_LOCKED)
        return chy_pkcs11_fail("C_GetTokenInfo", CKR_PIN_LOCKED, error);
    module->own_keypad = (info->flags & CKF_PROTECTED_AUTHENTICATION_PATH) != 0;
    if (!module->own_keypad) {
        module->pin = chy_secret_new(CHY_MAX_PASSPHRASE, error);
        if (!module->pin || !(uri->pin_source.ptr ? read_pin(module, uri, error)
                                                  : ask_pin(module, info, ask, context, error)))
            return false;
    }
    result = module->call->C_Login(module->session, CKU_USER, module->pin,
                                   (CK_ULONG)module->pin_len);
    if (result != CKR_OK && result != CKR_USER_ALREADY_LOGGED_IN)
        return chy_pkcs11_fail("C_Login", result, error);
    return true;
}

bool chy_pkcs11_enter(struct chy_pkcs11 *module, const struct chy_pkcs11_uri *uri,
                      chancery_passphrase_fn *ask, void *context, chancery_error *error)
{
    CK_SLOT_ID slot = 0;
    CK_TOKEN_INFO info = {0};

    if (!find_token(&slot, &info, module, uri, error))
        return false;
    CK_RV result =
        module->call->C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, &module->session);
    if (result != CKR_OK)
        return chy_pkcs11_fail("C_OpenSession", result, error);
    module->in_session = true;
    return !(info.flags & CKF_LOGIN_REQUIRED) ||
           log_in(module, &info, uri, ask, context, error);
}
