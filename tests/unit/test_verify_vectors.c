/*
 * test_verify_vectors.c - tests/vectors/verify: changes of the golden case, and what the
 * verdict is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "custody/verdict.h"
#include "vector.h"
#include "verify_input.h"

static struct golden golden;

static const char *status_name(const chancery_verdict *verdict)
{
    static const char *const names[] = {"not-authentic", "indeterminate", "undecided",
                                        "authentic"};
    return names[chancery_verdict_status(verdict)];
}

static bool has_finding(const chancery_verdict *verdict, chancery_span name)
{
    for (unsigned code = 0; code < CHANCERY_FINDING_COUNT; code++)
        if (chy_span_is(name, chancery_finding_name((enum chancery_finding_code)code)))
            return chancery_verdict_has(verdict, (enum chancery_finding_code)code);
    return false;
}

static void check(const struct vector *vector)
{
    struct verify_input input = verify_input_of(&golden, vector->input);
    chancery_verdict *verdict = NULL;
    (void)!chancery_verify_bytes(&verdict, GOLDEN_NAME, chy_buf_view(&input.document),
                                 chy_buf_view(&input.record), NULL, golden.trust, NULL);
    const char *level = chy_level_name(verdict->match);
    chancery_span finding = vector_header(vector, "finding");
    if (!vector_header_is(vector, "expect", status_name(verdict)) ||
        !vector_header_is(vector, "match", level ? level : "none") ||
        (finding.len > 0 && !has_finding(verdict, finding))) {
        char *report = chancery_report_terminal(verdict, true, false, NULL);
        fail_msg("%s: %s", vector->name, report);
    }
    chancery_verdict_free(verdict);
    verify_input_done(&input);
}

static void vectors(void **state)
{
    (void)state;
    golden_load(&golden);
    assert_true(vector_each("verify", check) >= 20);
    golden_done(&golden);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(vectors)};
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
