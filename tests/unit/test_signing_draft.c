/*
 * test_signing_draft.c - drafts that were edited after they were made: every digest and every
 * field that the file tells is computed again before it is signed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/encode.h"
#include "desk.h"

struct edit {
    const char *old, *now; /* NULL: none */
    enum chancery_code code;
    const char *said;
};

/* The draft with one thing replaced. */
static void edit_draft(const char *path, const struct edit *edit)
{
    char *draft = desk_file(path);
    story_replace(&draft, edit->old, edit->now);
    assert_true(chy_file_write(path, chy_span_str(draft), 0644, true, NULL));
    free(draft);
}

static void edited_letter(void **state)
{
    (void)state;
    static const struct edit edits[] = {
        {"\"name\": \"annex.txt\"", "\"name\": \"cover.txt\"", CHANCERY_E_CONFLICT,
         "subject[0].name"},
        {"\"sha256\": \"", "\"sha256\": \"00", CHANCERY_E_FORMAT, ""},
        {"\"title\": \"Letter", "\"title\": \"Note", CHANCERY_E_CONFLICT, "title"},
        {"\"date\": \"2012-09-18\"", "\"date\": \"2012-09-17\"", CHANCERY_E_CONFLICT,
         "2012-09-17"},
        {"Specimen Beta", "Specimen Omega", CHANCERY_E_CONFLICT, "Specimen Beta"},
        {"\"Prime Minister\"", "\"Minister\"", CHANCERY_E_CONFLICT, "another person held"},
        {"\"Secretary-General\"", "\"Registry\"", CHANCERY_E_CONFLICT, "addressed"},
        {"15.0.0", "14.0.0", CHANCERY_E_CONFLICT, "$.predicate.text"},
        {"urn:chancery:letter:v1", "urn:chancery:translation:v1", CHANCERY_E_FORMAT,
         "translates"},
        {"urn:chancery:letter:v1", "urn:chancery:memorandum:v1", CHANCERY_E_REFUSED,
         "memorandum"},
        {"urn:chancery:letter:v1", "urn:example:v1", CHANCERY_E_REFUSED, "urn:example"},
        {"\"language\"", "\"colour\": \"red\", \"language\"", CHANCERY_E_REFUSED, "colour"},
        {"\"language\"",
         "\"renditions\": [{\"mediaType\": \"text/plain\", \"name\": \"x\", \"sha256\": "
         "\"0000000000000000000000000000000000000000000000000000000000000000\"}], \"language\"",
         CHANCERY_E_MISSING, "not beside the letter"},
        {"\"language\"", "language", CHANCERY_E_JSON, ""},
    };
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        desk_ok(desk_draft(
            &(chancery_draft_options){.act = "letter", .file = "annex.txt", .force = true},
            true));
        edit_draft(DRAFT("annex.txt"), &edits[i]);
        desk_refuses(SEED_ALPHA, edits[i].code, edits[i].said);
    }
}

/* Digests, which stand in the draft in hex. The file has a space at its end, so that no two are
 * the same. */
static void edited_digests(void **state)
{
    (void)state;
    char *letter = story_dup(story_letter);
    story_replace(&letter, "Sir,", "Sir, ");
    put("annex.txt", letter);
    desk_ok(desk_letter("annex.txt"));
    struct chy_statement s = desk_read(DRAFT("annex.txt"));
    char *draft = desk_file(DRAFT("annex.txt"));
    const struct {
        const chancery_digest *digest;
        const char *said;
    } edits[] = {{&s.subject_digest, "the file was changed after it was drafted"},
                 {&s.text, "$.predicate.text.text"},
                 {&s.words, "$.predicate.text.words"},
                 {&s.paragraph[3].digest, "$.predicate.text.paragraphs"}};
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        char was[65], now[65];
        chy_hex(was, edits[i].digest->b, 32);
        memcpy(now, was, sizeof now);
        now[0] = now[0] == '0' ? '1' : '0';
        assert_true(chy_file_write(DRAFT("annex.txt"), chy_span_str(draft), 0644, true, NULL));
        edit_draft(DRAFT("annex.txt"), &(struct edit){was, now, CHANCERY_OK, NULL});
        desk_refuses(SEED_ALPHA, CHANCERY_E_CONFLICT, edits[i].said);
    }
    chy_statement_done(&s);
    free(draft);
    free(letter);
}

/* The text taken out of a draft does not keep its words from being read. */
static void edited_out(void **state)
{
    (void)state;
    struct chy_buf payload = {0};
    desk_ok(desk_letter("annex.txt"));
    struct chy_statement s = desk_read(DRAFT("annex.txt"));
    s.has_text = false;
    story_set(&s.addressee[0].office, "Registry");
    assert_true(chy_statement_write(&payload, &s, NULL));
    assert_true(chy_file_write(DRAFT("annex.txt"), chy_buf_view(&payload), 0644, true, NULL));
    desk_refuses(SEED_ALPHA, CHANCERY_E_CONFLICT, "addressed");
    chy_buf_done(&payload);
    chy_statement_done(&s);
}

static void edited_issue(void **state)
{
    (void)state;
    static const struct edit edits[] = {
        {"\"S/2012/727\"", "\"S/2012/728\"", CHANCERY_E_CONFLICT, "symbols"},
        {"\"S/2012/727\"", "\"S/2012/727\", \"S/1\"", CHANCERY_E_CONFLICT, "symbols"},
        {"\"General\"", "\"Limited\"", CHANCERY_E_CONFLICT, "distribution"},
        {"\"distribution\": \"General\",", "", CHANCERY_E_CONFLICT, "distribution"},
        {"\"originalLanguage\": \"en\"", "\"originalLanguage\": \"fr\"", CHANCERY_E_CONFLICT,
         "originalLanguage"},
        {"12-52626", "12-52627", CHANCERY_E_CONFLICT, "jobNumber"},
        {"\"mastheadDate\": \"2012-10-01\"", "\"mastheadDate\": \"2012-10-02\"",
         CHANCERY_E_CONFLICT, "mastheadDate"},
        {"\"mastheadDate\": \"2012-10-01\",", "", CHANCERY_E_CONFLICT, "mastheadDate"},
    };
    desk_signed_annex();
    desk_ok(desk_forward("cover.txt", "annex.txt"));
    desk_ok(desk_sign("cover.txt", SEED_GAMMA));
    desk_ok(desk_issue("issue.txt", "cover.txt"));
    char *draft = desk_file(DRAFT("issue.txt"));
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        assert_true(chy_file_write(DRAFT("issue.txt"), chy_span_str(draft), 0644, true, NULL));
        edit_draft(DRAFT("issue.txt"), &edits[i]);
        desk_refused(desk_sign("issue.txt", SEED_REGISTRY), edits[i].code, edits[i].said);
    }
    assert_true(chy_file_write(DRAFT("issue.txt"), chy_span_str(draft), 0644, true, NULL));
    desk_ok(desk_sign("issue.txt", SEED_REGISTRY));
    assert_int_equal(desk_lines(RECORD("issue.txt")), 4);
    free(draft);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(edited_letter),
        AT_DESK(edited_digests),
        AT_DESK(edited_out),
        AT_DESK(edited_issue),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
