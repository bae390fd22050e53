/*
 * verify.c - a document in memory judged by its record, and the one place where a verdict is
 * set.
 */
#include "custody/verify.h"

#include "base/date.h"
#include "base/sha256.h"
#include "custody/choose.h"
#include "custody/differ.h"
#include "custody/later.h"
#include "custody/logged.h"
#include "custody/notes.h"
#include "custody/proven.h"
#include "custody/rendition.h"
#include "custody/scanned.h"
#include "custody/uncounted.h"

#include <stdlib.h>

static void report_no_choice(struct chy_findings *findings, const struct chy_case *given)
{
    const struct chy_record *record = given->record;
    const struct chy_chain_times times = chy_case_times(given);
    const char *next = NULL;
    char *instead = chy_uncounted_about(&next, &findings->failed, record, &given->file, &times);
    bool trusted = false;
    size_t junk = 0;
    for (size_t i = 0; i < record->acts; i++)
        trusted = trusted || record->act[i].trusted;
    for (size_t i = 0; i < record->lines; i++)
        junk += record->line[i].kind == CHY_LINE_JUNK;
    if (record->lines == 0)
        chy_findings_add(findings, CHANCERY_F_NO_RECORD, NULL, NULL, 0,
                         "There is no custody record for this document, or it is empty: no "
                         "file named *.intoto.jsonl in its folder fits it.");
    else if (!trusted && junk > 0 && !instead)
        chy_findings_add(findings, CHANCERY_F_NO_SIGNATURE, NULL, NULL, 0,
                         "%zu of %zu lines of the record cannot be read: it looks damaged, or "
                         "is no custody record.",
                         junk, record->lines);
    else if (!trusted)
        chy_findings_add(
            findings, CHANCERY_F_NO_SIGNATURE, NULL, NULL, 0,
            "The record holds no signature of a signatory by a key of the directory.%s",
            instead ? instead : "");
    else
        chy_findings_add(findings, CHANCERY_F_NO_ACT, NULL, NULL, 0,
                         "No act in the record %s about this document.%s",
                         instead ? "that counts is" : "is", instead ? instead : "");
    if (instead)
        chy_findings_next(findings, next);
    free(instead);
}

/* Which program read it, and what its pages bear besides. */
static void report_reading(struct chy_findings *findings, const char *program,
                           const struct chy_reading *reading)
{
    if (reading->left_out)
        chy_findings_add(
            findings, CHANCERY_F_READ_BY_PROGRAM, NULL, program, 0,
            "The document is not text: its words are those that %s reads in it, but "
            "for the heads and feet of its pages: %s.",
            program, reading->left_out);
    else
        chy_findings_add(findings, CHANCERY_F_READ_BY_PROGRAM, NULL, program, 0,
                         "The document is not text: its words are those that %s reads in it.",
                         program);
}

/* --- filling the verdict --- */

static bool take_acts(struct chancery_verdict *verdict, struct chy_judgement *judgement,
                      struct chy_record *record, const struct chy_chain_times *times,
                      chancery_error *error)
{
    verdict->act = calloc(judgement->chain.links, sizeof *verdict->act);
    if (!verdict->act)
        return chy_fail_memory(error);
    verdict->acts = judgement->chain.links;
    for (size_t i = 0; i < verdict->acts; i++) {
        struct chy_link *link = &judgement->chain.link[i];
        struct chy_act *act = &record->act[link->act];
        verdict->act[i] = (struct chy_verdict_act){.statement = act->statement,
                                                   .digest = act->digest,
                                                   .edited = link->edited,
                                                   .status = link->status,
                                                   .proven = link->proven};
        bool ok = chy_verify_procurators(&verdict->act[i], record, link->act, times, error);
        act->statement = (struct chy_statement){0};
        link->status = NULL;
        link->proven = NULL;
        if (!ok)
            return false;
    }
    return true;
}

static bool take_laters(struct chancery_verdict *verdict, const struct chy_laters *laters,
                        struct chy_record *record, chancery_error *error)
{
    verdict->standing = laters->standing;
    verdict->in_part = laters->in_part;
    verdict->later = calloc(record->acts + 1, sizeof *verdict->later);
    if (!verdict->later)
        return chy_fail_memory(error);
    for (size_t i = 0; i < record->acts; i++) {
        struct chy_act *act = &record->act[i];
        if (!laters->counts || !laters->counts[i])
            continue;
        verdict->later[verdict->laters++] =
            (struct chy_verdict_later){act->statement, act->digest};
        act->statement = (struct chy_statement){0};
    }
    return true;
}

static bool take_uncovered(struct chancery_verdict *verdict,
                           const struct chy_judgement *judgement,
                           const struct chancery_text *text, chancery_error *error)
{
    size_t words = 0;
    if (!text)
        return true;
    if (judgement->level != CHY_LEVEL_NONE)
        return verdict->act[0].statement.type != CHY_ACT_ISSUE ||
               chy_judge_uncovered(&verdict->own, &verdict->owns, judgement, 1, text, error);
    if (!chy_judge_uncovered(&verdict->uncovered, &verdict->uncovereds, judgement, 0, text,
                             error) ||
        !chy_judge_extra(&words, judgement, text, error))
        return false;
    if (words > 0)
        chy_findings_add(&verdict->findings, CHANCERY_F_EXTRA_WORDS, &verdict->act[0].digest,
                         NULL, 0, "%zu word%s of the document %s covered by no signature.",
                         words, words == 1 ? "" : "s", words == 1 ? "is" : "are");
    return true;
}

