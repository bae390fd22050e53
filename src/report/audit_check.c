/*
 * audit_check.c - signed reports in their order: each is what was signed, names the one before
 * it, and is of the same archive, whose log only grew. One line for each, and a next step where
 * something is wrong.
 */
#include "report/audit.h"
#include "report/audit_walk.h"

#include "archive/audit.h"
#include "archive/audit_sign.h"
#include "base/date.h"
#include "base/file.h"
#include "base/limits.h"

#include <stdlib.h>

struct checking {
    struct chy_pen pen;
    struct chy_note_key key;
    bool bad, undecided;        /* of any */
    bool first;                 /* it is the first that was given */
    bool has_note;              /* the one before has a note ... */
    chancery_digest note;       /* ... of this digest */
    bool begun;                 /* one that has a note was there */
    bool unsigned_before;       /* and before it some that have none */
    struct chy_audit_past last; /* the last before that is what was signed */
    struct chy_audit_head log;  /* of the last that says what its log was; empty: none did */
    char *origin;               /* which it holds */
};

/* What is wrong with one report. */
struct wrong {
    bool bad, undecided;
    bool without_note; /* as those before it */
    const char *next;  /* of what was found first */
    struct chy_buf text;
};

static void add(struct wrong *wrong, bool *kind, const char *next, const char *format, ...)
    CHY_PRINTF(4, 5);
static void add(struct wrong *wrong, bool *kind, const char *next, const char *format, ...)
{
    va_list args;
    *kind = true;
    if (!wrong->next)
        wrong->next = next;
    else
        chy_buf_str(&wrong->text, "; ");
    va_start(args, format);
    chy_buf_vprintf(&wrong->text, format, args);
    va_end(args);
}

/* --- is it what was signed? --- */

/* Notes hold up to a hundred signatures. */
static bool open_note(struct chy_audit_note *out, chancery_digest *digest, const char *report,
                      const struct chy_note_key *key, chancery_error *error)
{
    struct chy_note *note = calloc(1, sizeof *note);
    struct chy_note_answer answer;
    struct chy_buf bytes = {0};
    char *path = chy_audit_note_path(report, error);
    bool ok = path && (note || chy_fail_memory(error)) &&
              chy_file_read(&bytes, path, CHY_MAX_NOTE, error) &&
              ((chy_note_read(note, chy_buf_view(&bytes), error) &&
                chy_note_open(&answer, note, key, 1, error) &&
                chy_audit_note_parse(out, note->text, error)) ||
               chy_fail_where(error, path));
    *digest = chy_digest_of(chy_buf_view(&bytes));
    free(path);
    free(note);
    chy_buf_done(&bytes);
    return ok;
}

/* A failure that is of this one file. False: it is the system's, and passed on. */
static bool cannot(struct wrong *wrong, const char *report, const chancery_error *why,
                   chancery_error *error)
{
    char *where = chy_esc(chy_span_str(why->where));
    bool is_other = why->where[0] && strcmp(why->where, report) != 0;
    if (where && !chy_audit_is_systemic(why))
        add(wrong, &wrong->undecided,
            "Bring the report and its note back from a copy: without them nobody can tell.",
            "%s%s%s", is_other ? where : "", is_other ? ": " : "", why->text);
    else if (error)
        *error = *why;
    bool ok = where && !chy_audit_is_systemic(why);
    chancery_free(where);
    return ok;
}

/* Before signing began there were reports without notes: they are nobody's word, and the first
 * that is signed says itself that it follows none. */
static void tell_unsigned(struct wrong *wrong, struct checking *c)
{
    wrong->without_note = c->unsigned_before = true;
    wrong->next = "Bring its note back from a copy; if it never had one, begin with the first "
                  "report that has.";
    chy_buf_str(&wrong->text, "it has no note, so nobody can tell whose word it is");
}

