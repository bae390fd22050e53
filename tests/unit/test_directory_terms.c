/*
 * test_directory_terms.c - D29 and D31: what the index finds is what looking at every entry
 * finds, in directories made at random.
 */
#include "base/date.h"
#include "custody/directory.h"
#include "sign/ed25519.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { HOLDERS = 60, AUTHORIZATIONS = 30, OFFICES = 5, PEOPLE = 7, YEARS = 12, ROUNDS = 20 };

static char of[] = "Specimenia", full[] = "full", why[] = "mistake";
static char office[OFFICES][16], person[PEOPLE][16];
static uint64_t seed = 1;

static uint32_t pick(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

static chancery_date year(uint32_t n)
{
    chancery_date date = {0};
    assert_true(chy_date_make(&date, 2000 + (int)n, 1, 1));
    return date;
}

static void pick_term(chancery_date *since, chancery_date *until)
{
    uint32_t from = pick(YEARS);
    *since = year(from);
    *until = pick(5) == 0 ? (chancery_date){0} : year(from + pick(YEARS - from));
}

/* Every key is another, so that terms may overlap. */
static struct chy_directory make(struct chy_holder *holder, struct chy_authorization *one)
{
    static chancery_public_key root;
    struct chy_directory made = {.version = 2,
                                 .has_previous = true,
                                 .threshold = 1,
                                 .root = &root,
                                 .roots = 1,
                                 .holder = holder,
                                 .holders = HOLDERS,
                                 .authorization = one,
                                 .authorizations = AUTHORIZATIONS};
    struct chy_directory read = {0};
    struct chy_buf payload = {0};
    made.expires = year(40);
    for (uint32_t i = 0; i < HOLDERS; i++) {
        holder[i] = (struct chy_holder){.name = person[pick(PEOPLE)],
                                        .office = {office[pick(OFFICES)], of},
                                        .capacity = full,
                                        .voided = pick(8) == 0 ? why : NULL};
        holder[i].key.b[0] = (uint8_t)(i + 1);
        pick_term(&holder[i].since, &holder[i].until);
    }
    for (uint32_t i = 0; i < AUTHORIZATIONS; i++) {
        one[i] = (struct chy_authorization){.office = {office[pick(OFFICES)], of},
                                            .on_behalf_of = {office[pick(OFFICES)], of},
                                            .voided = pick(8) == 0 ? why : NULL};
        one[i].act[pick(2) ? CHY_ACT_ISSUE : CHY_ACT_FORWARD] = true;
        pick_term(&one[i].since, &one[i].until);
    }
    assert_true(chy_directory_write(&payload, &made, NULL));
    assert_true(chy_directory_read(&read, chy_buf_view(&payload), NULL));
    chy_buf_done(&payload);
    return read;
}

static bool covers(chancery_date since, chancery_date until, chancery_date date)
{
    return chy_date_cmp(since, date) <= 0 &&
           (!chy_date_is_set(until) || chy_date_cmp(date, until) <= 0);
}

static void check_held(const struct chy_directory *directory, const char *name,
                       const struct chy_office *post, chancery_date date)
{
    const struct chy_holder *held = NULL, *then = NULL, *other = NULL, *found;
    for (size_t i = 0; i < directory->holders; i++) {
        const struct chy_holder *one = &directory->holder[i];
        bool now = covers(one->since, one->until, date);
        if (one->voided || strcmp(one->office.office, post->office) != 0)
            continue;
        bool same = !name || strcmp(one->name, name) == 0;
        held = !held && same && now ? one : held;
        then = !then && same ? one : then;
        other = !other && !same && now ? one : other;
    }
    enum chy_held wanted = held    ? CHY_HELD
                           : then  ? CHY_HELD_OTHER_TIME
                           : other ? CHY_HELD_BY_ANOTHER
                                   : CHY_HELD_UNKNOWN;
    assert_int_equal(chy_directory_held(directory, name, post, date, &found), wanted);
    assert_ptr_equal(found, held ? held : then ? then : other);
}

static void check_allows(const struct chy_directory *directory, const struct chy_office *post,
                         const struct chy_office *other, chancery_date date)
{
    bool allowed = false;
    for (size_t i = 0; i < directory->authorizations; i++) {
        const struct chy_authorization *one = &directory->authorization[i];
        allowed = allowed || (!one->voided && one->act[CHY_ACT_ISSUE] &&
                              strcmp(one->office.office, post->office) == 0 &&
                              strcmp(one->on_behalf_of.office, other->office) == 0 &&
                              covers(one->since, one->until, date));
    }
    assert_int_equal(chy_directory_allows(directory, post, CHY_ACT_ISSUE, other, date),
                     allowed);
}

static void as_a_scan_finds(void **state)
{
    (void)state;
    struct chy_holder holder[HOLDERS];
    struct chy_authorization one[AUTHORIZATIONS];
    for (int i = 0; i < OFFICES; i++)
        office[i][0] = (char)('A' + i);
    for (int i = 0; i < PEOPLE; i++)
        person[i][0] = (char)('a' + i);
    for (int round = 0; round < ROUNDS; round++) {
        struct chy_directory directory = make(holder, one);
        for (uint32_t n = 0; n <= YEARS; n++) {
            for (int i = 0; i < OFFICES; i++) {
                struct chy_office post = {office[i], of}, other = {office[n % OFFICES], of};
                check_held(&directory, NULL, &post, year(n));
                check_allows(&directory, &post, &other, year(n));
                for (int k = 0; k < PEOPLE; k++)
                    check_held(&directory, person[k], &post, year(n));
            }
        }
        chy_directory_done(&directory);
    }
}

/* With the directory and without it a string has one words form. */
static void words_forms(void **state)
{
    (void)state;
    static const char *const texts[] = {"A",           "a",       " A",   "Specimenia",
                                        "Specimenia.", "Unknown", "A  a", "**A**",
                                        "Jos\u00e9",   "\xFF",    ""};
    struct chy_holder holder[HOLDERS];
    struct chy_authorization one[AUTHORIZATIONS];
    struct chy_directory directory = make(holder, one);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct chy_buf with = {0}, without = {0}, plain = {0};
        bool made = chy_words_of(&plain, chy_span_str(texts[i]), NULL);
        assert_true(chy_directory_words(&with, &directory, texts[i], NULL) == made);
        assert_true(chy_directory_words(&without, NULL, texts[i], NULL) == made);
        assert_true(!made || chy_span_eq(chy_buf_view(&with), chy_buf_view(&plain)));
        assert_true(!made || chy_span_eq(chy_buf_view(&without), chy_buf_view(&plain)));
        chy_buf_done(&with);
        chy_buf_done(&without);
        chy_buf_done(&plain);
    }
    chy_directory_done(&directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_a_scan_finds),
                                       cmocka_unit_test(words_forms)};
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : EXIT_FAILURE;
}
