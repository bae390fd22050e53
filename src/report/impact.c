/*
 * impact.c - the documents that rest on a key or an office, for people and as JSON.
 */
#include "custody/impact.h"

#include "base/date.h"
#include "base/encode.h"
#include "base/sha256.h"
#include "report/skipped.h"

#include <stdlib.h>

struct report {
    const struct chy_impact *impact;
    const struct chy_impact_subject *subject;
    const chancery_trust *trust;
};

/* Has each of the signatories of the act signed as before, himself or through another? */
static bool same_signers(const struct chy_verdict_act *was, const struct chy_verdict_act *is)
{
    for (size_t i = 0; i < is->statement.signatories; i++) {
        if (was->status[i] != is->status[i])
            return false;
    }
    return true;
}

static bool is_changed(const struct chy_impact_letter *letter)
{
    const chancery_verdict *was = letter->was, *is = letter->is;
    if (!was)
        return false;
    bool same = was->status == is->status && was->standing == is->standing &&
                was->in_part == is->in_part && was->acts == is->acts;
    for (size_t i = 0; same && i < is->acts; i++)
        same = chy_digest_eq(&was->act[i].digest, &is->act[i].digest) &&
               same_signers(&was->act[i], &is->act[i]);
    return !same;
}

/* A later act says that nobody should act on it any longer as it stands. */
static bool is_past(const chancery_verdict *verdict)
{
    return verdict->status == CHANCERY_STATUS_AUTHENTIC && verdict->standing >= CHY_CORRECTED;
}

static size_t count_status(const struct chy_impact *impact, enum chancery_status status)
{
    size_t count = 0;
    for (size_t i = 0; i < impact->letters; i++)
        count += impact->letter[i].is->status == status;
    return count;
}

/* --- for people --- */

static const char *status_words(enum chancery_status status)
{
    static const char *const words[] = {
        [CHANCERY_STATUS_NOT_AUTHENTIC] = "not authentic",
        [CHANCERY_STATUS_INDETERMINATE] = "indeterminate",
        [CHANCERY_STATUS_UNDECIDED] = "undecided",
        [CHANCERY_STATUS_AUTHENTIC] = "authentic",
    };
    return words[status];
}

/* "authentic, but withdrawn in part" */
static void say_verdict(struct chy_pen *pen, const chancery_verdict *verdict)
{
    chy_buf_str(&pen->out, status_words(verdict->status));
    if (is_past(verdict))
        chy_buf_printf(&pen->out, ", but %s%s", chy_standing_name(verdict->standing),
                       verdict->in_part ? " in part" : "");
}

static void heading(struct chy_pen *pen, const struct report *report)
{
    const struct chy_directory *now = &report->trust->directory;
    const struct chy_holder *holder = NULL;
    char keyid[65];
    if (report->subject->is_key) {
        chancery_key_id(keyid, &report->subject->key);
        holder = chy_directory_key(now, &report->subject->key);
        chy_buf_printf(&pen->out, "What rests on the key %s", keyid);
    } else {
        chy_buf_str(&pen->out, "What rests on the office ");
        chy_pen_text(pen, report->subject->office.office);
        chy_buf_str(&pen->out, "; ");
        chy_pen_text(pen, report->subject->office.of);
    }
    if (holder) {
        chy_buf_str(&pen->out, " of ");
        chy_pen_text(pen, holder->name);
        chy_buf_str(&pen->out, " (");
        chy_pen_text(pen, holder->office.office);
        chy_buf_str(&pen->out, "; ");
        chy_pen_text(pen, holder->office.of);
        chy_buf_byte(&pen->out, ')');
    }
    chy_buf_printf(&pen->out, ":\nis, by version %lld of the directory",
                   (long long)now->version);
    if (report->impact->before.version > 0)
        chy_buf_printf(&pen->out, "; was, by version %lld, the last that said otherwise of it",
                       (long long)report->impact->before.version);
    chy_buf_str(&pen->out, "\n\n");
}

/* Each finding that keeps it from being authentic, and each thing to do about them once. */
static void findings(struct chy_pen *pen, const struct chy_findings *found)
{
    for (size_t i = 0; i < found->count; i++) {
        const struct chy_finding *one = &found->item[i];
        if (chancery_finding_severity(one->code) >= CHANCERY_INDETERMINATE)
            chy_buf_printf(&pen->out, "  %s: %s\n", chancery_finding_name(one->code),
                           one->sentence);
    }
    for (size_t i = 0; i < found->count; i++) {
        const char *next = chy_finding_next(&found->item[i]);
        bool said = chancery_finding_severity(found->item[i].code) < CHANCERY_INDETERMINATE;
        for (size_t k = 0; k < i; k++)
            said |= strcmp(next, chy_finding_next(&found->item[k])) == 0;
        if (!said && *next)
            chy_buf_printf(&pen->out, "  next: %s\n", next);
    }
}

