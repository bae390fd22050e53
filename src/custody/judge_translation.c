/*
 * judge_translation.c - the text of a translation shows the signatures, the date and the
 * addressee of what it translates, and not those of who translated it: spec/verdict.md, rule
 * 3.11.
 */
#include "custody/judge.h"

#include "custody/agree.h"

#include <stdlib.h>

/* The original's signatories, by the names that the translation writes. */
static struct chy_signatory *written_signatories(const struct chy_statement *translation,
                                                 const struct chy_statement *original)
{
    struct chy_signatory *out = calloc(original->signatories + 1, sizeof *out);
    size_t at = 0;
    for (size_t i = 0; out && i < original->signatories; i++) {
        out[i] = original->signatory[i];
        if (out[i].name && at < translation->writtens)
            out[i].name = translation->written[at++];
    }
    return out;
}

void chy_judge_translation(struct chy_findings *findings, const struct chy_case *given,
                           const chancery_digest *act, const struct chy_statement *translation,
                           struct chy_range range)
{
    uint32_t of = chy_chain_carried_by(given->record, translation, 0);
    if (of == UINT32_MAX)
        return; /* which another finding says */
    const struct chy_statement *original = &given->record->act[of].statement;
    struct chy_statement shown = *translation; /* borrows all that it holds */
    struct chy_signatory *signatory = written_signatories(translation, original);
    shown.type = original->type;
    shown.date = original->date;
    shown.signatory = signatory;
    shown.signatories = original->signatories;
    shown.addressee = original->addressee;
    shown.addressees = original->addressees;
    findings->failed |= !signatory;
    if (signatory)
        chy_agree(findings, act, &shown, given->text, given->outline, range, given->directory);
    free(signatory);
}