/* What the record holds beside the judged chain, and what of it changes its standing. */
static bool take_notes(struct chancery_verdict *verdict, const struct chy_choice *choice,
                       const struct chy_case *given, struct chy_record *record,
                       struct chancery_scan *scan, chancery_error *error)
{
    struct chy_laters laters = {0};
    const struct chy_chain *chain = choice->any ? &choice->best.chain : NULL;
    char at[21];
    bool ok = !chain || chy_later_judge(&laters, &verdict->findings, given, chain, error);
    if (ok) {
        chy_notes(&verdict->findings, given, chain, &laters);
        ok = take_laters(verdict, &laters, record, error) &&
             (!chain || chy_scanned(verdict, chain, record, scan, error));
    }
    chy_time_format(at, given->now);
    if (chain && verdict->standing == CHY_CURRENT)
        chy_findings_add(
            &verdict->findings, CHANCERY_F_NONE_KNOWN, NULL, NULL, 0,
            "No correction, reissue or withdrawal is known as of %s; a record alone "
            "cannot prove that there is none.",
            at);
    chy_laters_done(&laters);
    return ok;
}

/* The document is not what was signed, and nothing yet says why: it must never look
 * authentic. */
static void never_silent(struct chancery_verdict *verdict)
{
    if (verdict->match == CHY_LEVEL_NONE &&
        chy_findings_worst(&verdict->findings) < CHANCERY_INDETERMINATE)
        chy_findings_add(
            &verdict->findings, CHANCERY_F_DIGESTS_DISAGREE, NULL, NULL, 0,
            "The document is not what was signed, though each signed paragraph stands in it.");
}

/* Some signature of the chain has no proven time. */
static void note_claimed(struct chancery_verdict *verdict)
{
    bool claimed = false, any = false;
    for (size_t i = 0; i < verdict->acts; i++) {
        const struct chy_verdict_act *act = &verdict->act[i];
        for (size_t k = 0; k < act->statement.signatories; k++) {
            claimed |= act->proven[k] == CHY_NEVER;
            any |= act->proven[k] != CHY_NEVER;
        }
    }
    if (claimed)
        chy_findings_add(&verdict->findings, CHANCERY_F_TIME_CLAIMED, &verdict->act[0].digest,
                         NULL, 0, "%s",
                         any ? "When some signed is what they say; no timestamp proves it."
                             : "When it was signed is what the signatories say; no timestamp "
                               "proves it.");
}

static void set_status(struct chancery_verdict *verdict)
{
    enum chancery_severity worst = chy_findings_worst(&verdict->findings);
    verdict->status = worst >= CHANCERY_CONTRADICTED ? CHANCERY_STATUS_NOT_AUTHENTIC
                                                     : CHANCERY_STATUS_INDETERMINATE;
    if (verdict->judged && verdict->match != CHY_LEVEL_NONE && worst <= CHANCERY_WARNING)
        verdict->status = CHANCERY_STATUS_AUTHENTIC;
}

static bool fill(struct chancery_verdict *verdict, struct chy_choice *choice,
                 struct chy_case *given, struct chy_record *record,
                 const struct chy_presented *inputs, const struct chancery_trust *trust,
                 chancery_error *error)
{
    struct chy_findings *findings = &verdict->findings;
    const char *expect = inputs->expect;
    verdict->program = given->program;
    if (given->program)
        report_reading(findings, given->program, &inputs->reading);
    if (!take_notes(verdict, choice, given, record, inputs->scan, error))
        return false;
    chy_notes_directory(findings, trust);
    if (choice->any) {
        struct chy_judgement *best = &choice->best;
        verdict->judged = true;
        verdict->match = best->level;
        chy_findings_move(findings, &best->findings);
        if (inputs->original && given->text &&
            !chy_differ(verdict, best, record, given->text, inputs->original, error))
            return chy_fail_where(error, inputs->original_name);
        if (given->text && best->level != CHY_LEVEL_NONE &&
            !chy_differ_edited(verdict, best, record, given->text, inputs->folder,
                               inputs->original, error))
            return false;
        chy_logged(verdict, best, given, inputs->proof);
        const struct chy_chain_times times = chy_case_times(given);
        if (!take_acts(verdict, best, record, &times, error) ||
            !take_uncovered(verdict, best, given->text, error))
            return false;
        verdict->is_rendition =
            given->program && chy_is_rendition(&verdict->act[0].statement, &given->file);
        if (inputs->reading.stopped && best->level == CHY_LEVEL_NONE)
            chy_findings_add(findings, CHANCERY_F_SEARCH_STOPPED, &verdict->act[0].digest, NULL,
                             0,
                             "Finding out which hyphens at the ends of its lines belong to "
                             "words was stopped at its limit of work.");
        never_silent(verdict);
        if (inputs->require_signed)
            chy_verify_require_signed(verdict);
        note_claimed(verdict);
    } else {
        report_no_choice(findings, given);
    }
    if (expect &&
        (!choice->any || strcmp(chy_act_name(verdict->act[0].statement.type), expect) != 0))
        chy_findings_add(findings, CHANCERY_F_EXPECTATION, NULL, expect, 0,
                         "An act of type %s was expected; this document was judged as %s.",
                         expect,
                         choice->any ? chy_act_name(verdict->act[0].statement.type) : "none");
    chy_findings_sort(findings);
    if (findings->failed)
        return chy_fail_memory(error);
    set_status(verdict);
    return true;
}

