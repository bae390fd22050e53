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
        if (holder->voided || !chy_same_name(holder->name, named->name))
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

/* What is to be done where a text says too little. */
static bool say_it(const struct chy_directory *directory, const char *flag,
                   chancery_error *error)
{
    return directory ? chy_fail_next(error, "Say it with %s.", flag)
                     : chy_fail_next(error,
                                     "No directory is trusted yet, so the text alone was read: "
                                     "trust one (chancery directory trust), or say it with %s.",
                                     flag);
}

/* A sentence that ends with words of the text; the error is at the line of word `at`. */
static bool unknown(const struct chancery_text *text, struct chy_range words, uint32_t at,
                    const char *before, chancery_error *error)
{
    char *said = chy_esc(chy_text_words(text, words.first, words.count));
    if (!said)
        return chy_fail_memory(error);
    chy_fail(error, CHANCERY_E_UNKNOWN, "%s \"%s\"", before, said);
    chy_fail_at(error, CHANCERY_NO_OFFSET, text->word[at].line, 0);
    free(said);
    return false;
}

static bool unknown_signatory(const struct chancery_text *text, const struct chy_mark *mark,
                              const struct chy_directory *directory, const char *before,
                              chancery_error *error)
{
    unknown(text, mark->block, mark->mark.first, before, error);
    return say_it(directory, "--from 'NAME; OFFICE; OF', once for each signatory, in order",
                  error);
}

/* Is the block a name and nothing else, as far as a text without emphasis tells? One line of
 * few words, without a comma, without the small words of an office, and without a word by which
 * the heading calls the sender. */
static bool is_only_name(const struct chancery_text *text, struct chy_range block,
                         struct chy_range from)
{
    static const char *const small[] = {"of", "the", "for", "to", "and"};
    if (block.count > 5 ||
        chy_range_first_line(text, block) != chy_range_last_line(text, block))
        return false;
    for (uint32_t i = block.first; i < chy_range_end(block); i++) {
        chancery_span word = chy_text_word(text, i);
        if (word.len > 0 && memchr(word.ptr, ',', word.len))
            return false;
        for (size_t k = 0; k < sizeof small / sizeof *small; k++)
            if (chy_span_is(word, small[k]))
                return false;
        for (uint32_t k = from.first; k < chy_range_end(from); k++)
            if (chy_span_eq(word, chy_text_word(text, k)))
                return false;
    }
    return true;
}

static bool is_emphasised(const struct chancery_text *text, struct chy_range words)
{
    for (uint32_t i = words.first; i < chy_range_end(words); i++)
        if (text->word[i].flags & CHY_WORD_EMPHASIS)
            return true;
    return false;
}

/* The longest holder's name beside the mark: with it the block begins, or ends where names
 * stand before marks. count 0: none does. */
