/*
 * verdict_text.c - the verdict for people.
 */
#include "base/date.h"
#include "base/encode.h"
#include "custody/verdict.h"
#include "report/verdict_headline.h"
#include "report/verdict_signed.h"

/* --- below it --- */

static const char *match_words(enum chy_level level)
{
    static const char *const words[] = {
        [CHY_LEVEL_NONE] = "none: it differs from what was signed, as said below",
        [CHY_LEVEL_WORDS] = "words: re-typeset, with the same words in the same order",
        [CHY_LEVEL_TEXT] = "text: the same but for encoding and spacing",
        [CHY_LEVEL_BYTES] = "bytes: the very file that was signed",
    };
    return words[level];
}

static void print_office(struct chy_pen *pen, const struct chy_office *office)
{
    chy_pen_text(pen, office->office);
    chy_buf_str(&pen->out, ", ");
    chy_pen_text(pen, office->of);
    chy_buf_str(&pen->out, "\n");
}

/* The annexes that are files; those that are letters are acts of their own. What is wrong with
 * one is a finding. */
static void print_annexes(struct chy_pen *pen, const struct chy_statement *statement)
{
    for (size_t i = 0; i < statement->carried; i++) {
        const struct chy_carried *carried = &statement->carries[i];
        if (!carried->is_file)
            continue;
        chy_buf_printf(&pen->out, "    %-13s ", "with the file");
        chy_pen_text(pen, carried->name);
        if (carried->label) {
            chy_buf_str(&pen->out, ", ");
            chy_pen_text(pen, carried->label);
        }
        chy_buf_str(&pen->out, "\n");
    }
}

static void print_match(struct chy_pen *pen, const struct chancery_verdict *verdict)
{
    chy_buf_printf(&pen->out, "  match: %s", match_words(verdict->match));
    if (verdict->program)
        chy_buf_printf(&pen->out, "; read by %s%s", verdict->program,
                       verdict->is_rendition ? " in a file that was signed for" : "");
    chy_buf_str(&pen->out, "\n");
}

static void print_act(struct chy_pen *pen, const struct chy_verdict_act *act)
{
    static const char *const status[] = {[CHY_SIGNED] = "signed by",
                                         [CHY_UNSIGNED] = "NOT SIGNED by",
                                         [CHY_ATTESTED] = "attested for",
                                         [CHY_PER_PROCURATIONEM] = "signed for",
                                         [CHY_NOT_ENTITLED] = "NOT ENTITLED:"};
    char date[21];
    const struct chy_statement *statement = &act->statement;
    chy_date_format(date, statement->date);
    chy_buf_printf(&pen->out, "\n  %s of %s%s: ", chy_act_name(statement->type), date,
                   act->edited ? ", which was edited after it was signed" : "");
    chy_pen_text(pen, statement->title ? statement->title : statement->subject);
    chy_buf_str(&pen->out, "\n");
    if (statement->type == CHY_ACT_TRANSLATION) {
        chy_buf_printf(&pen->out, "    %-13s from %s into %s\n", "translates",
                       statement->original_language, statement->language);
    }
    for (size_t i = 0; i < statement->writtens; i++) {
        chy_buf_printf(&pen->out, "    %-13s ", i == 0 ? "writes names" : "");
        chy_pen_text(pen, statement->written[i]);
        chy_buf_str(&pen->out, "\n");
    }
    for (size_t i = 0; i < statement->signatories; i++) {
        const struct chy_signatory *signatory = &statement->signatory[i];
        chy_buf_printf(&pen->out, "    %-13s ", status[act->status[i]]);
        chy_pen_text(pen, signatory->name ? signatory->name : "the seal");
        chy_buf_str(&pen->out, ", ");
        print_office(pen, &signatory->office);
        if (act->by && act->by[i].name) {
            chy_buf_printf(&pen->out, "    %-13s ", "  by");
            chy_pen_text(pen, act->by[i].name);
            chy_buf_str(&pen->out, ", ");
            print_office(pen, &act->by[i].office);
        }
        if (act->proven[i] != INT64_MAX) {
            chy_time_format(date, act->proven[i]);
            chy_buf_printf(&pen->out, "    %-13s %s, proven\n", "  at the latest", date);
        }
    }
    for (size_t i = 0; i < statement->addressees; i++) {
        chy_buf_printf(&pen->out, "    %-13s ", "addressed to");
        print_office(pen, &statement->addressee[i]);
    }
    print_annexes(pen, statement);
}

