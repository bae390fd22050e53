/*
 * chosen.h - which of the acts of a record (made.h) is chosen, and with which findings, before
 * they are a verdict. Include it after cmocka.h.
 */
#ifndef CHY_TESTS_CHOSEN_H
#define CHY_TESTS_CHOSEN_H

#include "custody/choose.h"
#include "made.h"

#define SEPTEMBER_19 INT64_C(1348048800) /* 2012 */

/* The record as it stands, and the document: what is chosen, and told of the others. */
struct chosen {
    struct chy_record record;
    struct chy_choice choice;
    chancery_text *text;
    struct chy_outline outline;
};

/* The signatures of this act, and of what it carries first, are proven to be of a day after. */
static inline void choose(struct chosen *chosen, struct story *story, const struct made *proven,
                          bool require_time)
{
    *chosen = (struct chosen){0};
    struct chy_case given = {.record = &chosen->record,
                             .directory = &story->trust.directory,
                             .now = story->trust.now,
                             .require_time = require_time,
                             .file = chy_digest_of(chy_span_str(story->document))};
    assert_true(chy_record_read(&chosen->record, chy_buf_view(&story->record), NULL));
    assert_true(chy_record_check(&chosen->record, given.directory, NULL));
    const struct chy_statement *statement = &proven->statement;
    const uint32_t act = chy_record_find(&chosen->record, &proven->digest),
                   carried =
                       statement->carried > 0
                           ? chy_record_find(&chosen->record, &statement->carries[0].statement)
                           : act;
    for (size_t i = 0; i < chosen->record.signatures; i++)
        if (chosen->record.signature[i].act == act ||
            chosen->record.signature[i].act == carried)
            chosen->record.signature[i].proven = SEPTEMBER_19;
    assert_true(chy_text_new(&chosen->text, chy_span_str(story->document), NULL));
    assert_true(chy_outline_read(&chosen->outline, chosen->text, NULL));
    given.text = chosen->text;
    given.outline = &chosen->outline;
    assert_true(chy_choose(&chosen->choice, &given, story->name, -1, NULL));
}

static inline void chosen_done(struct chosen *chosen)
{
    chy_judgement_done(&chosen->choice.best);
    chy_outline_done(&chosen->outline);
    chancery_text_free(chosen->text);
    chy_record_done(&chosen->record);
}

#endif