static struct chy_range name_of(const struct chancery_text *text, const struct chy_mark *mark,
                                const struct chy_directory *directory,
                                const struct chy_holder **named)
{
    uint32_t first = mark->block.first, end = chy_range_end(mark->block);
    const struct chy_holder *found = NULL;
    uint32_t count = chy_directory_name_at(directory, text, first, end, &found);
    if (mark->name_before) {
        while (first < end && (count == 0 || first + count < end))
            count = chy_directory_name_at(directory, text, ++first, end, &found);
    } else if (count == 0) {
        first = chy_name_begins(text, first, end);
        count = chy_directory_name_at(directory, text, first, end, &found);
    }
    if (count == 0)
        return (struct chy_range){0};
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

/* Where the name ends: where the directory's longest name does; without a directory, with the
 * emphasised surname, or with a block that is only a name. Anything else would be a guess. */
static bool read_name(struct chy_range *name, const struct chy_holder **named,
                      const struct chancery_text *text, const struct chy_letter *letter,
                      const struct chy_mark *mark, const struct chy_directory *directory,
                      chancery_error *error)
{
    *name = mark->name;
    *named = NULL;
    if (mark->block.count == 0)
        return unknown_signatory(text, mark, directory,
                                 "the text does not say the name of the signature", error);
    uint32_t begins = chy_name_begins(text, name->first, chy_range_end(*name));
    if (directory) {
        *name = name_of(text, mark, directory, named);
        return name->count > 0 ? true
                               : unknown_signatory(text, mark, directory,
                                                   "nobody in the directory is called", error);
    }
    if (begins >= chy_range_end(*name))
        return unknown_signatory(text, mark, directory,
                                 "the text does not say the name of the signature", error);
    *name = (struct chy_range){begins, chy_range_end(*name) - begins};
    if (is_emphasised(text, *name) || is_only_name(text, *name, letter->from))
        return true;
    return unknown_signatory(text, mark, directory,
                             "the text does not say where the name ends in the signature",
                             error);
}

/* Without a directory: the office from the block, else from the heading, and of what it is from
 * there too. */
static bool office_from_text(struct chy_signatory *out, const struct chancery_text *text,
                             const struct chy_letter *letter, const struct chy_mark *mark,
                             chancery_error *error)
{
    struct chy_range of = chy_party_of(letter->terms, text, letter->from);
    if (of.count > 0)
        out->office.of =
            chy_dup(chy_agree_trimmed(chy_text_words(text, of.first, of.count)), error);
    return out->office.of ? true
                          : unknown_signatory(text, mark, NULL,
                                              "the text does not say of which State or "
                                              "organization this is an office:",
                                              error);
}

/* The holder's entry that the words after the name, or else the heading, mean. */
static bool office_from_directory(struct chy_signatory *out, const struct chancery_text *text,
                                  const struct chy_mark *mark, const struct chy_holder *named,
                                  const struct chy_directory *directory, chancery_error *error)
{
    const struct chy_holder *holder = holder_for(directory, named, out->office.office);
    if (!holder) {
        unknown(text, mark->block, mark->mark.first,
                "the directory gives this person no office that fits the signature", error);
        return chy_fail_next(error,
                             "Say it with --from, once for each signatory, in order; in the "
                             "directory this person is '%s; %s; %s'.",
                             named->name, named->office.office, named->office.of);
    }
    free(out->office.office);
    out->office.office = chy_dup(chy_span_str(holder->office.office), error);
    out->office.of = chy_dup(chy_span_str(holder->office.of), error);
    return out->office.office && out->office.of;
}

static bool read_signatory(struct chy_signatory *out, const struct chancery_text *text,
                           const struct chy_letter *letter, const struct chy_mark *mark,
                           const struct chy_directory *directory, chancery_error *error)
{
    const struct chy_holder *named;
    struct chy_range name;
    if (!read_name(&name, &named, text, letter, mark, directory, error) ||
        !(out->name = words_dup(text, name, error)))
        return false;
    struct chy_range office = office_of(mark, name);
    if (office.count > 0 && !(out->office.office = words_dup(text, office, error)))
        return false;
    if (named && (office.count > 0 || holder_for(directory, named, NULL)))
        return office_from_directory(out, text, mark, named, directory, error);
    if (office.count == 0 && letter->from.count > 0 && letter->marks == 1 &&
        !(out->office.office = office_of_heading(text, letter, directory, error)))
        return false;
    if (!out->office.office)
        return unknown_signatory(text, mark, directory,
                                 "the text does not say the office of the signature", error);
    return named ? office_from_directory(out, text, mark, named, directory, error)
                 : office_from_text(out, text, letter, mark, error);
}

bool chy_people_signatories(struct chy_statement *statement, const struct chancery_text *text,
                            const struct chy_outline *outline, const struct chy_letter *letter,
                            const struct chy_directory *directory, chancery_error *error)
{
    size_t cap = 0;
    if (!letter || letter->marks == 0) {
        chy_fail(error, CHANCERY_E_UNKNOWN, "the text does not show who signs it");
        return say_it(directory,
                      "--from 'NAME; OFFICE; OF', or --from '; OFFICE; OF' for the seal of an "
                      "office (a note verbale)",
                      error);
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
    unknown(text, letter->to, letter->to.first,
            directory
                ? "the directory does not know the office that the letter is addressed to,"
                : "the text does not say of which State or organization the addressee is an "
                  "office:",
            error);
    return say_it(directory, "--to 'OFFICE; OF', once for each addressee", error);
}
