#include "custody/match.h"

#include "base/sha256.h"

enum chy_level chy_match_level(const struct chy_statement *statement,
                               const chancery_digest *file, const struct chancery_text *text)
{
    if (chy_digest_eq(&statement->subject_digest, file))
        return CHY_LEVEL_BYTES;
    if (!text || !statement->has_text || !statement->text_known)
        return CHY_LEVEL_NONE;
    if (chy_digest_eq(&statement->text, &text->text_digest))
        return CHY_LEVEL_TEXT;
    if (chy_digest_eq(&statement->words, &text->words_digest))
        return CHY_LEVEL_WORDS;
    return CHY_LEVEL_NONE;
}

/* The signed paragraphs tile the document's words, one after the other, whatever its own
 * paragraph breaks are. */
static bool paragraphs_tile(const struct chy_statement *statement,
                            const struct chancery_text *text)
{
    uint32_t at = 0;
    for (size_t i = 0; i < statement->paragraphs; i++) {
        const struct chy_digested *paragraph = &statement->paragraph[i];
        if (paragraph->words > text->words - at)
            return false;
        chancery_digest digest = chy_digest_of(chy_text_words(text, at, paragraph->words));
        if (!chy_digest_eq(&digest, &paragraph->digest))
            return false;
        at += paragraph->words;
    }
    return at == text->words;
}

static bool paragraphs_equal(const struct chy_statement *statement,
                             const struct chancery_text *text)
{
    if (statement->paragraphs != text->paragraphs)
        return false;
    for (size_t i = 0; i < statement->paragraphs; i++) {
        if (statement->paragraph[i].words != text->paragraph[i].count ||
            !chy_digest_eq(&statement->paragraph[i].digest, &text->paragraph_digest[i]))
            return false;
    }
    return true;
}

void chy_match_unknown_form(struct chy_findings *findings, const chancery_digest *act)
{
    chy_findings_add(findings, CHANCERY_F_FORM_UNKNOWN, act, NULL, 0,
                     "The statement's digests were made with a version of Unicode that is not "
                     "15.0.0, so only its bytes can be compared.");
}

void chy_match_consistent(struct chy_findings *findings, const chancery_digest *act,
                          const struct chy_statement *statement, enum chy_level level,
                          const struct chancery_text *text)
{
    const char *which = NULL;
    if (statement->has_text && !statement->text_known)
        chy_match_unknown_form(findings, act);
    if (level == CHY_LEVEL_NONE || !statement->has_text || !statement->text_known)
        return;
    if (!text)
        which = "the document is not text, and the statement signs a text";
    else if (level == CHY_LEVEL_BYTES && !chy_digest_eq(&statement->text, &text->text_digest))
        which = "the bytes are the signed ones, and the text is not";
    else if (level >= CHY_LEVEL_TEXT && !chy_digest_eq(&statement->words, &text->words_digest))
        which = "the text is the signed one, and the words are not";
    else if (level >= CHY_LEVEL_TEXT ? !paragraphs_equal(statement, text)
                                     : !paragraphs_tile(statement, text))
        which = "the words are the signed ones, and the paragraphs are not";
    if (which)
        chy_findings_add(findings, CHANCERY_F_DIGESTS_DISAGREE, act, NULL, 0,
                         "The statement's digests contradict each other: %s.", which);
}
