/*
 * test_verify_vectors.c - tests/vectors/verify: changes of the golden case, and what the
 * verdict is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/sha256.h"
#include "custody/verdict.h"
#include "vector.h"
#include "verify_input.h"

static struct golden golden;
static unsigned failed;

static const char *status_name(const chancery_verdict *verdict)
{
    static const char *const names[] = {"not-authentic", "indeterminate", "undecided",
                                        "authentic"};
    return names[chancery_verdict_status(verdict)];
}

/* "issue:" where a finding is about an act of the chain, its name, "/3" for a paragraph. */
static void tell_finding(struct chy_buf *out, const chancery_verdict *verdict,
                         const struct chy_finding *finding)
{
    for (size_t i = 0; finding->has_act && i < verdict->acts; i++) {
        if (chy_digest_eq(&finding->act, &verdict->act[i].digest))
            chy_buf_printf(out, "%s:", chy_act_name(verdict->act[i].statement.type));
    }
    chy_buf_str(out, chancery_finding_name(finding->code));
    if (finding->paragraph > 0)
        chy_buf_printf(out, "/%u", finding->paragraph);
}

/* All findings, but the notes that every verdict on an act has, "*20" for as many in a row;
 * then how many words of which lines nobody signed. */
static void tell(struct chy_buf *out, const chancery_verdict *verdict)
{
    struct chy_buf one = {0}, last = {0};
    unsigned count = 0;
    for (size_t i = 0; i <= verdict->findings.count; i++) {
        const struct chy_finding *finding = &verdict->findings.item[i];
        bool end = i == verdict->findings.count;
        if (!end &&
            (finding->code == CHANCERY_F_TIME_CLAIMED || finding->code == CHANCERY_F_HAND ||
             finding->code == CHANCERY_F_NONE_KNOWN))
            continue;
        chy_buf_clear(&one);
        if (!end)
            tell_finding(&one, verdict, finding);
        if (chy_span_eq(chy_buf_view(&one), chy_buf_view(&last))) {
            count++;
            continue;
        }
        if (last.len > 0) {
            chy_buf_str(out, out->len > 0 ? " " : "");
            chy_buf_span(out, chy_buf_view(&last));
            if (count > 1)
                chy_buf_printf(out, "*%u", count);
        }
        chy_buf_clear(&last);
        chy_buf_span(&last, chy_buf_view(&one));
        count = 1;
    }
    for (size_t i = 0; i < verdict->uncovereds; i++)
        chy_buf_printf(out, " %u@%u", verdict->uncovered[i].count, verdict->uncovered[i].line);
    chy_buf_done(&one);
    chy_buf_done(&last);
}

static void check(const struct vector *vector)
{
    struct verify_input input = verify_input_of(&golden, vector->input);
    chancery_verdict *verdict = NULL;
    (void)!chancery_verify_bytes(&verdict, GOLDEN_NAME, chy_buf_view(&input.document),
                                 chy_buf_view(&input.record), NULL, golden.trust, NULL);
    const char *level = chy_level_name(verdict->match);
    struct chy_buf told = {0};
    tell(&told, verdict);
    if (told.len == 0)
        chy_buf_str(&told, "none");
    chy_buf_byte(&told, 0);
    if (!vector_header_is(vector, "expect", status_name(verdict)) ||
        !vector_header_is(vector, "match", level ? level : "none") ||
        !vector_header_is(vector, "findings", (char *)told.ptr)) {
        print_error("%s: %s, %s; findings: %s\n", vector->name, status_name(verdict),
                    level ? level : "none", (char *)told.ptr);
        failed++;
    }
    chy_buf_done(&told);
    chancery_verdict_free(verdict);
    verify_input_done(&input);
}

static void vectors(void **state)
{
    (void)state;
    golden_load(&golden);
    assert_true(vector_each("verify", check) >= 20);
    assert_int_equal(failed, 0);
    golden_done(&golden);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(vectors)};
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
