/*
 * directory_time_edit.c - changes to what a directory says about time: add-tsa, its voiding,
 * and since when a proven time is demanded.
 */
#include "base/date.h"
#include "base/file.h"
#include "custody/directory_change.h"
#include "sign/certificate.h"

#include <stdlib.h>

static bool read_der(struct chy_buf *der, const char *path, chancery_error *error)
{
    struct chy_buf file;
    chy_buf_init(&file, CHY_MAX_KEYFILE);
    chy_buf_init(der, CHY_MAX_CERTIFICATE);
    bool ok = (chy_file_read(&file, path, CHY_MAX_KEYFILE, error) &&
               chy_certificate_der(der, chy_buf_view(&file), error)) ||
              chy_fail_where(error, path);
    chy_buf_done(&file);
    return ok;
}

static bool is_at(const struct chy_tsa *tsa, chancery_span certificate)
{
    return !tsa->voided && chy_span_eq(chy_span(tsa->certificate, tsa->len), certificate);
}

static bool add(struct chy_directory *directory, struct chy_buf *der, const char *policy,
                chancery_error *error)
{
    if (!chy_change_room(&directory->tsa, directory->tsas, sizeof *directory->tsa,
                         CHY_MAX_AUTHORITIES, "timestamp authorities", error))
        return false;
    struct chy_tsa *made = &directory->tsa[directory->tsas++];
    made->certificate = (uint8_t *)chy_buf_take(der, &made->len, error);
    made->policy = policy ? chy_dup(chy_span_str(policy), error) : NULL;
    return made->certificate && (!policy || made->policy);
}

bool chancery_directory_add_tsa(const char *path, const char *home, const char *certificate,
                                const char *policy, chancery_error *error)
{
    struct chy_change change = {0};
    struct chy_buf der;
    bool ok =
        read_der(&der, certificate, error) && chy_change_begin(&change, path, home, error) &&
        add(&change.directory, &der, policy, error) && chy_change_store(&change, true, error);
    chy_buf_done(&der);
    chy_change_done(&change);
    return ok;
}

static bool void_one(struct chy_change *change, chancery_span certificate, const char *reason,
                     chancery_error *error)
{
    struct chy_directory *directory = &change->directory;
    for (size_t i = 0; i < directory->tsas; i++) {
        struct chy_tsa *tsa = &directory->tsa[i];
        if (!is_at(tsa, certificate))
            continue;
        tsa->voided = chy_dup(chy_span_str(reason), error);
        return tsa->voided != NULL;
    }
    chy_fail(error, CHANCERY_E_UNKNOWN, "the directory lists no such timestamp authority");
    return chy_fail_next(error, "List what is there: chancery directory show FILE");
}

bool chancery_directory_void_tsa(const char *path, const char *home, const char *certificate,
                                 const char *reason, chancery_error *error)
{
    struct chy_change change = {0};
    struct chy_buf der;
    bool ok = read_der(&der, certificate, error) &&
              chy_change_begin(&change, path, home, error) &&
              void_one(&change, chy_buf_view(&der), reason, error) &&
              chy_change_store(&change, true, error);
    chy_buf_done(&der);
    chy_change_done(&change);
    return ok;
}

bool chancery_directory_require_time(const char *path, const char *home, const char *since,
                                     chancery_error *error)
{
    struct chy_change change = {0};
    bool ok = chy_change_begin(&change, path, home, error);
    if (ok && strcmp(since, "never") == 0)
        change.directory.proven_since = (chancery_date){0};
    else
        ok = ok && chy_change_date(&change.directory.proven_since, since, "--since", error);
    ok = ok && chy_change_store(&change, true, error);
    chy_change_done(&change);
    return ok;
}
