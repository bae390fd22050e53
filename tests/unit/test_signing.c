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

static void two_signatories(void **state)
{
    (void)state;
    desk_ok(desk_letter("annex.txt"));
    desk_ok(desk_sign("annex.txt", SEED_BETA));
    assert_false(chy_file_exists(DRAFT("annex.txt")));
    assert_int_equal(desk_lines(RECORD("annex.txt")), 1);
    desk_refuses(SEED_BETA, CHANCERY_E_REFUSED, "Still to sign: Specimen Alpha, President");
    assert_non_null(strstr(desk_error.text, "Prime Minister, Specimenia has signed already"));
    desk_ok(desk_sign("annex.txt", SEED_ALPHA)); /* from the record alone */
    assert_int_equal(desk_lines(RECORD("annex.txt")), 2);
    desk_refuses(SEED_ALPHA, CHANCERY_E_REFUSED,
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
    desk_refuses(SEED_ALPHA, CHANCERY_E_MISSING, "neither a draft nor a record");
    desk_add_line(RECORD("annex.txt"), &desk.act[FORWARD], SEED_GAMMA);
    desk_refuses(SEED_ALPHA, CHANCERY_E_CONFLICT,
                 "no act in the record is about this very file");
}

static void wrong_keys(void **state)
{
    (void)state;
    desk_ok(desk_letter("annex.txt"));
    desk_refuses(SEED_STRANGER, CHANCERY_E_REFUSED, "nobody in the directory");
    desk_refuses(
        SEED_GAMMA, CHANCERY_E_REFUSED,
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
    desk_refuses(SEED_ALPHA, CHANCERY_E_CONFLICT, "the file was changed after it was drafted");
    assert_string_equal(desk_error.where, "annex.txt");
    put("annex.txt", story_letter);
    desk_ok(desk_sign("annex.txt", SEED_ALPHA));
    put("annex.txt", letter);
    desk_refuses(SEED_BETA, CHANCERY_E_CONFLICT,
                 "no act in the record is about this very file");
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

/* --- what others add to the record --- */

/* A statement that nobody of the directory has signed is not offered for signing. */
static void unsigned_statement(void **state)
{
    (void)state;
    struct chy_statement s = desk.act[LETTER];
    desk_add_line(RECORD("annex.txt"), &s, SEED_STRANGER);
    desk_refuses(SEED_ALPHA, CHANCERY_E_REFUSED, "nobody whom the directory knows");
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
    desk_add_line(RECORD("annex.txt"), &s, SEED_ALPHA);
    desk_refuses(SEED_BETA, CHANCERY_E_CONFLICT, "several statements");
    assert_true(chy_file_write(DRAFT("annex.txt"), chy_span_str(draft), 0644, true, NULL));
    desk_ok(desk_sign("annex.txt", SEED_BETA));
    free(draft);
}

/* An official's own statement about the file, before that of the letter, waits for nobody. */
static void another_statement(void **state)
{
    (void)state;
    struct chy_statement s = desk.act[FORWARD];
    s.subject_digest = desk.act[LETTER].subject_digest;
    s.subject = desk.act[LETTER].subject;
    s.has_text = false;
    desk_add_line(RECORD("annex.txt"), &s, SEED_GAMMA);
    desk_refuses(SEED_BETA, CHANCERY_E_REFUSED, "Specimen Beta");
    desk_ok(desk_letter("annex.txt"));
    desk_ok(desk_sign("annex.txt", SEED_ALPHA));
    desk_ok(desk_sign("annex.txt", SEED_BETA));
    assert_int_equal(desk_lines(RECORD("annex.txt")), 3);
}

/* An act of Alpha's about the file, of a type that nobody knows, is no statement that waits for
 * anybody. */
static void withdrawn(void **state)
{
    (void)state;
    char payload[512], hex[65];
    chancery_digest digest;
    size_t added;
    chy_hex(hex, desk.act[LETTER].subject_digest.b, 32);
    snprintf(payload, sizeof payload,
             "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{},"
             "\"predicateType\":\"urn:chancery:memorandum:v1\",\"subject\":[{\"digest\":"
             "{\"sha256\":\"%s\"},\"name\":\"annex.txt\"}]}",
             hex);
    chy_buf_done(&desk.record);
    story_sign(&desk, &digest, chy_span_str(payload), SEED_ALPHA);
    assert_true(
        chy_record_append(RECORD("annex.txt"), chy_buf_view(&desk.record), &added, NULL));
    desk_refuses(SEED_BETA, CHANCERY_E_CONFLICT,
                 "no act in the record is about this very file");
}

/* A key that signed one place signs no other; a name is signed for before a seal. */
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
    char *said = desk_summary("note.txt", SEED_ALPHA);
    assert_int_equal(strncmp(said, "Specimen Alpha, President", 25), 0);
    chancery_free(said);
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
        AT_DESK(unsigned_statement), AT_DESK(two_statements),
        AT_DESK(another_statement),  AT_DESK(withdrawn),
        AT_DESK(one_key_one_place),  AT_DESK(summary),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
