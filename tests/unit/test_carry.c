/*
 * test_carry.c - what a forward or an issue carries, from real files: by statement or by
 * digest, what is refused, and that a refusal leaves nothing behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "desk.h"

/* The first thing that the draft carries; the caller frees the statement. */
static const struct chy_carried *carried_by(struct chy_statement *statement, const char *draft)
{
    *statement = desk_read(draft);
    assert_true(statement->carried > 0);
    return &statement->carries[0];
}

static void put_record(const char *path, chancery_span lines)
{
    assert_true(chy_file_write(path, lines, 0644, true, NULL));
}

static void by_statement(void **state)
{
    (void)state;
    struct chy_statement s;
    struct chy_record record;
    desk_signed_annex();
    char *lines = desk_file(RECORD("annex.txt"));
    assert_true(chy_record_read(&record, chy_span_str(lines), NULL));
    desk_ok(desk_forward("cover.txt", "annex.txt"));
    const struct chy_carried *carried = carried_by(&s, DRAFT("cover.txt"));
    assert_false(carried->is_file);
    assert_true(chy_digest_eq(&carried->statement, &record.act[0].digest));
    assert_int_equal(carried->seens, 2);
    assert_true(chy_digest_eq(&carried->seen[0], &record.signature[0].digest));
    assert_true(chy_digest_eq(&carried->seen[1], &record.signature[1].digest));
    assert_string_equal(carried->label, "Annex");
    assert_int_equal(carried->as, CHY_AS_VERBATIM);
    expect_content(RECORD("cover.txt"), lines);
    chy_statement_done(&s);
    chy_record_done(&record);
    free(lines);
}

/* Strangers' signatures were not seen, though their lines go along; junk does not. */
static void only_what_counts(void **state)
{
    (void)state;
    struct chy_statement s;
    desk_signed_annex();
    char *lines = desk_file(RECORD("annex.txt"));
    s = desk.act[LETTER];
    desk_add_line(RECORD("annex.txt"), &s, SEED_STRANGER);
    struct chy_buf with_junk = {0};
    char *all = desk_file(RECORD("annex.txt"));
    chy_buf_str(&with_junk, "{\"junk\":1}\n");
    chy_buf_str(&with_junk, all);
    put_record(RECORD("annex.txt"), chy_buf_view(&with_junk));
    desk_ok(desk_forward("cover.txt", "annex.txt"));
    assert_int_equal(carried_by(&s, DRAFT("cover.txt"))->seens, 2);
    expect_content(RECORD("cover.txt"), all);
    chy_statement_done(&s);
    chy_buf_done(&with_junk);
    free(all);
    free(lines);
}

/* An official who has nothing to do with the letter signs a statement of his own about it, of a
 * type that comes before letters: what verification would judge is carried all the same. */
static void not_what_others_add(void **state)
{
    (void)state;
    struct chy_statement s, bogus = desk.act[FORWARD];
    struct chy_record record;
    desk_signed_annex();
    char *lines = desk_file(RECORD("annex.txt"));
    assert_true(chy_record_read(&record, chy_span_str(lines), NULL));
    bogus.subject_digest = record.act[0].statement.subject_digest;
    put_record(RECORD("annex.txt"), chy_span_str(""));
    desk_add_line(RECORD("annex.txt"), &bogus,
                  SEED_GAMMA); /* trusted, and not what the text says */
    bogus.type = CHY_ACT_LETTER;
    desk_add_line(RECORD("annex.txt"), &bogus, SEED_STRANGER); /* nobody's */
    struct chy_buf all = {0};
    char *added = desk_file(RECORD("annex.txt"));
    chy_buf_str(&all, added);
    chy_buf_str(&all, lines);
    put_record(RECORD("annex.txt"), chy_buf_view(&all));
    desk_ok(desk_forward("cover.txt", "annex.txt"));
    const struct chy_carried *carried = carried_by(&s, DRAFT("cover.txt"));
    assert_true(chy_digest_eq(&carried->statement, &record.act[0].digest));
    chy_statement_done(&s);
    chy_record_done(&record);
    chy_buf_done(&all);
    free(added);
    free(lines);
}

