/*
 * test_directory_time.c - timestamp authorities of a directory through its versions: D33, D36
 * and D40 of spec/directory.md.
 */
#include "custody/directory.h"
#include "custody/directory_say.h"
#include "vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static struct chy_directory load(const char *path)
{
    struct chy_buf file = {0};
    struct chy_directory directory = {0};
    assert_true(chy_file_read(&file, path, 1u << 20, NULL));
    struct vector vector = vector_of(path, chy_buf_view(&file));
    assert_true(chy_directory_read(&directory, vector_line(&vector), NULL));
    chy_buf_done(&file);
    return directory;
}

enum {
    DROPPED,
    OTHER,
    LONGER,
    POLICY,
    POLICY_GONE,
    NEW_VOID,
    UNVOIDED,
    VOID_REASON,
    VOIDED,
    ADDED,
    KEPT
};

/* The second version, spoiled in one way. */
static void change(struct chy_directory *after, struct chy_directory *before, int how)
{
    switch (how) {
    case DROPPED:
        after->tsas--;
        break;
    case OTHER:
        after->tsa[0].certificate[9] ^= 1;
        break;
    case LONGER:
        before->tsa[0].len--;
        break;
    case POLICY:
        after->tsa[0].policy[0] = '2';
        break;
    case POLICY_GONE:
        free(after->tsa[0].policy);
        after->tsa[0].policy = NULL;
        break;
    case NEW_VOID:
        before->tsas--;
        after->tsa[1].voided = chy_dup(CHY_LITERAL("why"), NULL);
        break;
    case UNVOIDED:
        before->tsa[0].voided = chy_dup(CHY_LITERAL("why"), NULL);
        break;
    case VOID_REASON:
        before->tsa[0].voided = chy_dup(CHY_LITERAL("why"), NULL);
        after->tsa[0].voided = chy_dup(CHY_LITERAL("else"), NULL);
        break;
    case VOIDED:
        after->tsa[0].voided = chy_dup(CHY_LITERAL("why"), NULL);
        break;
    case ADDED:
        before->tsas--;
        break;
    default:
        break;
    }
}

static void history(void **state)
{
    (void)state;
    for (int how = DROPPED; how <= KEPT; how++) {
        struct chy_directory before = load("tests/vectors/directory/authority-policy");
        struct chy_directory after = load("tests/vectors/directory/authority-policy");
        chancery_error error = CHANCERY_ERROR_INIT;
        change(&after, &before, how);
        bool ok = chy_directory_history(&before, &after, &error);
        if (ok != (how >= VOIDED))
            fail_msg("change %d: %s", how, error.text);
        if (!ok)
            assert_non_null(strstr(error.where, "$.timestampAuthorities["));
        before.tsas = after.tsas = 2;
        chy_directory_done(&before);
        chy_directory_done(&after);
    }
}

static char *changes(int how)
{
    struct chy_directory before = load("tests/vectors/directory/authority-policy");
    struct chy_directory after = load("tests/vectors/directory/authority-policy");
    struct chy_buf said = {0};
    change(&after, &before, how);
    chy_say_changes(&said, &before, &after);
    before.tsas = after.tsas = 2;
    chy_directory_done(&before);
    chy_directory_done(&after);
    return chy_buf_take(&said, NULL, NULL);
}

static void expect_changes(int how, const char *begin, const char *end)
{
    char *said = changes(how);
    size_t len = strlen(said), tail = strlen(end);
    if (strncmp(said, begin, strlen(begin)) != 0 || len < tail ||
        strcmp(said + len - tail, end) != 0)
        fail_msg("said: %s", said);
    chancery_free(said);
}

static void said(void **state)
{
    (void)state;
    expect_changes(
        ADDED, "+ timestamp authority CN=Specimen ca-rsa, to 2040-01-01, certificate ", "\n");
    expect_changes(VOIDED,
                   "- timestamp authority CN=Specimen ca-ecdsa, to 2040-01-01, certificate ",
                   ", void: why\n");
    expect_changes(KEPT, "", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(history), cmocka_unit_test(said)};
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
