/*
 * test_audit_signed.c - a report is signed before its end is told, stays what it is, and is
 * checked against the one before (spec/audit.md, U37, U38).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "audited.h"

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

static int end(void **state)
{
    chancery_free(signer);
    signer = NULL;
    return leave(state);
}

#define SIGNED(test) cmocka_unit_test_setup_teardown(test, enter, end)

int main(void)
{
    const struct CMUnitTest tests[] = {SIGNED(not_signed), SIGNED(stays), SIGNED(changed)};
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