static void by_digest(void **state)
{
    (void)state;
    struct chy_statement s;
    put("map.png", "a picture");
    desk_ok(desk_forward("cover.txt", "map.png"));
    const struct chy_carried *carried = carried_by(&s, DRAFT("cover.txt"));
    chancery_digest digest = chy_digest_of(CHY_LITERAL("a picture"));
    assert_true(carried->is_file);
    assert_string_equal(carried->name, "map.png");
    assert_string_equal(carried->media_type, "image/png");
    assert_true(chy_digest_eq(&carried->sha256, &digest));
    assert_false(chy_file_exists(RECORD("cover.txt")));
    chy_statement_done(&s);
}

/* A letter on paper has no record: it goes along by its digest, and both who drafts and who
 * signs are told. Other files are not warned of. */
static void letters_without_a_record(void **state)
{
    (void)state;
    static const char warning[] = "warning    annex annex.txt is a letter with no custody "
                                  "record: it is carried by its digest, unsigned\n";
    static const char *const files[] = {"annex.txt", "mark.txt", "note.txt", "map.png"};
    chancery_draft_options options = {
        .act = "forward", .file = "cover.txt", .carries = files, .carries_count = 4};
    char *said[2] = {NULL, NULL};
    put("mark.txt", "I agree.\n\n(Signed) Specimen Delta\n");
    put("note.txt", "A table of numbers.\n");
    put("map.png", "\x7f\x01 a picture");
    desk_ok(chancery_draft(&said[0], &options, &desk.trust, false, &desk_error));
    said[1] = desk_summary("cover.txt", SEED_GAMMA);
    for (size_t i = 0; i < 2; i++) {
        assert_non_null(strstr(said[i], warning));
        assert_non_null(strstr(said[i], "annex mark.txt is a letter"));
        assert_null(strstr(said[i], "annex note.txt"));
        assert_null(strstr(said[i], "annex map.png"));
        chancery_free(said[i]);
    }
}

/* An annex from another folder has to stand beside the letter when it is signed. */
static void annex_elsewhere(void **state)
{
    (void)state;
    put("map.png", "a picture");
    desk_ok(desk_forward("cover.txt", "map.png"));
    assert_int_equal(rename("map.png", "gone.png"), 0);
    desk_refused(desk_sign("cover.txt", SEED_GAMMA), CHANCERY_E_MISSING,
                 "map.png is not beside");
    assert_non_null(strstr(desk_error.next, "beside the document"));
    assert_false(chy_file_exists(RECORD("cover.txt")));
    put("map.png", "another picture");
    desk_refused(desk_sign("cover.txt", SEED_GAMMA), CHANCERY_E_CONFLICT, "map.png");
    put("map.png", "a picture");
    desk_ok(desk_sign("cover.txt", SEED_GAMMA));
}

static void labels(void **state)
{
    (void)state;
    static const char *const files[] = {"a.txt", "b.csv", "c", "d.pdf"};
    static const char *const label[] = {"Annex I", "Annex II", "Annex III", "Annex IV"};
    static const char *const types[] = {"text/plain", "text/csv", "application/octet-stream",
                                        "application/pdf"};
    for (size_t i = 0; i < 4; i++)
        put(files[i], files[i]);
    desk_ok(desk_draft(
        &(chancery_draft_options){
            .act = "forward", .file = "cover.txt", .carries = files, .carries_count = 4},
        true));
    struct chy_statement s = desk_read(DRAFT("cover.txt"));
    assert_int_equal(s.carried, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(s.carries[i].label, label[i]);
        assert_string_equal(s.carries[i].media_type, types[i]);
    }
    chy_statement_done(&s);
}

/* A refused draft leaves the folder and the record as they were. */
static void refuse(const char *carried, enum chancery_code code, const char *said)
{
    size_t names = names_here();
    put_record(RECORD("cover.txt"), CHY_LITERAL("{\"was\":\"here\"}\n"));
    desk_refused(desk_forward("cover.txt", carried), code, said);
    expect_content(RECORD("cover.txt"), "{\"was\":\"here\"}\n");
    assert_int_equal(unlink(RECORD("cover.txt")), 0);
    assert_int_equal(names_here(), names);
}

static void unsigned_annexes(void **state)
{
    (void)state;
    desk_ok(desk_letter("annex.txt"));
    refuse("annex.txt", CHANCERY_E_REFUSED, "nobody");
    assert_true(chy_file_remove(DRAFT("annex.txt"), NULL));
    desk_add_line(RECORD("annex.txt"), &desk.act[LETTER], SEED_STRANGER);
    refuse("annex.txt", CHANCERY_E_REFUSED, "nobody");
    refuse("none.txt", CHANCERY_E_MISSING, "");
}

