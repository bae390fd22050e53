/*
 * test_audit_signed.c - a report is signed before its end is told, stays what it is, and is
 * checked against the one before (spec/audit.md, U37, U38).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reports.h"

#include <unistd.h>

#define NAME "archive.example/audit"

static const char *report, *before; /* what is signed next, and the one before it */
static char *signer;                /* the verifier key */

static bool sign_it(void *context, chancery_error *failed)
{
    static const uint8_t seed[32] = {7};
    chancery_key *key = NULL;
    (void)context;
    assert_true(chancery_key_from_seed(&key, seed, NULL));
    char *made = NULL;
    bool ok = chancery_audit_sign(&made, report, before, NAME, key, failed);
    chancery_key_free(key);
    if (ok) {
        chancery_free(signer);
        signer = made;
    }
    return ok;
}

static bool cannot_sign(void *context, chancery_error *failed)
{
    (void)context;
    chancery_error_init(failed);
    failed->code = CHANCERY_E_KEY;
    return false;
}

static void make(const char *name, const char *after, int expected)
{
    chancery_audit_options options = plain();
    options.output = report = name;
    before = after;
    options.whole = sign_it;
    audited(&options, expected);
}

static char *checked(const char *const *reports, size_t count, int expected)
{
    char *said = NULL;
    int code = -1;
    assert_true(chancery_audit_check(&said, &code, reports, count, signer, NULL));
    if (code != expected)
        fail_msg("status %d: %s", code, said);
    return said;
}

/* Nobody is told of an audit whose report could not be signed. */
static void not_signed(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    options.json = false;
    options.nagios = true;
    options.output = "report";
    options.prometheus = "metrics";
    options.premis = "events.xml";
    options.whole = cannot_sign;
    refused(&options, CHANCERY_E_KEY, "");
    assert_int_equal(shown.len, 0);
    assert_false(chy_file_exists("metrics") || chy_file_exists("events.xml"));
    options.whole = NULL;
    audited(&options, 0); /* what is not signed is replaced */
}

static void stays(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    chancery_error why = CHANCERY_ERROR_INIT;
    make("1", NULL, 0);
    options.output = "1";
    refused(&options, CHANCERY_E_EXISTS, "was signed");
    assert_true(strlen(error.next) > 0);
    assert_false(sign_it(NULL, &why));
    assert_int_equal(why.code, CHANCERY_E_EXISTS);
    moved("1", "kept");
    refused(&options, CHANCERY_E_EXISTS, "was signed"); /* nor is another one put there */
    moved("kept", "1");
    char *said = checked((const char *const[]){"1"}, 1, 0);
    assert_true(holds(said, "GOOD 1: as of 2026-01-01T00:00:00Z, 6 of 6 authentic\n"));
    chancery_free(said);
}

static void changed(void **state)
{
    (void)state;
    const char *const reports[] = {"1", "2", "3"};
    make("1", NULL, 0);
    moved(BAG(""), "gone");
    moved("gone", KEEP "/stranger");
    make("2", "1", 2);
    moved(KEEP "/stranger", KEEP "/S_2012_703-en-1");
    make("3", "2", 0);
    char *said = checked(reports, 3, 0);
    assert_true(holds(said, "\n  changed: " ITEM ", authentic before, now indeterminate"));
    assert_true(holds(said, "\n  changed: " ITEM ", indeterminate before, now authentic"));
    chancery_free(said);
    spoil("2", "\"verdict\":\"indeterminate\"", "\"verdict\":\"authentic\"");
    said = checked(reports, 3, 1);
    assert_true(
        holds(said, "\nBAD  2: it is not the report that was signed\n  next: Bring it "));
    assert_true(holds(said, "\nGOOD 3: ")); /* the note is what it follows */
    chancery_free(said);
}

/* A report of the archive that says something else, and is signed. */
static void make_other(const char *name, const char *after)
{
    moved("other", name);
    report = name;
    before = after;
    assert_true(sign_it(NULL, NULL));
}

