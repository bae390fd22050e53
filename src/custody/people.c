#include "custody/people.h"

#include "base/limits.h"
#include "custody/agree.h"

#include <stdlib.h>

static char *words_dup(const struct chancery_text *text, struct chy_range range,
                       chancery_error *error)
{
    return chy_dup(chy_text_words(text, range.first, range.count), error);
}

/* The heading's sender as an office: whole if the directory knows it so, else without what it
 * is of ("of Mali"). */
static char *office_of_heading(const struct chancery_text *text,
                               const struct chy_letter *letter,
                               const struct chy_directory *directory, chancery_error *error)
{
    struct chy_range from = chy_party_without_article(letter->terms, text, letter->from);
    struct chy_range of = chy_party_of(letter->terms, text, letter->from);
    uint32_t end = of.first;
    char *whole =
        chy_dup(chy_agree_trimmed(chy_text_words(text, from.first, from.count)), error);
    if (!whole || of.count == 0 || (directory && chy_directory_of(directory, whole)))
        return whole;
    while (end > from.first + 1 &&
           chy_party_connective(letter->terms, chy_text_word(text, end - 1)))
        end--;
    if (end <= from.first)
        return whole;
    free(whole);
    return chy_dup(chy_text_words(text, from.first, end - from.first), error);
}

/* --- signatories --- */

/* The holder's entry of this name whose office the words after the name are, or the only one if
 * there are none. */
static const struct chy_holder *holder_for(const struct chy_directory *directory,
                                           const struct chy_holder *named, const char *office)
{
    const struct chy_holder *only = NULL;
    for (size_t i = 0; i < directory->holders; i++) {
        const struct chy_holder *holder = &directory->holder[i];
        if (!chy_same_name(holder->name, named->name))
            continue;
        if (office) {
            struct chy_office said = {(char *)(uintptr_t)office, holder->office.of};
            if (chy_same_office(directory, &said, &holder->office))
                return holder;
        } else if (only && !chy_same_office(directory, &only->office, &holder->office)) {
            return NULL;
        }
        only = only ? only : holder;
    }
    return office ? NULL : only;
}

static bool unknown_signatory(const struct chancery_text *text, const struct chy_mark *mark,
                              const char *what, chancery_error *error)
{
    char *block = chy_esc(chy_text_words(text, mark->block.first, mark->block.count));
    if (!block)
        return chy_fail_memory(error);
    chy_fail(error, CHANCERY_E_UNKNOWN, "the text does not say %s of the signature \"%s\"",
             what, block);
    chy_fail_at(error, CHANCERY_NO_OFFSET, text->word[mark->mark.first].line, 0);
    chy_fail_next(error,
                  "Say it with --from 'NAME; OFFICE; OF', once for each signatory, in order.");
    free(block);
    return false;
}

/* Where the directory has no entry: the office from the block, else from the heading; `of`
 * likewise. */
static bool office_from_text(struct chy_signatory *out, const struct chancery_text *text,
                             const struct chy_letter *letter, const struct chy_mark *mark,
                             const struct chy_directory *directory, chancery_error *error)
{
    if (!out->office.office && letter->from.count > 0 && letter->marks == 1)
        out->office.office = office_of_heading(text, letter, directory, error);
    if (!out->office.office)
        return unknown_signatory(text, mark, "the office", error);
    const char *of = directory ? chy_directory_of(directory, out->office.office) : NULL;
    struct chy_range said = chy_party_of(letter->terms, text, letter->from);
    if (of || said.count > 0)
        out->office.of =
            chy_dup(of ? chy_span_str(of)
                       : chy_agree_trimmed(chy_text_words(text, said.first, said.count)),
                    error);
    return out->office.of ? true
                          : unknown_signatory(text, mark, "of what it is the office", error);
}

/* The longest holder's name beside the mark: with it the block begins, or ends where names
 * stand before marks. Else what the text alone says. */
static struct chy_range name_of(const struct chancery_text *text, const struct chy_mark *mark,
                                const struct chy_directory *directory,
                                const struct chy_holder **named)
{
    uint32_t first = mark->block.first, end = chy_range_end(mark->block), count = 0;
    const struct chy_holder *found = NULL;
    if (!directory)
        return mark->name;
    do {
        count = chy_directory_name_at(directory, text, first, end, &found);
    } while (mark->name_before && first + count < end && ++first < end);
    if (count == 0 || (mark->name_before && first + count < end))
        return mark->name;
    *named = found;
    return (struct chy_range){first, count};
}

/* What of the block is not the name, or the office that stands before the mark. */
static struct chy_range office_of(const struct chy_mark *mark, struct chy_range name)
{
    uint32_t first = mark->block.first, end = chy_range_end(mark->block);
    if (mark->office.count > 0 && chy_range_end(mark->office) == mark->mark.first)
        return mark->office;
    if (mark->name_before)
        return (struct chy_range){first, name.first - first};
    return (struct chy_range){chy_range_end(name), end - chy_range_end(name)};
}

