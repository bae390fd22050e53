/*
 * fuzz_statement.c - a statement that is understood is written again as the same bytes; one
 * that is not is never written.
 */
#include "base/limits.h"
#include "custody/statement.h"
#include "vector.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* What every act that is judged has, whatever the bytes said. */
static void check_rules(const struct chy_statement *statement)
{
    uint64_t words = 0;
    require(chy_path_is_plain(chy_span_str(statement->subject)));
    require(statement->date.year >= 1 && statement->signatories >= 1);
    for (size_t i = 0; i < statement->signatories; i++) {
        const struct chy_signatory *one = &statement->signatory[i];
        require((one->name && *one->name) || (one->seal && !one->name));
        require(*one->office.office && *one->office.of);
    }
    for (size_t i = 0; i < statement->paragraphs; i++)
        words += statement->paragraph[i].words;
    require(words <= CHY_MAX_TEXT && (!statement->text_known || words > 0));
    bool later = chy_act_is_later(statement->type);
    require((statement->carried > 0) == (statement->type != CHY_ACT_LETTER && !later));
    require((chy_is_about_act(statement) && statement->type != CHY_ACT_RECEIPT &&
             statement->type != CHY_ACT_ATTESTATION) == (statement->reason != NULL));
    require((statement->attesteds > 0) == (statement->type == CHY_ACT_ATTESTATION));
    require(!statement->supersedes || statement->issue_number > 1);
    require(!statement->corrigendum.name ||
            chy_path_is_plain(chy_span_str(statement->corrigendum.name)));
    require(statement->type == CHY_ACT_ISSUE || statement->symbols == 0);
    bool translated = statement->type == CHY_ACT_TRANSLATION;
    require(!translated ||
            (statement->carried == 1 && statement->carries[0].as == CHY_AS_TRANSLATION &&
             statement->has_text && chy_is_language_tag(statement->language) &&
             chy_is_language_tag(statement->original_language) &&
             strcmp(statement->language, statement->original_language) != 0));
    require(translated || statement->writtens == 0);
}

static void check(const struct chy_statement *statement, chancery_span payload)
{
    struct chy_buf again = {0};
    bool judged = statement->type < CHY_ACT_LATER;
    bool known =
        judged && !statement->unknown_field && (!statement->has_text || statement->text_known);
    require(statement->predicate_type != NULL);
    if (judged)
        check_rules(statement);
    require(chy_statement_write(&again, statement, NULL) == known);
    require(!known || chy_span_eq(chy_buf_view(&again), payload));
    chy_buf_done(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct vector vector = vector_of("", chy_span(data, size));
    chancery_span payload = vector_line(&vector);
    struct chy_statement statement;
    chancery_error error = CHANCERY_ERROR_INIT;
    if (chy_statement_read(&statement, payload, &error)) {
        check(&statement, payload);
        chy_statement_done(&statement);
    } else {
        require(error.code != CHANCERY_OK && error.text[0]);
    }
    return 0;
}