/* --- from a document to a verdict --- */

static bool parse_expect(int *expected, const char *expect, chancery_error *error)
{
    enum chy_act_type type = expect ? chy_act_type_of(chy_span_str(expect)) : CHY_ACT_FOREIGN;
    *expected = expect ? (int)type : -1;
    if (!expect || chy_act_is_judged(type))
        return true;
    chy_fail(error, CHANCERY_E_USAGE, "letter, forward, issue or translation can be expected");
    return false;
}

/* A document that is no text, and why is said in *refused, can still be one that was signed as
 * a file. */
static bool read_text(chancery_text **text, struct chy_outline *outline, chancery_span document,
                      chancery_error *refused, chancery_error *error)
{
    if (chy_text_new(text, document, refused))
        return chy_outline_read(outline, *text, error);
    return refused->code == CHANCERY_E_MEMORY ? chy_fail_memory(error) : true;
}

static bool verify(struct chancery_verdict *verdict, struct chy_presented *inputs,
                   const chancery_trust *trust, chancery_error *error)
{
    bool ok = false;
    int expected;
    struct chy_record record = {0};
    struct chy_outline outline = {0};
    struct chy_choice choice = {0};
    chancery_text *text = NULL;
    chancery_error text_error = CHANCERY_ERROR_INIT;
    struct chy_case given = {.record = &record,
                             .directory = &trust->directory,
                             .now = trust->now,
                             .require_time = inputs->require_time,
                             .file = inputs->digest,
                             .annex = inputs->folder ? chy_annex_beside : NULL,
                             .annex_context = (void *)(uintptr_t)inputs->folder};
    if (inputs->annex) {
        given.annex = inputs->annex;
        given.annex_context = inputs->annex_context;
    }
    verdict->at = trust->now;
    verdict->directory_version = trust->directory.version;
    verdict->directory_id = trust->directory.id;
    if (!parse_expect(&expected, inputs->expect, error))
        goto out;
    if (inputs->program) {
        text = inputs->reading.text;
        inputs->reading.text = NULL;
        if (!chy_outline_read(&outline, text, error))
            goto out;
    } else if (!read_text(&text, &outline, inputs->document, &text_error, error)) {
        goto out;
    }
    given.text = text;
    given.outline = text ? &outline : NULL;
    given.program = inputs->program;
    if (!chy_record_read(&record, inputs->record, error) ||
        !chy_record_check(&record, &trust->directory, error))
        goto out;
    chy_logged_prove(&record, inputs->proof);
    chy_logged_prove(&record, inputs->dated);
    if (!chy_record_prove(&record, &trust->directory, trust->now, error))
        goto out;
    if (inputs->seen)
        inputs->seen(inputs->seen_context, &record);
    if (!chy_choose(&choice, &given, inputs->name, expected, error))
        goto out;
    if (!text && !(choice.any && choice.best.level == CHY_LEVEL_BYTES)) {
        if (error && error->code == CHANCERY_OK)
            *error = text_error;
        chy_fail_where(error, inputs->name);
        goto out;
    }
    ok = fill(verdict, &choice, &given, &record, inputs, trust, error);
out:
    chy_judgement_done(&choice.best);
    chy_outline_done(&outline);
    chancery_text_free(text);
    chy_record_done(&record);
    return ok;
}

bool chy_verify(chancery_verdict **out, struct chy_presented *inputs,
                const chancery_trust *trust, chancery_error *error)
{
    chancery_error own = CHANCERY_ERROR_INIT, *report = error ? error : &own;
    chancery_verdict *verdict = calloc(1, sizeof *verdict);
    bool ok = verdict ? verify(verdict, inputs, trust, report) : chy_fail_memory(report);
    if (ok && !(verdict->file = chy_dup(chy_span_str(inputs->name), report)))
        ok = false;
    if (!ok) {
        chancery_verdict_free(verdict);
        verdict = chancery_verdict_undecided(inputs->name, report);
    }
    chy_reading_done(&inputs->reading);
    *out = verdict;
    return ok;
}

bool chancery_verify_bytes(chancery_verdict **out, const char *name, chancery_span document,
                           chancery_span record, const char *expect,
                           const chancery_trust *trust, chancery_error *error)
{
    struct chy_presented inputs = {.name = name,
                                   .document = document,
                                   .record = record,
                                   .digest = chy_digest_of(document),
                                   .expect = expect};
    return chy_verify(out, &inputs, trust, error);
}
