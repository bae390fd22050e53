/*
 * judge_translation.c - the text of a translation shows the signatures, the date and the
 * addressee of what it translates, and not those of who translated it: spec/verdict.md, rules
 * 3.11 and 3.12.
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

/* The names of the original's signatories in words form; empty for those that no text can have.
 * NULL for want of memory. */
static struct chy_buf *read_names(const struct chy_statement *original)
{
    struct chy_buf *name = calloc(original->signatories + 1, sizeof *name);
    for (size_t i = 0; name && i < original->signatories; i++) {
        chancery_error why = CHANCERY_ERROR_INIT;
        const char *one = original->signatory[i].name;
        if (one && !chy_words_of(&name[i], chy_span_str(one), &why))
            chy_buf_clear(&name[i]);
    }
    return name;
}

static void free_names(struct chy_buf *name, size_t count)
{
    for (size_t i = 0; name && i < count; i++)
        chy_buf_done(&name[i]);
    free(name);
}

/* At a word of a name that is written: the words of the signatory's own name; the words of the
 * longest of another person, and whose. */
struct heard {
    uint32_t own, other;
    const char *whose;
};

static struct heard listen(const struct chancery_text *written, uint32_t at,
                           const struct chy_statement *original, const struct chy_buf *name,
                           size_t signatory, const struct chy_directory *directory)
{
    const struct chy_holder *holder = NULL;
    struct heard out = {0};
    out.other = chy_directory_name_at(directory, written, at, written->words, &holder);
    out.whose = holder ? holder->name : NULL;
    for (size_t i = 0; i < original->signatories; i++) {
        uint32_t words = chy_text_at(written, chy_buf_view(&name[i]), at, written->words);
        if (i == signatory) {
            out.own = words;
        } else if (words > out.other) {
            out.other = words;
            out.whose = original->signatory[i].name;
        }
    }
    return out;
}

static void report_another(struct chy_findings *findings, const chancery_digest *act,
                           const char *written, const char *name, const char *whose)
{
    char *a = chy_esc(chy_span_str(written)), *b = chy_esc(chy_span_str(name)),
         *c = chy_esc(chy_span_str(whose));
    if (a && b && c)
        chy_findings_add(
            findings, CHANCERY_F_NAME_OF_ANOTHER, act, written, 0,
            "The translation writes the name of %s as \"%s\", and that is the name "
            "of another, %s.",
            b, a, c);
    findings->failed |= !a || !b || !c;
    free(a);
    free(b);
    free(c);
}

/* A single word may be part of many names, and counts where nothing else is written. What is no
 * text is the name of nobody. */
static void judge_written(struct chy_findings *findings, const chancery_digest *act,
                          const char *written, const struct chy_statement *original,
                          const struct chy_buf *name, size_t signatory,
                          const struct chy_directory *directory)
{
    struct chancery_text *text = NULL;
    chancery_error why = CHANCERY_ERROR_INIT;
    if (!chy_text_new(&text, chy_span_str(written), &why)) {
        findings->failed |= why.code == CHANCERY_E_MEMORY;
        return;
    }
    uint32_t begins = chy_name_begins(text, 0, text->words);
    for (uint32_t at = 0; at < text->words;) {
        struct heard heard = listen(text, at, original, name, signatory, directory);
        bool all = at <= begins && at + heard.other == text->words;
        if (heard.other > heard.own && (heard.other > 1 || all)) {
            report_another(findings, act, written, original->signatory[signatory].name,
                           heard.whose);
            break;
        }
        at += heard.own > 0 ? heard.own : 1;
    }
    chancery_text_free(text);
}

/* Rule 3.12. */
static void judge_names(struct chy_findings *findings, const chancery_digest *act,
                        const struct chy_statement *translation,
                        const struct chy_statement *original,
                        const struct chy_directory *directory)
{
    struct chy_buf *name = read_names(original);
    size_t at = 0;
    findings->failed |= !name;
    for (size_t i = 0; name && i < original->signatories && at < translation->writtens; i++)
        if (original->signatory[i].name)
            judge_written(findings, act, translation->written[at++], original, name, i,
                          directory);
    free_names(name, original->signatories);
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
    if (translation->writtens > 0)
        judge_names(findings, act, translation, original, given->directory);
    free(signatory);
}