static bool read_signatory(struct chy_signatory *out, const struct chancery_text *text,
                           const struct chy_letter *letter, const struct chy_mark *mark,
                           const struct chy_directory *directory, chancery_error *error)
{
    const struct chy_holder *named = NULL, *holder = NULL;
    struct chy_range name = name_of(text, mark, directory, &named);
    struct chy_range office = office_of(mark, name);
    if (name.count == 0)
        return unknown_signatory(text, mark, "the name", error);
    if (!(out->name = words_dup(text, name, error)))
        return false;
    if (office.count > 0 && !(out->office.office = words_dup(text, office, error)))
        return false;
    if (named)
        holder = holder_for(directory, named, out->office.office);
    if (!holder)
        return office_from_text(out, text, letter, mark, directory, error);
    free(out->office.office);
    out->office.office = chy_dup(chy_span_str(holder->office.office), error);
    out->office.of = chy_dup(chy_span_str(holder->office.of), error);
    return out->office.office && out->office.of;
}

bool chy_people_signatories(struct chy_statement *statement, const struct chancery_text *text,
                            const struct chy_outline *outline, const struct chy_letter *letter,
                            const struct chy_directory *directory, chancery_error *error)
{
    size_t cap = 0;
    if (!letter || letter->marks == 0) {
        chy_fail(error, CHANCERY_E_UNKNOWN, "the text does not show who signs it");
        return chy_fail_next(error, "Say it with --from 'NAME; OFFICE; OF'.");
    }
    for (uint32_t i = 0; i < letter->marks; i++) {
        if (!chy_grow(&statement->signatory, &cap, statement->signatories,
                      sizeof *statement->signatory, CHY_MAX_SIGNATORIES, "signatories", error))
            return false;
        struct chy_signatory *signatory = &statement->signatory[statement->signatories++];
        if (!read_signatory(signatory, text, letter, &outline->mark[letter->first_mark + i],
                            directory, error))
            return false;
    }
    return true;
}

/* --- addressees --- */

/* One office of the heading into the statement, if the directory knows of what it is. */
static bool add_addressee(struct chy_statement *statement, size_t *cap, chancery_span words,
                          const struct chy_directory *directory, chancery_error *error)
{
    char *office = chy_dup(chy_agree_trimmed(words), error);
    const char *of = office && directory ? chy_directory_of(directory, office) : NULL;
    if (!of ||
        !chy_grow(&statement->addressee, cap, statement->addressees,
                  sizeof *statement->addressee, CHY_MAX_ADDRESSEES, "addressees", error)) {
        free(office);
        return false;
    }
    struct chy_office *made = &statement->addressee[statement->addressees++];
    *made = (struct chy_office){office, chy_dup(chy_span_str(of), error)};
    return made->of != NULL;
}

/* The words of an addressee, of whose first `skip` bytes are no part, without an article. */
static chancery_span office_words(const struct chancery_text *text,
                                  const struct chy_language *language, struct chy_range range,
                                  size_t skip)
{
    if (skip == 0)
        range = chy_party_without_article(language, text, range);
    return chy_span_from(chy_text_words(text, range.first, range.count), skip);
}

/* The first addressees of the range by themselves, while the directory knows them, then the
 * rest as one. */
static bool add_addressees(struct chy_statement *statement, size_t *cap,
                           const struct chancery_text *text, const struct chy_letter *letter,
                           const struct chy_directory *directory, chancery_error *error)
{
    struct chy_range rest = letter->to, left, right;
    size_t skip = 0, next;
    while (!add_addressee(statement, cap, office_words(text, letter->terms, rest, skip),
                          directory, error)) {
        uint32_t at = 1;
        for (; at < rest.count; at++)
            if (chy_party_split(&left, &right, &next, letter->terms, text, rest, at) &&
                add_addressee(statement, cap, office_words(text, letter->terms, left, skip),
                              directory, error))
                break;
        if (at >= rest.count)
            return false;
        rest = right;
        skip = next;
    }
    return true;
}

bool chy_people_addressees(struct chy_statement *statement, const struct chancery_text *text,
                           const struct chy_letter *letter,
                           const struct chy_directory *directory, chancery_error *error)
{
    size_t cap = 0;
    if (!letter || letter->to.count == 0)
        return true;
    if (add_addressees(statement, &cap, text, letter, directory, error))
        return true;
    char *to = chy_esc(chy_text_words(text, letter->to.first, letter->to.count));
    if (!to)
        return chy_fail_memory(error);
    chy_fail(error, CHANCERY_E_UNKNOWN,
             "the letter is addressed to \"%s\", an office that the directory does not know",
             to);
    chy_fail_at(error, CHANCERY_NO_OFFSET, text->word[letter->to.first].line, 0);
    chy_fail_next(error, "Say it with --to 'OFFICE; OF', once for each addressee.");
    free(to);
    return false;
}
