/*
 * fuzz_verify.c - a document and a record against the golden directory, which nobody who fuzzes
 * has a key of. Nothing but what was signed is authentic, and lines added to the golden record
 * change nothing.
 */
#include "base/sha256.h"
#include "custody/verdict.h"
#include "verify_input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static chancery_verdict *judge(const struct golden *golden, chancery_span document,
                               chancery_span record)
{
    chancery_verdict *verdict = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    bool decided = chancery_verify_bytes(&verdict, GOLDEN_NAME, document, record, NULL,
                                         golden->trust, &error);
    require(verdict && decided == (error.code == CHANCERY_OK));
    require(decided == (chancery_verdict_status(verdict) != CHANCERY_STATUS_UNDECIDED));
    return verdict;
}

/* Has a text the words of one that was signed? */
static bool has_words_of(chancery_span document, const struct chy_buf *signed_text)
{
    chancery_text *a = NULL, *b = NULL;
    bool same = chy_text_new(&a, document, NULL) &&
                chy_text_new(&b, chy_buf_view(signed_text), NULL) &&
                chy_digest_eq(&a->words_digest, &b->words_digest);
    chancery_text_free(a);
    chancery_text_free(b);
    return same;
}

/* A seed that is signed with the published keys: another text was signed. */
static bool is_signed_anew(const chancery_verdict *verdict)
{
    bool anew = verdict->act[0].statement.supersedes;
    for (size_t i = 0; i < verdict->acts; i++)
        for (size_t k = 0; k < verdict->act[i].statement.carried; k++)
            anew = anew || verdict->act[i].statement.carries[k].as != CHY_AS_VERBATIM;
    return anew;
}

/* What is authentic has the words of a signed text; at level bytes it is that very file. */
static void check_authentic(const struct golden *golden, const chancery_verdict *verdict,
                            chancery_span document)
{
    const struct chy_buf *const texts[] = {&golden->annex, &golden->cover, &golden->issue};
    if (chancery_verdict_status(verdict) != CHANCERY_STATUS_AUTHENTIC ||
        is_signed_anew(verdict))
        return;
    const struct chy_buf *signed_text = texts[verdict->act[0].statement.type];
    require(verdict->judged && verdict->match != CHY_LEVEL_NONE);
    require(has_words_of(document, signed_text));
    require((verdict->match == CHY_LEVEL_BYTES) ==
            chy_span_eq(document, chy_buf_view(signed_text)));
}

/* A report is made of any verdict. */
static void check_reports(const chancery_verdict *verdict)
{
    char *text = chancery_report_terminal(verdict, true, true, NULL);
    char *json = chancery_report_json(verdict, NULL);
    require(text && json);
    chancery_free(text);
    chancery_free(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct golden golden;
    static bool ready;
    if (!ready) {
        require(chancery_init(NULL));
        golden_load(&golden);
        ready = true;
    }
    struct verify_input input = verify_input_of(&golden, chy_span(data, size));
    chancery_verdict *verdict =
        judge(&golden, chy_buf_view(&input.document), chy_buf_view(&input.record));
    check_authentic(&golden, verdict, chy_buf_view(&input.document));
    check_reports(verdict);
    chancery_verdict_free(verdict);

    chy_buf_span(&input.record, chy_buf_view(&golden.record));
    verdict = judge(&golden, chy_buf_view(&golden.issue), chy_buf_view(&input.record));
    /* but a seed that is signed with the published keys, and says what nobody knows */
    require(chancery_verdict_status(verdict) == CHANCERY_STATUS_AUTHENTIC ||
            chancery_verdict_has(verdict, CHANCERY_F_LATER_ACT));
    require(verdict->match == CHY_LEVEL_BYTES);
    require(verdict->acts == 3 && verdict->act[0].statement.type == CHY_ACT_ISSUE);
    chancery_verdict_free(verdict);
    verify_input_done(&input);
    return 0;
}