/* What a log is held to: the last report before that says what it was. */
static void log_held(void **state)
{
    (void)state;
    const char *const reports[] = {"1", "2", "3"};
    make("1", NULL, 0);
    moved(KEEP "/log", "kept");
    make("2", "1", 2);
    moved("kept", KEEP "/log");
    make("3", "2", 0);
    char *said = checked(reports, 3, 2);
    assert_true(holds(said, "\nUNDECIDED 2: its log could not be opened; as of "));
    assert_true(holds(said, "; status 2; log: log-missing"));
    assert_true(holds(said, "\nGOOD 3: "));
    chancery_free(said);
    report_now();
    const struct {
        const char *name, *from, *to, *says;
    } cases[] = {
        {"4", "\"checkpoint\":{\"key\":\"", NULL, "its log has another key than"},
        {"5", "\"root\":\"", NULL, "its log of 6 entries is another one than before"},
        {"6", "\"size\":6", "\"size\":5", "its log has 5 entries, and had 6 before"},
        {"7", "\"audit\":{\"archive\":\"", "\"audit\":{\"archive\":\"x",
         "of another archive, archive.example/letters"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (cases[i].to)
            other_report(cases[i].from, cases[i].to);
        else
            other_digit(cases[i].from);
        make_other(cases[i].name, "2");
        const char *const blind[] = {"1", "2", cases[i].name};
        said = checked(blind, 3, 1);
        if (!holds(said, cases[i].says))
            fail_msg("%s: %s", cases[i].says, said);
        chancery_free(said);
    }
}

/* What log and archive had is told with what the items came to. */
static void told_whole(void **state)
{
    (void)state;
    put(KEEP "/log/stray", "x");
    moved(KEEP "/log/tile/0/000.p/6", "kept");
    make("1", NULL, 2);
    char *said = checked((const char *const[]){"1"}, 1, 0);
    if (!holds(said, "; status 2; log: log-missing; archive: bag-unknown\n"))
        fail_msg("%s", said);
    chancery_free(said);
}

/* A bag that is gone is not called altered. */
static void bag_gone(void **state)
{
    (void)state;
    const char *const reports[] = {"1", "2", "3", "4", "5"};
    make("1", NULL, 0);
    moved(BAG(""), "gone");
    make("2", "1", 2);
    moved("gone", KEEP "/" ITEM);
    make("3", "2", 0);
    spoil(BAG("tagmanifest-sha256.txt"), "bag-info", "bag-inf0");
    make("4", "3", 1);
    assert_int_equal(unlink(BAG("tagmanifest-sha256.txt")), 0);
    make("5", "4", 2);
    char *said = checked(reports, 5, 0);
    if (!holds(said, ITEM ", authentic before, now indeterminate; its bag is missing\n") ||
        !holds(said,
               "now authentic, now current; its bag is there again, or its manifests are\n") ||
        !holds(said, "now not-authentic; its manifests are other ones\n") ||
        !holds(said, "; its bag has no manifest of its manifests any more\n"))
        fail_msg("%s", said);
    chancery_free(said);
}

/* Signing began later: what came before is nobody's word, and the chain is whole. */
static void begun_later(void **state)
{
    (void)state;
    const char *const reports[] = {"0", "1", "2"};
    report_now();
    moved("last", "0");
    make("1", NULL, 0);
    make("2", "1", 0);
    char *said = checked(reports, 3, 0);
    assert_true(holds(said, "UNSIGNED 0: it has no note, so nobody can tell whose word it is"));
    assert_true(holds(said, "\nGOOD 1: as of ") && holds(said, "\nGOOD 2: as of "));
    chancery_free(said);
    said = checked(reports, 1, 2); /* nothing that is signed follows */
    chancery_free(said);
    moved("1.note", "kept"); /* the next names a note: there was one */
    said = checked(reports, 3, 2);
    assert_true(holds(said, "UNSIGNED 1: ") && holds(said, "UNDECIDED 2: whether it follows"));
    chancery_free(said);
    moved("kept", "1.note");
    moved("2.note", "kept"); /* and so there was after one that is signed */
    said = checked(reports, 3, 2);
    assert_true(holds(said, "UNDECIDED 2: 2.note: "));
    chancery_free(said);
}

static int end(void **state)
{
    chancery_free(signer);
    signer = NULL;
    return leave(state);
}

#define SIGNED(test) cmocka_unit_test_setup_teardown(test, enter, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SIGNED(not_signed), SIGNED(stays),       SIGNED(changed), SIGNED(log_held),
        SIGNED(told_whole), SIGNED(begun_later), SIGNED(bag_gone)};
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