static bool check_note(bool *is_signed, struct wrong *wrong, struct checking *c,
                       const char *report, chancery_error *error)
{
    struct chy_audit_note note = {0};
    chancery_digest of_note = {{0}}, of_report, before = c->note;
    bool had_note = c->has_note;
    chancery_error why = CHANCERY_ERROR_INIT;
    *is_signed = c->has_note = false;
    if (!chy_audit_digest(&of_report, report, &why))
        return cannot(wrong, report, &why, error);
    bool opened = open_note(&note, &of_note, report, &c->key, &why);
    c->note = of_note;
    c->has_note = opened || why.code == CHANCERY_E_NOTE;
    bool missing = !opened && why.code == CHANCERY_E_MISSING && !c->begun;
    c->begun = c->begun || c->has_note;
    if (missing)
        tell_unsigned(wrong, c);
    else if (!opened && why.code == CHANCERY_E_NOTE)
        add(wrong, &wrong->bad, "Compare --signer with the key that the auditor publishes.",
            "%s", why.text);
    else if (!opened)
        return cannot(wrong, report, &why, error);
    else if (!chy_digest_eq(&note.report, &of_report))
        add(wrong, &wrong->bad,
            "Bring it back from a copy, and find out who has changed it since.",
            "it is not the report that was signed");
    *is_signed = opened && chy_digest_eq(&note.report, &of_report);
    bool begins = *is_signed && c->unsigned_before && !note.has_previous && !had_note;
    if (begins)
        c->unsigned_before = false;
    else if (*is_signed && !c->first && !had_note)
        add(wrong, &wrong->undecided, "Bring the report before and its note back from a copy.",
            "whether it follows the report before it cannot be told");
    else if (*is_signed && !c->first &&
             !(note.has_previous && chy_digest_eq(&note.previous, &before)))
        add(wrong, &wrong->bad,
            "Name all reports in their order; ask the auditor for any that "
            "is missing.",
            "it does not follow the report before it");
    return true;
}

/* --- is it of the same archive, whose log only grew? --- */

/* Held to the last report that says what its log was: one that could not open it says nothing
 * that the next could be held to. */
static bool check_log(struct wrong *wrong, struct checking *c, const struct chy_audit_head *is,
                      chancery_error *error)
{
    static const char restore[] = "Keep all reports, find out who changed the archive's log, "
                                  "and bring it back from a copy.";
    const struct chy_audit_head *was = &c->log;
    char *before = chy_esc(was->origin), *origin = chy_dup(is->origin, error);
    if (!before || !origin) {
        chancery_free(before);
        chancery_free(origin);
        return chy_fail_memory(error);
    }
    if (is->origin.len == 0)
        add(wrong, &wrong->undecided,
            "Bring the archive's log back from a copy, and audit again: the next report is "
            "held to the last that says what its log was.",
            "its log could not be opened");
    else if (was->origin.len == 0)
        ; /* it is the first that says it */
    else if (!chy_span_eq(was->origin, is->origin))
        add(wrong, &wrong->bad, "Name the reports of one archive.",
            "the one before it is of another archive, %s", before);
    else if (!chy_digest_eq(&was->key, &is->key))
        add(wrong, &wrong->bad, restore,
            "its log has another key than in the one before it: it was made anew");
    else if (is->size < was->size)
        add(wrong, &wrong->bad, restore, "its log has %llu entries, and had %llu before",
            (unsigned long long)is->size, (unsigned long long)was->size);
    else if (is->size == was->size && !chy_digest_eq(&was->root, &is->root))
        add(wrong, &wrong->bad, restore, "its log of %llu entries is another one than before",
            (unsigned long long)is->size);
    chancery_free(before);
    if (is->origin.len > 0) {
        c->log = *is;
        c->log.origin = chy_span(origin, is->origin.len);
        before = c->origin;
        c->origin = origin;
        origin = before;
    }
    chancery_free(origin);
    return true;
}

static bool read_summary(struct chy_audit_past *out, struct wrong *wrong, const char *report,
                         chancery_error *error)
{
    struct chy_audit_walk walk = {0};
    chancery_error why = CHANCERY_ERROR_INIT;
    bool ok = chy_audit_walk_start(&walk, report, &why);
    while (ok && !chy_audit_walk_ended(&walk))
        ok = chy_audit_walk_next(&walk, &why);
    if (ok) {
        *out = (struct chy_audit_past){.report = report, .line = walk.line};
        walk.line = (struct chy_audit_line){0};
    }
    chy_audit_walk_done(&walk);
    return ok || cannot(wrong, report, &why, error);
}

/* --- what is said of it --- */

/* "; log: log-damaged, log-missing": each code once. */
static void tell_codes(struct chy_buf *out, const char *what,
                       const struct chy_audit_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        const chancery_span code = findings->item[i].code;
        size_t before = 0;
        while (before < i && !chy_span_eq(findings->item[before].code, code))
            before++;
        if (before < i)
            continue;
        chy_buf_printf(out, i == 0 ? "; %s: " : ", ", what);
        chy_buf_escaped(out, code);
    }
}