static void letter_text(struct chy_pen *pen, const struct chy_impact_letter *letter)
{
    bool changed = is_changed(letter);
    chy_pen_style(pen, "1");
    chy_pen_text(pen, letter->path);
    chy_pen_style(pen, "0");
    chy_buf_str(&pen->out, changed ? ": was " : ": ");
    if (changed) {
        say_verdict(pen, letter->was);
        chy_buf_str(&pen->out, ", is ");
    }
    say_verdict(pen, letter->is);
    if (changed && letter->was->status == letter->is->status &&
        letter->was->standing == letter->is->standing)
        chy_buf_str(&pen->out, " by other signatures");
    chy_buf_str(&pen->out, letter->was && !changed ? " as before\n" : "\n");
    if (letter->is->status == CHANCERY_STATUS_UNDECIDED) {
        char *why = chancery_report_summary(letter->is, NULL);
        chy_buf_printf(&pen->out, "  %s\n", why ? why : "");
        chancery_free(why);
    }
    findings(pen, &letter->is->findings);
}

static void alone_text(struct chy_pen *pen, const struct chy_impact_act *act)
{
    char label[CHY_ACT_LABEL];
    chy_act_label(label, &act->statement);
    chy_pen_style(pen, "1");
    chy_pen_text(pen, act->record);
    chy_pen_style(pen, "0");
    chy_buf_printf(&pen->out, ": %s, whose document is not here", label);
    if (act->statement.subject) {
        chy_buf_str(&pen->out, ": ");
        chy_pen_text(pen, act->statement.subject);
    }
    chy_buf_str(&pen->out, "\n  next: Verify the document where it is kept.\n");
}

static void text_of(struct chy_pen *pen, const struct report *report)
{
    const struct chy_impact *impact = report->impact;
    static const enum chancery_status order[] = {
        CHANCERY_STATUS_NOT_AUTHENTIC, CHANCERY_STATUS_INDETERMINATE, CHANCERY_STATUS_UNDECIDED,
        CHANCERY_STATUS_AUTHENTIC};
    size_t changed = 0, past = 0;
    heading(pen, report);
    for (size_t i = 0; i < impact->letters; i++) {
        letter_text(pen, &impact->letter[i]);
        changed += is_changed(&impact->letter[i]);
        past += is_past(impact->letter[i].is);
    }
    for (size_t i = 0; i < impact->alones; i++)
        alone_text(pen, &impact->alone[i]);
    chy_buf_printf(&pen->out, "%zu of %zu document%s rest on it", impact->letters,
                   impact->looked, impact->looked == 1 ? "" : "s and records");
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        size_t count = count_status(impact, order[i]);
        if (count > 0)
            chy_buf_printf(&pen->out, "; %zu %s", count, status_words(order[i]));
    }
    if (past > 0)
        chy_buf_printf(&pen->out, ", %zu of them corrected, superseded or withdrawn", past);
    if (impact->before.version > 0)
        chy_buf_printf(&pen->out, "; %zu changed", changed);
    chy_buf_str(&pen->out, ".\n");
    chy_skipped_text(pen, &impact->unread);
}

/* --- as JSON --- */

static const char *status_name(enum chancery_status status)
{
    return status == CHANCERY_STATUS_NOT_AUTHENTIC ? "not-authentic" : status_words(status);
}

/* A path need not be UTF-8, which JSON must be. */
static struct chy_json *path_json(const char *path)
{
    char *shown = chancery_escape(chy_span_str(path));
    struct chy_json *json = shown ? chy_json_new_cstring(shown) : NULL;
    chancery_free(shown);
    return json;
}

static struct chy_json *letter_json(const struct chy_impact_letter *letter)
{
    struct chy_json *object = chy_json_new_object(), *list = chy_json_new_array();
    for (size_t i = 0; i < letter->is->findings.count; i++) {
        const struct chy_finding *one = &letter->is->findings.item[i];
        if (chancery_finding_severity(one->code) < CHANCERY_INDETERMINATE)
            continue;
        struct chy_json *finding = chy_json_new_object();
        chy_json_set(finding, "code", chy_json_new_cstring(chancery_finding_name(one->code)));
        chy_json_set(finding, "sentence", chy_json_new_cstring(one->sentence));
        chy_json_set(finding, "next", chy_json_new_cstring(chy_finding_next(one)));
        chy_json_append(list, finding);
    }
    chy_json_set(object, "file", path_json(letter->path));
    chy_json_set(object, "was",
                 letter->was ? chy_json_new_cstring(status_name(letter->was->status))
                             : chy_json_new_null());
    chy_json_set(object, "is", chy_json_new_cstring(status_name(letter->is->status)));
    chy_json_set(object, "changed", chy_json_new_bool(is_changed(letter)));
    chy_json_set(object, "standing",
                 chy_json_new_cstring(chy_standing_name(
                     letter->is->judged ? letter->is->standing : CHY_STANDING_UNKNOWN)));
    chy_json_set(object, "findings", list);
    return object;
}

