/*
 * audit_log.c - the log of an archive: opened, checked whole, and told apart from one that only
 * bears its name.
 */
#include "archive/audit.h"

#include "archive/log_check.h"
#include "archive/log_key.h"
#include "base/file.h"
#include "custody/trust.h"

#include <stdlib.h>

/* A chy_log_tell_fn. */
static void tell(void *context, enum chy_log_defect defect, const char *file,
                 const char *sentence)
{
    static const enum chancery_audit_code codes[] = {
        [CHY_LOG_DAMAGED] = CHANCERY_A_LOG_DAMAGED,
        [CHY_LOG_MISSING] = CHANCERY_A_LOG_MISSING,
        [CHY_LOG_UNREADABLE] = CHANCERY_A_LOG_UNREADABLE,
        [CHY_LOG_BEHIND] = CHANCERY_A_LOG_BEHIND,
        [CHY_LOG_FORKED] = CHANCERY_A_LOG_FORKED,
        [CHY_LOG_OTHER_KEY] = CHANCERY_A_LOG_FORKED,
    };
    struct chy_audit *audit = context;
    struct chy_audit_findings *findings = &audit->summary.log;
    const bool *vouched = audit->summary.vouched;
    enum chancery_audit_code code = codes[defect];
    /* Whoever shows us once a log of this name could make us remember it: who knows the key
     * says which is meant. */
    if (defect == CHY_LOG_OTHER_KEY &&
        (vouched[CHY_AUDIT_BY_LOG_KEY] || vouched[CHY_AUDIT_BY_DIRECTORY]))
        return;
    char *path = chy_dupf(NULL, "log/%s", file);
    if (!path)
        findings->failed = true;
    else if (defect <= CHY_LOG_UNREADABLE)
        chy_audit_find(findings, code, chy_span_str(path),
                       "This file of the log is not as it was: %s.", sentence);
    else
        chy_audit_add(findings, chancery_audit_name(code), chancery_audit_severity(code),
                      chy_span_str(path),
                      defect == CHY_LOG_OTHER_KEY ? CHY_AUDIT_NEXT_OTHER_KEY
                                                  : chancery_audit_next(code),
                      "The log is %s.", sentence);
    free(path);
}

/* A log that cannot be opened is a finding; the bags are looked at all the same. */
static bool no_log(struct chy_audit *audit, const chancery_error *why, chancery_error *error)
{
    char *text = chy_esc(chy_span_str(why->text));
    if (chy_audit_is_systemic(why) || !text) {
        if (error)
            *error = *why;
        free(text);
        return false;
    }
    /* The file of the log, where the failure is of one; else all of it. */
    const size_t len = strlen(audit->log_folder);
    const bool gone = why->code == CHANCERY_E_MISSING && !chy_file_is_folder(audit->log_folder);
    const bool known =
        !gone && strncmp(why->where, audit->log_folder, len) == 0 && why->where[len] == '/';
    const char *file = known ? why->where + len : "", *in = strstr(file, ": $");
    char *path = chy_dupf(error, "log%.*s", in ? (int)(in - file) : (int)strlen(file), file);
    if (!path) {
        free(text);
        return false;
    }
    chy_audit_find(&audit->summary.log,
                   why->code == CHANCERY_E_MISSING      ? CHANCERY_A_LOG_MISSING
                   : why->code == CHANCERY_E_UNREADABLE ? CHANCERY_A_LOG_UNREADABLE
                   : why->code == CHANCERY_E_KEY        ? CHANCERY_A_LOG_KEY
                                                        : CHANCERY_A_LOG_DAMAGED,
                   chy_span_str(path), "The log %s%s.",
                   gone ? "is not there" : "cannot be opened: ", gone ? "" : text);
    free(path);
    free(text);
    return true;
}

static bool check_log(struct chy_audit *audit, chancery_error *error)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    struct chy_log_check check = {
        .log = &audit->log, .home = audit->options->home, .tell = tell, .context = audit};
    bool ok = chy_log_check(&check, &why) || no_log(audit, &why, error);
    audit->summary.vouched[CHY_AUDIT_BY_REMEMBERED] = check.vouched;
    chy_log_check_done(&check);
    return ok;
}

/* By the key that was given, with which it was opened; else by the directory's, if it lists a
 * log of this name (spec/log.md, L20). */
static bool check_key(struct chy_audit *audit, chancery_error *error)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    struct chy_note_key key;
    if (audit->options->log_key) {
        audit->summary.vouched[CHY_AUDIT_BY_LOG_KEY] = true;
        return true;
    }
    if (!audit->trust)
        return true;
    if (!chy_log_key_find(&key, NULL, &audit->trust->directory, chy_buf_view(&audit->log.bytes),
                          &why, error))
        return why.code != CHANCERY_OK; /* it lists none */
    if (chy_key_eq(&key.key, &audit->log.key.key))
        audit->summary.vouched[CHY_AUDIT_BY_DIRECTORY] = true;
    else
        chy_audit_find(&audit->summary.log, CHANCERY_A_LOG_KEY, CHY_LITERAL("log/log.json"),
                       "The directory lists the log %s with another key.", audit->log.key.name);
    return true;
}

static bool take_head(struct chy_audit *audit, chancery_error *error)
{
    struct chy_audit_head *head = &audit->summary.head;
    struct chy_buf vkey = {0};
    if (!(audit->origin = chy_dup(chy_span_str(audit->log.key.name), error)))
        return false;
    head->origin = chy_span_str(audit->origin);
    head->size = audit->log.checkpoint.size;
    head->root = audit->log.checkpoint.root;
    chy_note_key_format(&vkey, &audit->log.key);
    bool ok = chy_buf_finish(&vkey, error);
    if (ok)
        head->key = chy_digest_of(chy_buf_view(&vkey));
    chy_buf_done(&vkey);
    return ok;
}

bool chy_audit_open_log(struct chy_audit *audit, chancery_error *error)
{
    const char *given = audit->options->log_key;
    struct chy_note_key key;
    chancery_error why = CHANCERY_ERROR_INIT;
    if (!(audit->log_folder = chy_dupf(error, "%s/log", audit->options->archive)))
        return false;
    if (given && !chy_note_key_given(&key, given, error))
        return chy_fail_where(error, given);
    audit->has_log = chy_log_open_below(&audit->log, audit->folder, CHY_ARCHIVE_LOG,
                                        audit->log_folder, given ? &key : NULL, &why);
    if (!audit->has_log)
        return no_log(audit, &why, error);
    return check_key(audit, error) && check_log(audit, error) &&
           chy_audit_log_folder(audit, error) && take_head(audit, error);
}