/* A letter that was signed does not become a file that nobody signed by being changed. */
static void changed_annex(void **state)
{
    (void)state;
    char *letter = story_dup(story_letter);
    desk_signed_annex();
    story_replace(&letter, "northern", "southern");
    put("annex.txt", letter);
    refuse("annex.txt", CHANCERY_E_REFUSED, "changed since it was signed");
    assert_string_equal(desk_error.where, "annex.txt");
    assert_int_equal(rename("annex.txt", "other.txt"), 0);
    desk_ok(desk_forward("cover.txt", "other.txt"));
    free(letter);
}

static void not_authentic_annex(void **state)
{
    (void)state;
    struct chy_statement s = desk.act[LETTER];
    s.date.day = 17; /* the letter says another */
    desk_add_line(RECORD("annex.txt"), &s, SEED_ALPHA);
    refuse("annex.txt", CHANCERY_E_REFUSED, "it is not authentic");
}

static void wrong_forwarder(void **state)
{
    (void)state;
    desk_signed_annex();
    put("cover.txt",
        "Letter dated 28 September 2012 from the Minister addressed to the "
        "Secretary-General\n\nI forward it.\n\n(Signed) Specimen Delta Minister\n");
    refuse("annex.txt", CHANCERY_E_CONFLICT, "not its addressee");
}

static void no_directory(void **state)
{
    (void)state;
    static const char *const carried = "annex.txt", *const to = "President of the Council; UN",
                             *const from = "Specimen Gamma; Secretary-General; UN";
    desk_signed_annex();
    chancery_draft_options options = {.act = "forward",
                                      .file = "cover.txt",
                                      .from = &from,
                                      .from_count = 1,
                                      .to = &to,
                                      .to_count = 1,
                                      .carries = &carried,
                                      .carries_count = 1};
    desk_refused(desk_draft(&options, false), CHANCERY_E_TRUST, "directory");
    assert_false(chy_file_exists(DRAFT("cover.txt")));
}

/* The lines cannot be added to the record: the draft goes again. */
static void record_is_refused(void **state)
{
    (void)state;
    desk_signed_annex();
    put("elsewhere", "");
    assert_int_equal(symlink("elsewhere", RECORD("cover.txt")), 0);
    size_t names = names_here();
    assert_false(desk_forward("cover.txt", "annex.txt"));
    assert_false(chy_file_exists(DRAFT("cover.txt")));
    assert_int_equal(names_here(), names);
    expect_content("elsewhere", "");
}

static void issues(void **state)
{
    (void)state;
    struct chy_statement s;
    desk_signed_annex();
    desk_ok(desk_forward("cover.txt", "annex.txt"));
    desk_refused(desk_issue("issue.txt", "cover.txt"), CHANCERY_E_REFUSED, "nobody");
    desk_ok(desk_sign("cover.txt", SEED_GAMMA));
    desk_ok(desk_issue("issue.txt", "cover.txt"));
    const struct chy_carried *carried = carried_by(&s, DRAFT("issue.txt"));
    assert_int_equal(carried->seens, 1);
    assert_null(carried->label);
    assert_true(s.signatory[0].seal);
    assert_int_equal(s.issue_number, 1);
    assert_string_equal(s.symbol[0], "S/2012/727");
    assert_string_equal(s.distribution, "General");
    assert_string_equal(s.original_language, "en");
    assert_string_equal(s.job_number, "12-52626");
    assert_true(s.masthead_date.month == 10 && s.date.month == 10);
    assert_int_equal(desk_lines(RECORD("issue.txt")), 3);
    chy_statement_done(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(by_statement),
        AT_DESK(only_what_counts),
        AT_DESK(not_what_others_add),
        AT_DESK(by_digest),
        AT_DESK(labels),
        AT_DESK(unsigned_annexes),
        AT_DESK(not_authentic_annex),
        AT_DESK(wrong_forwarder),
        AT_DESK(no_directory),
        AT_DESK(record_is_refused),
        AT_DESK(issues),
        AT_DESK(changed_annex),
        AT_DESK(letters_without_a_record),
        AT_DESK(annex_elsewhere),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