/* What it came to besides its items. */
static void tell_end(struct chy_buf *out, const struct chy_audit_summary *summary)
{
    int status = chy_audit_exit(summary);
    if (status != CHANCERY_EXIT_OK)
        chy_buf_printf(out, "; status %d", status);
    tell_codes(out, "log", &summary->log);
    tell_codes(out, "archive", &summary->archive);
}

static void tell(struct checking *c, const char *report, const struct chy_audit_past *past,
                 const struct wrong *wrong, chancery_span changes)
{
    struct chy_buf *out = &c->pen.out;
    const struct chy_audit_head *head = &past->line.summary.head;
    chy_buf_str(out, wrong->bad            ? "BAD  "
                     : wrong->undecided    ? "UNDECIDED "
                     : wrong->without_note ? "UNSIGNED "
                                           : "GOOD ");
    chy_pen_text(&c->pen, report);
    chy_buf_str(out, ": ");
    chy_buf_span(out, chy_buf_view(&wrong->text));
    if (past->report) {
        char time[21];
        struct chy_buf chosen = {0};
        chy_time_format(time, head->time);
        chy_buf_printf(out, "%sas of %s, ", wrong->next ? "; " : "", time);
        chy_audit_sentence(out, &past->line.summary);
        chy_audit_chosen_say(&chosen, head);
        if (chosen.len > 0)
            chy_buf_str(out, "; only a selection: ");
        chy_buf_span(out, chy_buf_view(&chosen));
        chy_buf_str(out, head->integrity_only ? "; no signatures looked at" : "");
        tell_end(out, &past->line.summary);
        chy_buf_str(out, wrong->next || c->first ? "" : "; follows the one before");
        out->failed = out->failed || chosen.failed;
        chy_buf_done(&chosen);
    }
    chy_buf_byte(out, '\n');
    chy_buf_span(out, changes);
    if (wrong->next)
        chy_buf_printf(out, "  next: %s\n", wrong->next);
}

static bool check_one(struct checking *c, const char *report, chancery_error *error)
{
    struct wrong wrong = {0};
    struct chy_buf changes = {0};
    struct chy_audit_past past = {0};
    uint64_t lost = 0;
    bool is_signed, ok = check_note(&is_signed, &wrong, c, report, error);
    if (ok && is_signed)
        ok = read_summary(&past, &wrong, report, error);
    if (ok && past.report)
        ok = check_log(&wrong, c, &past.line.summary.head, error);
    if (ok && past.report && c->last.report) {
        ok = chy_audit_changes(&changes, &lost, &c->last, &past, error);
        if (lost > 0)
            add(&wrong, &wrong.bad, "Keep both reports: entries of a log do not end.",
                "%llu entries of the log are gone", (unsigned long long)lost);
    }
    if (ok)
        tell(c, report, &past, &wrong, chy_buf_view(&changes));
    c->bad = c->bad || wrong.bad;
    c->undecided = c->undecided || wrong.undecided;
    c->first = false;
    c->pen.out.failed = c->pen.out.failed || wrong.text.failed || changes.failed;
    if (past.report) {
        chy_audit_line_done(&c->last.line);
        c->last = past;
    }
    chy_buf_done(&wrong.text);
    chy_buf_done(&changes);
    return ok;
}

bool chancery_audit_check(char **done, int *status, const char *const *reports, size_t count,
                          const char *signer, chancery_error *error)
{
    struct checking c = {.first = true};
    bool ok = chy_note_key_given(&c.key, signer, error);
    *done = NULL;
    for (size_t i = 0; ok && i < count; i++)
        ok = check_one(&c, reports[i], error);
    c.undecided = c.undecided || c.unsigned_before;
    *status = c.bad         ? CHANCERY_EXIT_NOT_AUTHENTIC
              : c.undecided ? CHANCERY_EXIT_INDETERMINATE
                            : CHANCERY_EXIT_OK;
    if (ok)
        *done = chy_buf_take(&c.pen.out, NULL, error);
    chy_audit_line_done(&c.last.line);
    chancery_free(c.origin);
    chy_buf_done(&c.pen.out);
    return *done != NULL;
}
