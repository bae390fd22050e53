/*
 * test_signing.c - signatures made on real files: what is signed, what is refused, and that a
 * refusal changes nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/encode.h"
#include "desk.h"

static void add_line(const struct chy_statement *statement, int seed)
{
    struct chy_buf payload = {0};
    chancery_digest digest;
    size_t added;
    chy_buf_done(&desk.record);
    assert_true(chy_statement_write(&payload, statement, NULL));
    story_sign(&desk, &digest, chy_buf_view(&payload), seed);
    assert_true(
        chy_record_append(RECORD("annex.txt"), chy_buf_view(&desk.record), &added, NULL));
    chy_buf_done(&payload);
}

/* Refused; the folder, the draft and the record of annex.txt stay as they were. */
static void refuse(int seed, enum chancery_code code, const char *said)
{
    const char *const paths[] = {DRAFT("annex.txt"), RECORD("annex.txt")};
    char *before[2] = {NULL, NULL};
    size_t names = names_here();
    for (size_t i = 0; i < 2; i++)
        if (chy_file_exists(paths[i]))
            before[i] = desk_file(paths[i]);
    desk_refused(desk_sign("annex.txt", seed), code, said);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(chy_file_exists(paths[i]), before[i] != NULL);
        if (before[i])
            expect_content(paths[i], before[i]);
        free(before[i]);
    }
    assert_int_equal(names_here(), names);
}

static void two_signatories(void **state)
{
    (void)state;
    desk_ok(desk_letter("annex.txt"));
    desk_ok(desk_sign("annex.txt", SEED_BETA));
    assert_false(chy_file_exists(DRAFT("annex.txt")));
    assert_int_equal(desk_lines(RECORD("annex.txt")), 1);
    refuse(SEED_BETA, CHANCERY_E_REFUSED, "Still to sign: Specimen Alpha, President");
    assert_non_null(strstr(desk_error.text, "Prime Minister, Specimenia has signed already"));
    desk_ok(desk_sign("annex.txt", SEED_ALPHA)); /* from the record alone */
    assert_int_equal(desk_lines(RECORD("annex.txt")), 2);
    refuse(SEED_ALPHA, CHANCERY_E_REFUSED,
           "Specimen Alpha, President, Specimenia has signed already");
    assert_string_equal(desk_error.next, "All who have to sign have signed.");

    chancery_verdict *verdict = NULL;
    assert_true(chancery_verify(&verdict, &(chancery_verify_options){.file = "annex.txt"},
                                &desk.trust, NULL));
    assert_int_equal(chancery_verdict_status(verdict), CHANCERY_STATUS_AUTHENTIC);
    chancery_verdict_free(verdict);
}

static void nothing_to_sign(void **state)
{
    (void)state;
    refuse(SEED_ALPHA, CHANCERY_E_MISSING, "neither a draft nor a record");
    add_line(&desk.act[FORWARD], SEED_GAMMA);
    refuse(SEED_ALPHA, CHANCERY_E_CONFLICT, "no act in the record is about this very file");
}

static void wrong_keys(void **state)
{
    (void)state;
    desk_ok(desk_letter("annex.txt"));
    refuse(SEED_STRANGER, CHANCERY_E_REFUSED, "nobody in the directory");
    refuse(SEED_GAMMA, CHANCERY_E_REFUSED,
           "the key of Specimen Gamma, Secretary-General, UN, whom the draft does not name");
}

static bool draft_from(const char *from, const char *date)
{
    return desk_draft(&(chancery_draft_options){.act = "letter",
                                                .file = "note.txt",
                                                .date = date,
                                                .language = "en",
                                                .from = &from,
                                                .from_count = 1,
                                                .force = true},
                      true);
}

