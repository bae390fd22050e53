/*
 * test_directory.c - one version of a directory: tests/vectors/directory, lookups.
 */
#include "base/date.h"
#include "custody/directory.h"
#include "sign/ed25519.h"
#include "vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* --- vectors --- */

static void check_round_trip(const struct vector *vector, const struct chy_directory *directory)
{
    struct chy_buf again = {0};
    assert_true(chy_directory_write(&again, directory, NULL));
    if (!chy_span_eq(chy_buf_view(&again), vector_line(vector)))
        fail_msg("%s: what is written is not what was read", vector->name);
    chy_buf_done(&again);
}

static void check_vector(const struct vector *vector)
{
    struct chy_directory directory = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    bool ok = chy_directory_read(&directory, vector_line(vector), &error);
    if (!vector_header_is(vector, "expect", chancery_error_name(error.code)))
        fail_msg("%s: %s: %s: %s", vector->name, chancery_error_name(error.code), error.where,
                 error.text);
    if (!ok) {
        assert_true(error.text[0]);
        return;
    }
    check_round_trip(vector, &directory);
    if (chy_directory_keys(&directory, NULL) == vector_header_is(vector, "keys", "bad"))
        fail_msg("%s: keys: the other way", vector->name);
    chy_directory_done(&directory);
}

static void vectors(void **state)
{
    (void)state;
    assert_true(vector_each("directory", check_vector) > 100);
}

/* --- lookups, in the example --- */

static struct chy_directory example;

static const char *wanted;
static struct chy_directory loaded;

static void keep_wanted(const struct vector *vector)
{
    if (strcmp(vector->name, wanted) == 0)
        assert_true(chy_directory_read(&loaded, vector_line(vector), NULL));
}

/* The vector of this name; the caller frees. */
static struct chy_directory load(const char *name)
{
    wanted = name;
    loaded = (struct chy_directory){0};
    vector_each("directory", keep_wanted);
    return loaded;
}

static int load_example(void **state)
{
    (void)state;
    if (!chancery_init(NULL))
        return -1;
    example = load("example");
    return example.holders == 4 ? 0 : -1;
}

static int free_example(void **state)
{
    (void)state;
    chy_directory_done(&example);
    return 0;
}

static struct chy_office office(const char *name, const char *of)
{
    union {
        const char *in;
        char *out;
    } a = {.in = name}, b = {.in = of};
    return (struct chy_office){a.out, b.out};
}

static chancery_date day(const char *text)
{
    chancery_date date = {0};
    assert_true(chy_date_parse(&date, chy_span_str(text)));
    return date;
}

static enum chy_held held(const char *name, const char *what, const char *of, const char *date,
                          const char **who)
{
    struct chy_office post = office(what, of);
    const struct chy_holder *holder;
    enum chy_held is = chy_directory_held(&example, name, &post, day(date), &holder);
    *who = holder ? holder->name : "";
    return is;
}

/* D29 */
static void who_held(void **state)
{
    const char *who;
    (void)state;
    assert_int_equal(
        held("Dioncounda Traoré", "President of the Republic", "Mali", "2012-09-18", &who),
        CHY_HELD);
    assert_string_equal(who, "Dioncounda Traoré");
    /* the first and the last day; the days beside them */
    assert_int_equal(
        held("Dioncounda Traoré", "President of the Republic", "Mali", "2012-04-12", &who),
        CHY_HELD);
    assert_int_equal(
        held("Dioncounda Traoré", "President of the Republic", "Mali", "2013-09-04", &who),
        CHY_HELD);
    assert_int_equal(
        held("Dioncounda Traoré", "President of the Republic", "Mali", "2012-04-11", &who),
        CHY_HELD_OTHER_TIME);
    assert_string_equal(who, "Dioncounda Traoré");
    assert_int_equal(
        held("Dioncounda Traoré", "President of the Republic", "Mali", "2013-09-05", &who),
        CHY_HELD_OTHER_TIME);
    /* words form and aliases; case counts */
    assert_int_equal(
        held("Dioncounda  **Traore\u0301**", "interim\tPresident", "Mali", "2012-09-18", &who),
        CHY_HELD);
    assert_int_equal(held("dioncounda traoré", "interim President", "Mali", "2012-09-18", &who),
                     CHY_HELD_BY_ANOTHER);
    assert_string_equal(who, "Dioncounda Traoré");
    assert_int_equal(
        held("Cheick Modibo Diarra", "interim President", "Mali", "2012-09-18", &who),
        CHY_HELD_BY_ANOTHER);
    assert_int_equal(
        held("Cheick Modibo Diarra", "interim President", "Mali", "2015-01-01", &who),
        CHY_HELD_UNKNOWN);
    assert_string_equal(who, "");
    assert_int_equal(held("BAN Ki-moon", "Secretary-General", "Mali", "2012-09-18", &who),
                     CHY_HELD_UNKNOWN);
    assert_int_equal(held("BAN Ki-moon", "President of the Security Council", "United Nations",
                          "2012-09-18", &who),
                     CHY_HELD_UNKNOWN);
    /* a seal; an open term */
    assert_int_equal(held(NULL, "Documents Registry", "United Nations", "9999-12-31", &who),
                     CHY_HELD);
    assert_int_equal(held(NULL, "Prime Minister", "Mali", "2015-01-01", &who),
                     CHY_HELD_OTHER_TIME);
}

