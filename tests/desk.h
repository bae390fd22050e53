/*
 * desk.h - a folder with the letters of story.h and the directory of its people, to draft and
 * sign in through the public functions. Include it after cmocka.h.
 */
#ifndef CHY_TESTS_DESK_H
#define CHY_TESTS_DESK_H

#include "custody/record.h"
#include "sandbox.h"
#include "story.h"

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, desk_enter, desk_leave)
#define DRAFT(path) path ".statement.json"
#define RECORD(path) path ".intoto.jsonl"

static struct story desk;
static chancery_error desk_error;

/* Besides story.h's people: one whose name begins with another's, and one who has two offices.
 * The key of Delta has ended. */
static inline int desk_enter(void **state)
{
    char hex[65];
    story_init(&desk);
    story_holder(&desk, "Specimen Delta Minor", "Ambassador", "Specimenia", 21);
    story_holder(&desk, "Specimen Omega", "Chief of Protocol", "Specimenia", 22);
    story_holder(&desk, "Specimen Omega", "Chamberlain", "Specimenia", 23);
    story_hex(hex, SEED_DELTA);
    snprintf(desk.key_end, sizeof desk.key_end,
             "{\"at\":\"2012-12-31\",\"by\":null,\"key\":\"%s\",\"state\":\"retired\"}", hex);
    story_seal(&desk);
    chancery_error_init(&desk_error);
    if (sandbox_enter(state) != 0)
        return -1;
    put("annex.txt", story_letter);
    put("cover.txt", story_cover);
    put("issue.txt", desk.issue);
    return 0;
}

static inline int desk_leave(void **state)
{
    story_done(&desk);
    return sandbox_leave(state);
}

/* Drafts the file; the error is in desk_error. */
static inline bool desk_draft(const chancery_draft_options *options, bool trusted)
{
    char *done = NULL;
    chancery_error_init(&desk_error);
    bool ok = chancery_draft(&done, options, trusted ? &desk.trust : NULL, false, &desk_error);
    assert_int_equal(ok, done != NULL);
    chancery_free(done);
    return ok;
}

static inline bool desk_letter(const char *file)
{
    return desk_draft(&(chancery_draft_options){.act = "letter", .file = file}, true);
}

static inline bool desk_forward(const char *file, const char *carried)
{
    return desk_draft(
        &(chancery_draft_options){
            .act = "forward", .file = file, .carries = &carried, .carries_count = 1},
        true);
}

static inline bool desk_issue(const char *file, const char *carried)
{
    static const char *const from[] = {"Registry; Registry; UN"};
    return desk_draft(&(chancery_draft_options){.act = "issue",
                                                .file = file,
                                                .from = from,
                                                .from_count = 1,
                                                .carries = &carried,
                                                .carries_count = 1},
                      true);
}

/* Signs with the key of a seed. */
static inline bool desk_sign(const char *file, int seed)
{
    chancery_signing *signing = NULL;
    chancery_key *key = story_key(seed);
    chancery_public_key public_key = chancery_key_public(key);
    char *done = NULL;
    chancery_error_init(&desk_error);
    bool ok =
        chancery_signing_open(&signing, file, NULL, &public_key, &desk.trust, &desk_error) &&
        chancery_signing_commit(&done, signing, key, &desk_error);
    assert_int_equal(ok, done != NULL);
    chancery_free(done);
    chancery_signing_free(signing);
    chancery_key_free(key);
    return ok;
}

static inline void desk_ok(bool ok)
{
    if (!ok)
        fail_msg("%s: %s: %s", chancery_error_name(desk_error.code), desk_error.where,
                 desk_error.text);
}

/* It was refused, with this code, and `said` stands in what is said of it. */
static inline void desk_refused(bool ok, enum chancery_code code, const char *said)
{
    assert_false(ok);
    if (desk_error.code != code ||
        (!strstr(desk_error.text, said) && !strstr(desk_error.next, said) &&
         !strstr(desk_error.where, said)))
        fail_msg("%s: %s: %s (%s)", chancery_error_name(desk_error.code), desk_error.where,
                 desk_error.text, desk_error.next);
    assert_true(desk_error.where[0] != '\0');
}

/* What is shown before a signature; the caller frees. */
static inline char *desk_summary(const char *file, int seed)
{
    chancery_signing *signing = NULL;
    chancery_key *key = story_key(seed);
    chancery_public_key public_key = chancery_key_public(key);
    chancery_error_init(&desk_error);
    desk_ok(chancery_signing_open(&signing, file, NULL, &public_key, &desk.trust, &desk_error));
    char *said = chancery_signing_summary(signing, false, false, &desk_error);
    assert_non_null(said);
    chancery_signing_free(signing);
    chancery_key_free(key);
    return said;
}

/* A letter from both signatories; the caller's folder has its record then. */
static inline void desk_signed_annex(void)
{
    desk_ok(desk_letter("annex.txt"));
    desk_ok(desk_sign("annex.txt", SEED_ALPHA));
    desk_ok(desk_sign("annex.txt", SEED_BETA));
}

/* A line with this statement, signed by a seed's key, added to a record. */
static inline void desk_add_line(const char *record, const struct chy_statement *statement,
                                 int seed)
{
    struct chy_buf payload = {0};
    chancery_digest digest;
    size_t added;
    chy_buf_done(&desk.record);
    assert_true(chy_statement_write(&payload, statement, NULL));
    story_sign(&desk, &digest, chy_buf_view(&payload), seed);
    assert_true(chy_record_append(record, chy_buf_view(&desk.record), &added, NULL));
    chy_buf_done(&payload);
}

/* The draft beside the file. The caller frees with chy_statement_done. */
static inline struct chy_statement desk_read(const char *draft)
{
    struct chy_statement statement = {0};
    struct chy_buf bytes = {0}, canonical = {0};
    struct chy_json *json = NULL;
    assert_true(chy_file_read(&bytes, draft, 1u << 20, NULL));
    assert_true(chy_json_parse(&json, chy_buf_view(&bytes), NULL));
    chy_json_write_canonical(&canonical, json);
    assert_true(chy_statement_read(&statement, chy_buf_view(&canonical), NULL));
    chy_json_free(json);
    chy_buf_done(&bytes);
    chy_buf_done(&canonical);
    return statement;
}

/* The whole of a file; the caller frees. */
static inline char *desk_file(const char *path)
{
    struct chy_buf bytes = {0};
    assert_true(chy_file_read(&bytes, path, 1u << 24, NULL));
    return chy_buf_take(&bytes, NULL, NULL);
}

static inline size_t desk_lines(const char *path)
{
    char *content = desk_file(path);
    size_t lines = 0;
    for (const char *at = content; (at = strchr(at, '\n')); at++)
        lines++;
    free(content);
    return lines;
}

/* A signature on annex.txt is refused; the folder, the draft and the record stay as they were.
 */
static inline void desk_refuses(int seed, enum chancery_code code, const char *said)
{
    const char *const paths[] = {DRAFT("annex.txt"), RECORD("annex.txt")};
    char *before[2] = {NULL, NULL};
    size_t names = names_here();
    for (size_t i = 0; i < 2; i++) {
        if (chy_file_exists(paths[i]))
            before[i] = desk_file(paths[i]);
    }
    desk_refused(desk_sign("annex.txt", seed), code, said);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(chy_file_exists(paths[i]), before[i] != NULL);
        if (before[i])
            expect_content(paths[i], before[i]);
        free(before[i]);
    }
    assert_int_equal(names_here(), names);
}

#endif