static struct chy_json *alone_json(const struct chy_impact_act *act)
{
    struct chy_json *object = chy_json_new_object();
    chy_json_set(object, "record", path_json(act->record));
    chy_json_set(object, "type", chy_json_new_cstring(chy_act_name(act->statement.type)));
    chy_json_set(object, "date", chy_json_new_date(act->statement.date));
    chy_json_set(object, "file",
                 act->statement.subject ? chy_json_new_cstring(act->statement.subject)
                                        : chy_json_new_null());
    chy_json_set(object, "digest", chy_json_new_hex(act->digest.b, sizeof act->digest.b));
    return object;
}

static void json_of(struct chy_buf *out, const struct report *report)
{
    const struct chy_impact *impact = report->impact;
    const struct chy_impact_subject *subject = report->subject;
    struct chy_json *root = chy_json_new_object(), *letters = chy_json_new_array(),
                    *alones = chy_json_new_array();
    for (size_t i = 0; i < impact->letters; i++)
        chy_json_append(letters, letter_json(&impact->letter[i]));
    for (size_t i = 0; i < impact->alones; i++)
        chy_json_append(alones, alone_json(&impact->alone[i]));
    if (subject->is_key) {
        char keyid[65];
        chancery_key_id(keyid, &subject->key);
        chy_json_set(root, "keyid", chy_json_new_cstring(keyid));
    } else {
        chy_json_set(root, "office", chy_json_new_cstring(subject->office.office));
        chy_json_set(root, "of", chy_json_new_cstring(subject->office.of));
    }
    chy_json_set(root, "version", chy_json_new_integer(report->trust->directory.version));
    chy_json_set(root, "before",
                 impact->before.version > 0 ? chy_json_new_integer(impact->before.version)
                                            : chy_json_new_null());
    chy_json_set(root, "looked", chy_json_new_integer((int64_t)impact->looked));
    chy_json_set(root, "documents", letters);
    chy_json_set(root, "withoutDocument", alones);
    chy_json_set(root, "unreadable", chy_skipped_json(&impact->unread));
    chy_json_write_pretty(out, root);
    chy_json_free(root);
}

/* --- both --- */

/* The worst of the documents; what cannot be judged for want of its document is missing
 * something. */
static int exit_of(const struct chy_impact *impact)
{
    if (count_status(impact, CHANCERY_STATUS_NOT_AUTHENTIC) > 0)
        return CHANCERY_EXIT_NOT_AUTHENTIC;
    if (count_status(impact, CHANCERY_STATUS_UNDECIDED) > 0)
        return CHANCERY_EXIT_UNDECIDED;
    if (count_status(impact, CHANCERY_STATUS_INDETERMINATE) > 0 || impact->alones > 0 ||
        impact->unread.count > 0)
        return CHANCERY_EXIT_INDETERMINATE;
    for (size_t i = 0; i < impact->letters; i++) {
        if (is_past(impact->letter[i].is))
            return CHANCERY_EXIT_INDETERMINATE;
    }
    return CHANCERY_EXIT_OK;
}

static bool read_subject(struct chy_impact_subject *out, const char *key, const char *office,
                         chancery_error *error)
{
    out->is_key = key != NULL;
    if ((key != NULL) == (office != NULL))
        return chy_fail(error, CHANCERY_E_USAGE, "name a key or an office, one of them");
    return key ? chancery_public_key_read(&out->key, key, error)
               : chy_office_parse(&out->office, office, error);
}

char *chancery_impact(int *status, const chancery_impact_options *options,
                      const chancery_trust *trust, bool json, bool color, chancery_error *error)
{
    struct chy_impact_subject subject = {0};
    struct chy_impact impact = {0};
    struct chy_pen pen = {.color = color};
    const struct chy_impact_proofs proofs = {options->proofs, options->proof_count};
    char *text = NULL;
    if (read_subject(&subject, options->key, options->office, error) &&
        chy_impact_find(&impact, &subject, options->paths, options->count, &proofs, trust,
                        error)) {
        const struct report report = {&impact, &subject, trust};
        *status = exit_of(&impact);
        if (json)
            json_of(&pen.out, &report);
        else
            text_of(&pen, &report);
        text = chy_buf_take(&pen.out, NULL, error);
    }
    free(subject.office.office);
    free(subject.office.of);
    chy_buf_done(&pen.out);
    chy_impact_done(&impact);
    return text;
}