/* D38: what a key's end makes of a signature. */
static void key_states(void **state)
{
    (void)state;
    static const struct {
        const char *vector, *claimed, *proven;
        enum chy_key_state is;
    } cases[] = {
        {"retired", "2012-12-11", NULL, CHY_KEY_UNPROVEN}, /* the last day is good */
        {"retired", "2012-12-12", NULL, CHY_KEY_AFTER},
        {"retired", "2012-09-18", "2012-12-11T23:59:59Z", CHY_KEY_OLDER},
        {"retired", "2012-09-18", "2012-12-12T00:00:00Z", CHY_KEY_UNPROVEN},
        {"retired", "2012-12-12", "2012-12-01", CHY_KEY_AFTER},
        {"compromised", "2012-12-10", NULL, CHY_KEY_UNPROVEN}, /* the first day is bad */
        {"compromised", "2012-12-11", NULL, CHY_KEY_AFTER},
        {"compromised", "2012-09-18", "2012-12-10T23:59:59Z", CHY_KEY_OLDER},
        {"compromised", "2012-09-18", "2012-12-11T00:00:00Z", CHY_KEY_UNPROVEN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct chy_directory directory = load(cases[i].vector);
        const struct chy_key_end *end;
        int64_t proven = 0;
        assert_int_equal(directory.ends, 1);
        assert_true(chy_date_parse(&directory.end[0].at, chy_span_str("2012-12-11")));
        assert_true(!cases[i].proven || chy_time_parse(&proven, chy_span_str(cases[i].proven)));
        assert_int_equal(chy_directory_key_state(&directory, &directory.end[0].key,
                                                 day(cases[i].claimed),
                                                 cases[i].proven ? &proven : NULL, &end),
                         cases[i].is);
        assert_ptr_equal(end, &directory.end[0]);
        assert_int_equal(chy_directory_key_state(&directory, &directory.root[0],
                                                 day("2012-09-18"), NULL, &end),
                         CHY_KEY_IN_USE);
        assert_null(end);
        chy_directory_done(&directory);
    }
}

/* D37: what is void answers no question, and its key may be another's. */
static void void_entries(void **state)
{
    (void)state;
    struct chy_directory directory = load("void-key-of-another");
    const struct chy_holder *void_one = &directory.holder[3], *found;
    assert_non_null(void_one->voided);
    assert_int_equal(chy_directory_held(&directory, void_one->name, &void_one->office,
                                        void_one->since, &found),
                     CHY_HELD_UNKNOWN);
    assert_false(chy_directory_gives(&directory, &void_one->key, void_one->name,
                                     &void_one->office, void_one->since));
    assert_string_equal(chy_directory_key(&directory, &void_one->key)->name, "Specimen Zeta");
    assert_null(chy_directory_of(&directory, void_one->office.office));
    chy_directory_done(&directory);
    directory = load("ended-and-void");
    struct chy_office premier = office("Premier", "Specimenia"),
                      minister = office("Minister", "Specimenia"),
                      registry = office("Registry", "Specimenia"),
                      president = office("President", "Specimenia");
    assert_false(chy_same_office(&directory, &premier, &minister));
    assert_false(chy_directory_allows(&directory, &registry, CHY_ACT_ISSUE, &president,
                                      day("2012-01-01")));
    assert_null(chy_directory_end(&directory, &directory.end[0].key));
    assert_null(chy_directory_keyid(&directory, &directory.holder[3].keyid));
    chy_directory_done(&directory);
}

/* D30 */
static void gives(void **state)
{
    (void)state;
    const struct chy_holder *ban = &example.holder[2], *diarra = &example.holder[1];
    struct chy_office head = office("Secretary-General", "United Nations"),
                      prime = office("Prime Minister", "Mali");
    assert_true(
        chy_directory_gives(&example, &ban->key, "BAN Ki-moon", &head, day("2012-09-28")));
    assert_true(chy_directory_gives(&example, &ban->key, NULL, &head, day("2012-09-28")));
    assert_false(
        chy_directory_gives(&example, &ban->key, "BAN Ki-moon", &head, day("2006-12-31")));
    assert_false(
        chy_directory_gives(&example, &ban->key, "BAN Ki-moon", &prime, day("2012-09-28")));
    assert_false(
        chy_directory_gives(&example, &diarra->key, "BAN Ki-moon", &head, day("2012-09-28")));
    assert_false(chy_directory_gives(&example, &ban->key, "Cheick Modibo Diarra", &head,
                                     day("2012-09-28")));
    assert_false(chy_directory_gives(&example, &example.root[0], "BAN Ki-moon", &head,
                                     day("2012-09-28")));
}

static void keys(void **state)
{
    (void)state;
    chancery_digest keyid;
    for (size_t i = 0; i < example.holders; i++) {
        chy_keyid(&keyid, &example.holder[i].key);
        assert_ptr_equal(chy_directory_key(&example, &example.holder[i].key),
                         &example.holder[i]);
        assert_ptr_equal(chy_directory_keyid(&example, &keyid), &example.holder[i]);
    }
    chy_keyid(&keyid, &example.root[0]);
    assert_null(chy_directory_key(&example, &example.root[0]));
    assert_null(chy_directory_keyid(&example, &keyid));
    assert_null(chy_directory_end(&example, &example.holder[0].key));
}

static bool allows(enum chy_act_type act, struct chy_office who, struct chy_office other,
                   const char *date)
{
    return chy_directory_allows(&example, &who, act, &other, day(date));
}

/* D31 */
static void authorizations(void **state)
{
    (void)state;
    struct chy_office registry = office("Documents Registry", "United Nations"),
                      council = office("President of the Security Council", "United Nations"),
                      head = office("Secretary-General", "United Nations"),
                      nobody = office("Nobody", "Nowhere");
    assert_true(allows(CHY_ACT_ISSUE, registry, council, "2012-10-01"));
    assert_false(allows(CHY_ACT_FORWARD, registry, council, "2012-10-01"));
    assert_false(allows(CHY_ACT_LETTER, registry, council, "2012-10-01"));
    assert_false(allows(CHY_ACT_FOREIGN, registry, council, "2012-10-01"));
    assert_false(allows(CHY_ACT_ISSUE, council, registry, "2012-10-01"));
    assert_false(allows(CHY_ACT_ISSUE, registry, head, "2012-10-01"));
    assert_false(allows(CHY_ACT_ISSUE, registry, nobody, "2012-10-01"));
    assert_false(allows(CHY_ACT_ISSUE, nobody, nobody, "2012-10-01"));
    assert_false(allows(CHY_ACT_ISSUE, registry, council, "1999-12-31"));
}

/* The registry may issue for the Council's President, who may issue for the
 * Secretary-General. */
static void one_step(void **state)
{
    (void)state;
    struct chy_directory directory = load("two-steps");
    struct chy_office registry = office("Documents Registry", "United Nations"),
                      council = office("President of the Security Council", "United Nations"),
                      head = office("Secretary-General", "United Nations");
    chancery_date date = day("2012-10-01");
    assert_true(chy_directory_allows(&directory, &registry, CHY_ACT_ISSUE, &council, date));
    assert_true(chy_directory_allows(&directory, &council, CHY_ACT_ISSUE, &head, date));
    assert_false(chy_directory_allows(&directory, &registry, CHY_ACT_ISSUE, &head, date));
    chy_directory_done(&directory);
}

static void same_office(void **state)
{
    (void)state;
    struct chy_office a = office("Interim President of the Republic", "Mali"),
                      b = office("President of the  Republic", "Mali"),
                      c = office("Prime Minister", "Mali"), x = office("Chair", "Committee"),
                      y = office("*Chair*", " Committee"), z = office("Chair", "Council"),
                      bad = office("Chair\u200b", "Committee");
    assert_true(chy_same_office(&example, &a, &b));
    assert_false(chy_same_office(NULL, &a, &b));
    assert_false(chy_same_office(&example, &a, &c));
    assert_false(chy_same_office(&example, &a, &x));
    assert_true(chy_same_office(&example, &x, &y));
    assert_true(chy_same_office(NULL, &x, &y));
    assert_false(chy_same_office(&example, &x, &z));
    assert_false(chy_same_office(&example, &bad, &x));
}

static void office_of(void **state)
{
    (void)state;
    assert_string_equal(chy_directory_of(&example, "Prime  Minister"), "Mali");
    assert_string_equal(chy_directory_of(&example, "interim President"), "Mali");
    assert_string_equal(chy_directory_of(&example, "President of the Security Council"),
                        "United Nations");
    assert_null(chy_directory_of(&example, "Mali"));
    assert_null(chy_directory_of(&example, "President"));
}

static void office_of_two(void **state)
{
    (void)state;
    struct chy_directory directory = load("same-alias-elsewhere");
    assert_null(chy_directory_of(&directory, "interim President"));
    assert_string_equal(chy_directory_of(&directory, "President"), "France");
    chy_directory_done(&directory);
}

static void name_at(void **state)
{
    (void)state;
    chancery_text *text = NULL;
    const struct chy_holder *holder = NULL;
    assert_true(chy_text_new(
        &text, CHY_LITERAL("(Signed) Cheick Modibo *Diarra*\nPrime Minister of Mali"), NULL));
    assert_int_equal(chy_directory_name_at(&example, text, 1, text->words, &holder), 3);
    assert_string_equal(holder->name, "Cheick Modibo Diarra");
    assert_int_equal(chy_directory_name_at(&example, text, 1, 3, &holder), 0);
    assert_int_equal(chy_directory_name_at(&example, text, 2, text->words, &holder), 0);
    assert_int_equal(chy_directory_name_at(&example, text, 5, 5, &holder), 0);
    chancery_text_free(text);
}

static void nobody(void **state)
{
    (void)state;
    static const struct chy_directory empty;
    const struct chy_holder *one = &example.holder[0], *holder = one;
    chancery_text *text = NULL;
    assert_true(chy_text_new(&text, chy_span_str(one->name), NULL));
    assert_true(chy_same_office(&empty, &one->office, &one->office));
    assert_false(chy_same_office(&empty, &one->office, &example.holder[1].office));
    assert_int_equal(chy_directory_held(&empty, one->name, &one->office, one->since, &holder),
                     CHY_HELD_UNKNOWN);
    assert_null(holder);
    assert_false(chy_directory_gives(&empty, &one->key, one->name, &one->office, one->since));
    assert_null(chy_directory_key(&empty, &one->key));
    assert_null(chy_directory_keyid(&empty, &one->keyid));
    assert_null(chy_directory_end(&empty, &one->key));
    assert_false(
        chy_directory_allows(&empty, &one->office, CHY_ACT_ISSUE, &one->office, one->since));
    assert_int_equal(chy_directory_name_at(&empty, text, 0, text->words, &holder), 0);
    assert_null(chy_directory_of(&empty, one->office.office));
    chancery_text_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors),        cmocka_unit_test(who_held),
        cmocka_unit_test(key_states),     cmocka_unit_test(void_entries),
        cmocka_unit_test(gives),          cmocka_unit_test(keys),
        cmocka_unit_test(same_office),    cmocka_unit_test(office_of),
        cmocka_unit_test(authorizations), cmocka_unit_test(one_step),
        cmocka_unit_test(name_at),        cmocka_unit_test(office_of_two),
        cmocka_unit_test(nobody),
    };
    return cmocka_run_group_tests(tests, load_example, free_example);
}