/* A draft of a text that bears no date, so that the term alone is at stake. */
static void out_of_term(void **state)
{
    (void)state;
    put("note.txt", "A note.\n");
    desk_refused(draft_from("Specimen Alpha; President; Specimenia", "2014-01-01"),
                 CHANCERY_E_CONFLICT, "did not hold this office");
    desk_ok(draft_from("Specimen Alpha; President; Specimenia", "2013-01-01"));
    struct chy_buf late = {0};
    char *draft = desk_file(DRAFT("note.txt"));
    story_replace(&draft, "2013-01-01", "2013-01-02");
    chy_buf_str(&late, draft);
    assert_true(chy_file_write(DRAFT("note.txt"), chy_buf_view(&late), 0644, true, NULL));
    desk_refused(desk_sign("note.txt", SEED_ALPHA), CHANCERY_E_REFUSED,
                 "does not give it on 2013-01-02");
    desk_ok(draft_from("Specimen Alpha; President; Specimenia", "2013-01-01"));
    desk_ok(desk_sign("note.txt", SEED_ALPHA));
    chy_buf_done(&late);
    free(draft);
}

/* A person with two offices has a key for each: the other one's is named. */
static void another_office(void **state)
{
    (void)state;
    put("note.txt", "A note.\n");
    desk_ok(draft_from("Specimen Omega; Chamberlain; Specimenia", "2012-01-01"));
    desk_refused(
        desk_sign("note.txt", 22), CHANCERY_E_REFUSED,
        "the key of Specimen Omega, Chief of Protocol, Specimenia, whom the draft names "
        "with another office: Chamberlain, Specimenia");
    desk_ok(desk_sign("note.txt", 23));
}

static void ended_key(void **state)
{
    (void)state;
    put("note.txt", "A note.\n");
    desk_ok(draft_from("Specimen Delta; Minister; Specimenia", "2012-01-01"));
    desk_refused(desk_sign("note.txt", SEED_DELTA), CHANCERY_E_REFUSED, "this key has ended");
}

static void changed_file(void **state)
{
    (void)state;
    desk_ok(desk_letter("annex.txt"));
    char *letter = story_dup(story_letter);
    story_replace(&letter, "northern", "southern");
    put("annex.txt", letter);
    refuse(SEED_ALPHA, CHANCERY_E_CONFLICT, "the file was changed after it was drafted");
    assert_non_null(strstr(desk_error.where, "$.subject[0].digest.sha256"));
    put("annex.txt", story_letter);
    desk_ok(desk_sign("annex.txt", SEED_ALPHA));
    put("annex.txt", letter);
    refuse(SEED_BETA, CHANCERY_E_CONFLICT, "no act in the record is about this very file");
    free(letter);
}

static void draft_of_another_name(void **state)
{
    (void)state;
    desk_ok(desk_letter("annex.txt"));
    assert_int_equal(rename("annex.txt", "other.txt"), 0);
    assert_int_equal(rename(DRAFT("annex.txt"), DRAFT("other.txt")), 0);
    desk_refused(desk_sign("other.txt", SEED_ALPHA), CHANCERY_E_CONFLICT, "subject[0].name");
}

