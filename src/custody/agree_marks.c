/*
 * agree_marks.c - the signature marks of a text and the signatories of its statement:
 * spec/verdict.md, rules 3.1 to 3.3.
 */
#include "custody/agree_parts.h"

#include <stdlib.h>

/* Of each signatory: the name in words form (empty: no text can have it), and whether a mark is
 * its. */
struct signer {
    struct chy_buf name;
    bool marked;
};

static bool read_name(struct signer *signer, const char *name,
                      const struct chy_directory *directory)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    if (name && !chy_directory_words(&signer->name, directory, name, &why))
        chy_buf_clear(&signer->name);
    return chy_buf_ok(&signer->name) && why.code != CHANCERY_E_MEMORY;
}

static void free_signers(struct signer *signer, size_t count)
{
    for (size_t i = 0; signer && i < count; i++)
        chy_buf_done(&signer[i].name);
    free(signer);
}

/* NULL for want of memory. */
static struct signer *read_signers(const struct chy_statement *statement,
                                   const struct chy_directory *directory)
{
    struct signer *signer = calloc(statement->signatories + 1, sizeof *signer);
    bool ok = signer != NULL;
    for (size_t i = 0; ok && i < statement->signatories; i++)
        ok = read_name(&signer[i], statement->signatory[i].name, directory);
    if (ok)
        return signer;
    free_signers(signer, statement->signatories);
    return NULL;
}

static bool is_courtesy(chancery_span word)
{
    static const char *const list[] = {"Mr.", "Mrs.", "Ms.", "Dr.", "H.E.", "Sir", "Dame"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (chy_span_is(word, list[i]))
            return true;
    return false;
}

uint32_t chy_name_begins(const struct chancery_text *text, uint32_t at, uint32_t end)
{
    while (at < end && is_courtesy(chy_text_word(text, at)))
        at++;
    return at;
}

/* The words of the name after the mark, or after a courtesy; directly before the mark where
 * names stand there; within the range. 0 if others stand there. */
static uint32_t name_words(const struct chy_mark *mark, const struct chancery_text *text,
                           struct chy_range range, chancery_span name)
{
    uint32_t first = mark->mark.first, after = chy_range_end(mark->mark), count = 1;
    uint32_t end = chy_range_end(range);
    if (!mark->name_before) {
        uint32_t words = chy_text_at(text, name, after, end);
        return words > 0 ? words
                         : chy_text_at(text, name, chy_name_begins(text, after, end), end);
    }
    for (size_t i = 0; i < name.len; i++)
        count += name.ptr[i] == ' ';
    if (count > first - range.first)
        return 0;
    return chy_text_at(text, name, first - count, first);
}

/* The words of the longest name after the mark, or after a courtesy, that the directory
 * knows. */
static uint32_t known_words(const struct chy_mark *mark, const struct chancery_text *text,
                            struct chy_range range, const struct chy_directory *directory)
{
    const struct chy_holder *holder;
    uint32_t after = chy_range_end(mark->mark), end = chy_range_end(range);
    uint32_t begins = chy_name_begins(text, after, end);
    uint32_t one = chy_directory_name_at(directory, text, after, end, &holder);
    uint32_t other = chy_directory_name_at(directory, text, begins, end, &holder);
    return one > other ? one : other;
}

/* The signatory whose name stands beside the mark; the longest name wins, and if it is another
 * person's whom the directory knows, the mark is not a signatory's. NULL: nobody. */
static struct signer *owner_of(const struct chy_mark *mark, struct signer *signer, size_t count,
                               const struct chancery_text *text, struct chy_range range,
                               const struct chy_directory *directory)
{
    struct signer *owner = NULL;
    uint32_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t words = name_words(mark, text, range, chy_buf_view(&signer[i].name));
        if (words > longest) {
            longest = words;
            owner = &signer[i];
        }
    }
    if (!mark->name_before && known_words(mark, text, range, directory) > longest)
        owner = NULL;
    return owner;
}

static void report_unnamed(struct chy_findings *findings, const chancery_digest *act,
                           const struct chy_mark *mark, const struct chancery_text *text)
{
    char *block = chy_esc(chy_text_words(text, mark->block.first, mark->block.count));
    if (block)
        chy_findings_add(
            findings, CHANCERY_F_MARK_UNNAMED, act, block, 0,
            "The text shows a signature at line %u, \"%s\", and the statement names no such "
            "signatory.",
            text->word[mark->mark.first].line, block);
    else
        findings->failed = true;
    free(block);
}

static void report_unmarked(struct chy_findings *findings, const chancery_digest *act,
                            const struct chy_signatory *signatory)
{
    char *name =
        chy_esc(chy_span_str(signatory->name ? signatory->name : signatory->office.office));
    if (name)
        chy_findings_add(
            findings, CHANCERY_F_SIGNATORY_UNMARKED, act, signatory->name, 0,
            "The statement names %s as a signatory, and the text shows no such signature.",
            name);
    findings->failed |= !name;
    free(name);
}

/* The first mark at or after a word. */
static uint32_t first_mark(const struct chy_outline *outline, uint32_t word)
{
    uint32_t low = 0, high = outline->marks;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (outline->mark[middle].mark.first < word)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void chy_agree_marks(struct chy_findings *findings, const chancery_digest *act,
                     const struct chy_statement *statement, const struct chancery_text *text,
                     const struct chy_outline *outline, struct chy_range range,
                     const struct chy_directory *directory)
{
    struct signer *signer = read_signers(statement, directory);
    uint32_t end = chy_range_end(range), first = first_mark(outline, range.first), i = first;
    if (!signer) {
        findings->failed = true;
        return;
    }
    for (; i < outline->marks && outline->mark[i].mark.first < end; i++) {
        const struct chy_mark *mark = &outline->mark[i];
        struct signer *owner =
            owner_of(mark, signer, statement->signatories, text, range, directory);
        if (owner)
            owner->marked = true;
        else
            report_unnamed(findings, act, mark, text);
    }
    for (size_t k = 0; k < statement->signatories && i > first; k++)
        if (!signer[k].marked && !statement->signatory[k].seal)
            report_unmarked(findings, act, &statement->signatory[k]);
    if (i == first)
        chy_findings_add(
            findings, CHANCERY_F_NO_MARKS, act, NULL, 0,
            "The text shows no signature marks; who signs it is the statement's word alone.");
    free_signers(signer, statement->signatories);
}