/* Receipts of this act. */
static void print_receipts(struct chy_pen *pen, const struct chancery_verdict *verdict,
                           const chancery_digest *act)
{
    for (size_t i = 0; i < verdict->laters; i++) {
        const struct chy_statement *receipt = &verdict->later[i].statement;
        char time[21];
        if (receipt->type != CHY_ACT_RECEIPT ||
            memcmp(receipt->concerns.statement.b, act->b, sizeof act->b) != 0)
            continue;
        chy_time_format(time, receipt->received);
        chy_buf_printf(&pen->out, "    %-13s %s by ", "received", time);
        print_office(pen, &receipt->signatory[0].office);
        if (receipt->reference) {
            chy_buf_printf(&pen->out, "    %-13s ", "  as");
            chy_pen_text(pen, receipt->reference);
            chy_buf_str(&pen->out, "\n");
        }
    }
}

static void print_findings(struct chy_pen *pen, const struct chancery_verdict *verdict,
                           bool details)
{
    static const char *const labels[] = {[CHANCERY_NOTE] = "note",
                                         [CHANCERY_WARNING] = "warning",
                                         [CHANCERY_INDETERMINATE] = "not decided",
                                         [CHANCERY_CONTRADICTED] = "contradicted"};
    for (int severity = CHANCERY_CONTRADICTED;
         severity >= (details ? CHANCERY_NOTE : CHANCERY_WARNING); severity--) {
        for (size_t i = 0; i < verdict->findings.count; i++) {
            const struct chy_finding *finding = &verdict->findings.item[i];
            const char *next = chy_finding_next(finding);
            if ((int)chancery_finding_severity(finding->code) != severity)
                continue;
            chy_buf_printf(&pen->out, "\n  %s: %s [%s, rule %s]\n", labels[severity],
                           finding->sentence, chancery_finding_name(finding->code),
                           chancery_finding_rule(finding->code));
            if (*next)
                chy_buf_printf(&pen->out, "    next: %s\n", next);
        }
    }
}

static void print_runs(struct chy_pen *pen, const char *what, const struct chy_unsigned *run,
                       size_t count)
{
    if (count > 0)
        chy_buf_printf(&pen->out, "\n  %s:\n", what);
    for (size_t i = 0; i < count; i++) {
        chy_buf_printf(&pen->out, "    line %u: ", run[i].line);
        chy_pen_text(pen, run[i].words);
        chy_buf_str(&pen->out, "\n");
    }
}

/* One line for each run of words: what was signed is behind a -, what stands there now behind a
 * +. No word can pass for such a sign, since none begins a line. */
static void print_differences(struct chy_pen *pen, const struct chancery_verdict *verdict)
{
    static const char *const style[] = {"0", "31", "32"};
    static const char sign[] = "=-+";
    for (size_t i = 0; i < verdict->differences; i++) {
        const struct chy_difference *difference = &verdict->difference[i];
        char label[CHY_ACT_LABEL] = "act";
        for (size_t k = 0; k < verdict->acts; k++)
            if (memcmp(verdict->act[k].digest.b, difference->act.b, 32) == 0)
                chy_act_label(label, &verdict->act[k].statement);
        chy_buf_printf(&pen->out, "\n  paragraph %u of the %s, signed (-) and now (+):\n",
                       difference->paragraph, label);
        for (size_t k = 0; k < difference->changes; k++) {
            const struct chy_changed *change = &difference->changed[k];
            chy_buf_printf(&pen->out, "    %c ", sign[change->kind]);
            chy_pen_style(pen, style[change->kind]);
            chy_pen_text(pen, change->words);
            chy_pen_style(pen, "0");
            chy_buf_str(&pen->out, "\n");
        }
    }
}

/* As they were signed, line by line, so that they can be cut out and shown to others. */
static void print_contradiction(struct chy_pen *pen, const struct chy_verdict_log *log)
{
    chancery_span line;
    if (!log->checkpoint[0])
        return;
    chy_buf_str(&pen->out, "\n  the log signed both of these, which contradict each other:\n");
    for (size_t i = 0; i < 2; i++) {
        chancery_span rest = chy_span_str(log->checkpoint[i]);
        chy_buf_str(&pen->out, "\n");
        while (chy_span_line(&line, &rest)) {
            chy_buf_escaped(&pen->out, line);
            chy_buf_str(&pen->out, "\n");
        }
    }
}