/* --- edited drafts --- */

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
        {"urn:chancery:letter:v1", "urn:chancery:receipt:v1", CHANCERY_E_REFUSED, "receipt"},
        {"urn:chancery:letter:v1", "urn:example:v1", CHANCERY_E_REFUSED, "urn:example"},
        {"\"language\"", "\"colour\": \"red\", \"language\"", CHANCERY_E_REFUSED, "colour"},
        {"\"language\"",
         "\"renditions\": [{\"mediaType\": \"text/plain\", \"name\": \"x\", \"sha256\": "
         "\"0000000000000000000000000000000000000000000000000000000000000000\"}], \"language\"",
         CHANCERY_E_REFUSED, "renditions"},
        {"\"language\"", "language", CHANCERY_E_JSON, ""},
    };
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        desk_ok(desk_draft(
            &(chancery_draft_options){.act = "letter", .file = "annex.txt", .force = true},
            true));
        edit_draft(DRAFT("annex.txt"), &edits[i]);
        refuse(SEED_ALPHA, edits[i].code, edits[i].said);
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
    } edits[] = {{&s.subject_digest, "subject[0].digest.sha256"},
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
        refuse(SEED_ALPHA, CHANCERY_E_CONFLICT, edits[i].said);
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
    refuse(SEED_ALPHA, CHANCERY_E_CONFLICT, "addressed");
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

/* --- what others add to the record --- */

/* A statement that nobody of the directory has signed is not offered for signing. */
static void unsigned_statement(void **state)
{
    (void)state;
    struct chy_statement s = desk.act[LETTER];
    add_line(&s, SEED_STRANGER);
    refuse(SEED_ALPHA, CHANCERY_E_REFUSED, "nobody whom the directory knows");
    desk_ok(desk_letter("annex.txt"));
    desk_ok(desk_sign("annex.txt", SEED_ALPHA));
    desk_ok(desk_sign("annex.txt", SEED_BETA));
    assert_int_equal(desk_lines(RECORD("annex.txt")), 3);
}

/* Two statements about the file wait for the same person: a draft says which is meant. */
static void two_statements(void **state)
{
    (void)state;
    struct chy_statement s = desk.act[LETTER];
    char reference[] = "X/1";
    s.reference = reference;
    s.has_text = true;
    desk_ok(desk_letter("annex.txt"));
    char *draft = desk_file(DRAFT("annex.txt"));
    desk_ok(desk_sign("annex.txt", SEED_ALPHA));
    add_line(&s, SEED_ALPHA);
    refuse(SEED_BETA, CHANCERY_E_CONFLICT, "several statements");
    assert_true(chy_file_write(DRAFT("annex.txt"), chy_span_str(draft), 0644, true, NULL));
    desk_ok(desk_sign("annex.txt", SEED_BETA));
    free(draft);
}

/* A key that signed one place signs no other. */
static void one_key_one_place(void **state)
{
    (void)state;
    static const char *const from[] = {"; President; Specimenia",
                                       "Specimen Alpha; President; Specimenia"};
    put("note.txt", "A note.\n");
    desk_ok(desk_draft(&(chancery_draft_options){.act = "letter",
                                                 .file = "note.txt",
                                                 .date = "2012-09-18",
                                                 .language = "en",
                                                 .from = from,
                                                 .from_count = 2},
                       true));
    desk_ok(desk_sign("note.txt", SEED_ALPHA));
    desk_refused(desk_sign("note.txt", SEED_ALPHA), CHANCERY_E_REFUSED, "Specimen Alpha");
}

/* --- the rest --- */

static void summary(void **state)
{
    (void)state;
    chancery_signing *signing = NULL;
    chancery_key *key = story_key(SEED_BETA), *other = story_key(SEED_ALPHA);
    chancery_public_key public_key = chancery_key_public(key);
    char *done = NULL;
    desk_ok(desk_letter("annex.txt"));
    desk_ok(chancery_signing_open(&signing, "annex.txt", NULL, &public_key, &desk.trust,
                                  &desk_error));
    char *said = chancery_signing_summary(signing, false, false, NULL);
    assert_non_null(strstr(said, "Specimen Beta, Prime Minister, Specimenia signs:\n"));
    assert_non_null(strstr(said, " Secretary-General, UN\n"));
    assert_non_null(strstr(said, " 2012-09-18\n"));
    assert_null(strstr(said, "northern"));
    chancery_free(said);
    said = chancery_signing_summary(signing, true, true, NULL);
    assert_non_null(strstr(said, "  | For several months, the country"));
    assert_non_null(strstr(said, "\033[1m"));
    chancery_free(said);
    assert_false(chancery_signing_commit(&done, signing, other, &desk_error));
    assert_int_equal(desk_error.code, CHANCERY_E_INTERNAL);
    assert_false(chy_file_exists(RECORD("annex.txt")));
    chancery_error_init(&desk_error);
    desk_ok(chancery_signing_commit(&done, signing, key, &desk_error));
    assert_non_null(strstr(done, "still to sign: Specimen Alpha, President, Specimenia\n"));
    chancery_free(done);
    chancery_signing_free(signing);
    chancery_key_free(key);
    chancery_key_free(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(two_signatories),    AT_DESK(nothing_to_sign),
        AT_DESK(wrong_keys),         AT_DESK(out_of_term),
        AT_DESK(ended_key),          AT_DESK(another_office),
        AT_DESK(changed_file),       AT_DESK(draft_of_another_name),
        AT_DESK(edited_letter),      AT_DESK(edited_digests),
        AT_DESK(edited_out),         AT_DESK(edited_issue),
        AT_DESK(unsigned_statement), AT_DESK(two_statements),
        AT_DESK(one_key_one_place),  AT_DESK(summary),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
