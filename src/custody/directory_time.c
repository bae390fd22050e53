#include "custody/directory_time.h"

#include "base/date.h"
#include "base/encode.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/directory_fields.h"
#include "custody/directory_say.h"
#include "sign/certificate.h"

#include <stdio.h>
#include <stdlib.h>

static const char list_name[] = "timestampAuthorities", since_name[] = "provenTimeSince";

/* --- reading --- */

/* Numbers with a dot between each two, none with a needless zero. */
static bool is_policy(const char *text)
{
    size_t parts = 0;
    for (const char *at = text;; at++, parts++) {
        size_t digits = strspn(at, "0123456789");
        if (digits == 0 || (at[0] == '0' && digits > 1))
            return false;
        at += digits;
        if (!*at)
            return parts > 0;
        if (*at != '.')
            return false;
    }
}

/* Of one certificate there is one text. */
static bool is_base64_of(chancery_span text, const struct chy_buf *bytes)
{
    struct chy_buf again = {0};
    chy_buf_base64(&again, bytes->ptr, bytes->len);
    bool is = chy_buf_ok(&again) && chy_span_eq(chy_buf_view(&again), text);
    chy_buf_done(&again);
    return is;
}

static bool read_certificate(struct chy_tsa *tsa, const struct chy_cursor *cursor,
                             chancery_error *error)
{
    struct chy_cursor member;
    struct chy_buf der;
    chancery_span text;
    chy_buf_init(&der, CHY_MAX_CERTIFICATE);
    bool ok = chy_json_member(&member, cursor, "certificate", error) &&
              chy_json_string(&text, &member, SIZE_MAX, error);
    if (ok && (!chy_unbase64(&der, text) || der.len == 0 || !is_base64_of(text, &der)))
        ok = chy_json_fail(&member, error,
                           "a certificate is base64 of at most %u bytes here; this is not",
                           CHY_MAX_CERTIFICATE);
    if (ok)
        tsa->certificate = (uint8_t *)chy_buf_take(&der, &tsa->len, error);
    chy_buf_done(&der);
    return ok && tsa->certificate;
}

static bool read_authority(void *item, const struct chy_cursor *cursor, chancery_error *error)
{
    static const char *const members[] = {"certificate", "policy", "void"};
    struct chy_tsa *tsa = item;
    struct chy_cursor policy, reason;
    if (!chy_field_members(cursor, members, 3, error) ||
        !read_certificate(tsa, cursor, error) ||
        !chy_json_member(&policy, cursor, "policy", error))
        return false;
    if (!chy_json_is_null(&policy)) {
        if (!chy_field_string(&tsa->policy, cursor, "policy", error))
            return false;
        if (!is_policy(tsa->policy))
            return chy_json_fail(&policy, error, "a policy is an object identifier, as 1.2.3");
    }
    if (!chy_json_optional(&reason, cursor, "void"))
        return true;
    return chy_field_string(&tsa->voided, cursor, "void", error) &&
           (tsa->voided[0] || chy_json_fail(&reason, error, "a reason is not empty"));
}

static chancery_span certificate_of(const struct chy_tsa *tsa)
{
    return chy_span(tsa->certificate, tsa->len);
}

static bool are_distinct(const struct chy_directory *directory, const struct chy_cursor *list,
                         chancery_error *error)
{
    for (size_t i = 0; i < directory->tsas; i++) {
        for (size_t k = 0; k < i; k++) {
            if (!directory->tsa[i].voided && !directory->tsa[k].voided &&
                chy_span_eq(certificate_of(&directory->tsa[i]),
                            certificate_of(&directory->tsa[k])))
                return chy_json_fail(list, error, "timestamp authority %zu is listed twice",
                                     k + 1);
        }
    }
    return true;
}

bool chy_directory_time_read(struct chy_directory *out, const struct chy_cursor *root,
                             chancery_error *error)
{
    struct chy_cursor list, since;
    if (chy_json_optional(&since, root, since_name) &&
        !chy_field_date(&out->proven_since, root, since_name, error))
        return false;
    if (!chy_json_optional(&list, root, list_name))
        return true;
    if (!chy_field_list(&out->tsa, &out->tsas, root, list_name, CHY_MAX_AUTHORITIES,
                        sizeof *out->tsa, read_authority, error))
        return false;
    if (out->tsas == 0)
        return chy_json_fail(&list, error, "a list without authorities is left out");
    return are_distinct(out, &list, error);
}

/* --- writing --- */

static struct chy_json *new_base64(chancery_span bytes)
{
    struct chy_buf text = {0};
    chy_buf_base64(&text, bytes.ptr, bytes.len);
    struct chy_json *made = chy_buf_ok(&text) ? chy_json_new_string(chy_buf_view(&text)) : NULL;
    chy_buf_done(&text);
    return made;
}

void chy_directory_time_json(struct chy_json *object, const struct chy_directory *directory)
{
    if (chy_date_is_set(directory->proven_since))
        chy_json_set(object, since_name, chy_json_new_date(directory->proven_since));
    if (directory->tsas == 0)
        return;
    struct chy_json *list = chy_json_new_array();
    for (size_t i = 0; i < directory->tsas; i++) {
        const struct chy_tsa *tsa = &directory->tsa[i];
        struct chy_json *one = chy_json_new_object();
        chy_json_set(one, "certificate", new_base64(certificate_of(tsa)));
        chy_json_set(one, "policy",
                     tsa->policy ? chy_json_new_cstring(tsa->policy) : chy_json_new_null());
        if (tsa->voided)
            chy_json_set(one, "void", chy_json_new_cstring(tsa->voided));
        chy_json_append(list, one);
    }
    chy_json_set(object, list_name, list);
}

void chy_directory_time_done(struct chy_directory *directory)
{
    for (size_t i = 0; i < directory->tsas; i++) {
        free(directory->tsa[i].certificate);
        free(directory->tsa[i].policy);
        free(directory->tsa[i].voided);
    }
    free(directory->tsa);
}

/* --- certificates --- */

bool chy_directory_certificates(const struct chy_directory *directory, chancery_error *error)
{
    for (size_t i = 0; i < directory->tsas; i++) {
        chancery_error why = CHANCERY_ERROR_INIT;
        char *label = chy_certificate_label(certificate_of(&directory->tsa[i]), &why);
        if (!label) {
            char where[64];
            snprintf(where, sizeof where, "$.%s[%zu].certificate", list_name, i);
            chy_fail(error,
                     why.code == CHANCERY_E_MEMORY ? CHANCERY_E_MEMORY : CHANCERY_E_FORMAT,
                     "%s", why.text);
            return chy_fail_where(error, where);
        }
        free(label);
    }
    return true;
}

void chy_say_authority(struct chy_buf *out, const struct chy_tsa *tsa)
{
    chancery_digest digest = chy_digest_of(certificate_of(tsa));
    char *label = chy_certificate_label(certificate_of(tsa), NULL);
    chy_say_text(out, label ? label : "a certificate that cannot be read");
    chy_buf_str(out, ", certificate ");
    chy_buf_hex(out, digest.b, 8);
    free(label);
}