static void print_undecided(struct chy_pen *pen, const struct chancery_verdict *verdict)
{
    const chancery_error *error = &verdict->error;
    chy_buf_str(&pen->out, "UNDECIDED: nothing was verified. ");
    chy_buf_str(&pen->out, error->text);
    chy_buf_str(&pen->out, "\n");
    chy_buf_printf(&pen->out, "  next: %s\n", chancery_error_next(error));
}

char *chancery_report_summary(const chancery_verdict *verdict, chancery_error *error)
{
    struct chy_pen pen = {0};
    if (verdict->status == CHANCERY_STATUS_UNDECIDED)
        print_undecided(&pen, verdict);
    else
        chy_report_headline(&pen, verdict);
    /* its first line */
    const uint8_t *end = pen.out.len ? memchr(pen.out.ptr, '\n', pen.out.len) : NULL;
    if (end)
        pen.out.len = (size_t)(end - pen.out.ptr);
    return chy_buf_take(&pen.out, NULL, error);
}

char *chancery_report_terminal(const chancery_verdict *verdict, bool details, bool color,
                               chancery_error *error)
{
    struct chy_pen pen = {.color = color};
    char at[21], id[65];
    if (verdict->status == CHANCERY_STATUS_UNDECIDED) {
        print_undecided(&pen, verdict);
        return chy_buf_take(&pen.out, NULL, error);
    }
    chy_report_headline(&pen, verdict);
    if (verdict->judged)
        print_match(&pen, verdict);
    if (verdict->status == CHANCERY_STATUS_AUTHENTIC)
        chy_buf_printf(&pen.out, "  proves: %s\n",
                       chy_act_name(verdict->act[0].statement.type));
    if (verdict->log.origin) {
        chy_buf_printf(&pen.out, "  logged: entry %llu of ",
                       (unsigned long long)verdict->log.index);
        chy_pen_text(&pen, verdict->log.origin);
        chy_buf_printf(&pen.out, ", which had %llu entries",
                       (unsigned long long)verdict->log.size);
        chy_time_format(at, verdict->log.time);
        chy_buf_printf(&pen.out, "%s%s\n", verdict->log.has_time ? "; there by " : "",
                       verdict->log.has_time ? at : "");
    }
    if (verdict->scan.origin) {
        chy_buf_printf(&pen.out, "  log: %s as of checkpoint %llu of ",
                       verdict->scan.withdrawn ? "a withdrawal is entered" : "not withdrawn",
                       (unsigned long long)verdict->scan.size);
        chy_pen_text(&pen, verdict->scan.origin);
        chy_buf_byte(&pen.out, '\n');
    }
    chy_time_format(at, verdict->at);
    if (verdict->judged && verdict->standing == CHY_CURRENT)
        chy_buf_printf(&pen.out,
                       "  standing: current: no correction, reissue or withdrawal is known as "
                       "of %.10s\n",
                       at);
    else if (verdict->judged)
        chy_buf_printf(&pen.out, "  standing: %s%s\n", chy_standing_name(verdict->standing),
                       verdict->in_part ? " in part" : "");
    chy_hex(id, verdict->directory_id.b, sizeof verdict->directory_id.b);
    chy_buf_printf(&pen.out, "  judged: as of %s, by version %lld of the directory %.16s\n", at,
                   (long long)verdict->directory_version, id);
    if (verdict->judged && verdict->match == CHY_LEVEL_NONE)
        chy_buf_str(&pen.out,
                    "\n  These signatures are good for what was signed, not for this file:\n");
    for (size_t i = 0; i < verdict->acts; i++) {
        print_act(&pen, &verdict->act[i]);
        print_receipts(&pen, verdict, &verdict->act[i].digest);
    }
    print_findings(&pen, verdict, details);
    print_contradiction(&pen, &verdict->log);
    print_differences(&pen, verdict);
    print_runs(&pen, "words that no signature covers", verdict->uncovered, verdict->uncovereds);
    print_runs(&pen, "words that the issuer alone signed", verdict->own, verdict->owns);
    return chy_buf_take(&pen.out, NULL, error);
}
