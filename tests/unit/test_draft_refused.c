/*
 * test_draft_refused.c - what keeps a letter from being drafted: it is signed already, or an
 * option is not what it should be.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk.h"

/* The record says already what the draft would say: those who still have to sign it need no
 * other statement. */
static void signed_already(void **state)
{
    (void)state;
    chancery_draft_options options = {.act = "letter", .file = "annex.txt"};
    desk_ok(desk_letter("annex.txt"));
    desk_ok(desk_sign("annex.txt", SEED_ALPHA));
    desk_refused(desk_letter("annex.txt"), CHANCERY_E_EXISTS,
                 "waits for Specimen Beta, Prime Minister, Specimenia");
    assert_non_null(strstr(desk_error.next, "--force"));
    assert_false(chy_file_exists(DRAFT("annex.txt")));
    desk_ok(desk_sign("annex.txt", SEED_BETA));
    desk_refused(desk_letter("annex.txt"), CHANCERY_E_EXISTS, "signed already, by all");
    options.force = true;
    desk_ok(desk_draft(&options, true));
}

/* Only a trusted signature on an act of this type about this very file stands in the way. */
static void other_signatures(void **state)
{
    (void)state;
    chancery_digest digest;
    size_t added;
    struct chy_buf payload = {0};
    chy_buf_done(&desk.record);
    assert_true(chy_statement_write(&payload, &desk.act[LETTER], NULL));
    story_sign(&desk, &digest, chy_buf_view(&payload), SEED_STRANGER);
    assert_true(
        chy_record_append(RECORD("annex.txt"), chy_buf_view(&desk.record), &added, NULL));
    desk_ok(desk_letter("annex.txt"));
    desk_ok(desk_sign("annex.txt", SEED_ALPHA));
    char *letter = story_dup(story_letter);
    story_replace(&letter, "northern", "southern");
    put("annex.txt", letter);
    desk_ok(desk_letter("annex.txt"));
    free(letter);
    chy_buf_done(&payload);
}

static void language_tags(void **state)
{
    (void)state;
    static const char *const good[] = {"fr", "zh-Hans", "abcdefgh", "en-GB-1", "EN"};
    static const char *const bad[] = {
        "",    "f",   "English please", "fr_FR",     "e1",
        "fr-", "-fr", "fr--CA",         "abcdefghi", "fr-abcdefghi"};
    chancery_draft_options options = {.act = "letter", .file = "annex.txt", .force = true};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        options.language = good[i];
        desk_ok(desk_draft(&options, true));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        options.language = bad[i];
        desk_refused(desk_draft(&options, true), CHANCERY_E_USAGE, "--language");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(signed_already),
        AT_DESK(other_signatures),
        AT_DESK(language_tags),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
