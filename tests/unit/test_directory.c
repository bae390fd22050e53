/*
 * test_directory.c - one version of a directory: tests/vectors/directory, lookups, edits.
 */
#include "base/date.h"
#include "base/encode.h"
#include "custody/directory.h"
#include "sign/ed25519.h"
#include "vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>
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
    assert_true(vector_each("directory", check_vector) > 80);
}

/* --- lookups, in the example --- */

static struct chy_directory example;

static void keep_example(const struct vector *vector)
{
    if (strcmp(vector->name, "example") == 0)
        assert_true(chy_directory_read(&example, vector_line(vector), NULL));
}

static int load_example(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    if (!chancery_init(&error))
        return -1;
    vector_each("directory", keep_example);
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

static void ambiguous_of(const struct vector *vector)
{
    struct chy_directory directory = {0};
    if (strcmp(vector->name, "same-alias-elsewhere") != 0)
        return;
    assert_true(chy_directory_read(&directory, vector_line(vector), NULL));
    assert_null(chy_directory_of(&directory, "interim President"));
    assert_string_equal(chy_directory_of(&directory, "President"), "France");
    chy_directory_done(&directory);
}

static void office_of_two(void **state)
{
    (void)state;
    vector_each("directory", ambiguous_of);
}

static void name_at(void **state)
{
    (void)state;
    chancery_text *text = NULL;
    const struct chy_holder *holder = NULL;
    assert_true(chancery_text_new(
        &text, CHY_LITERAL("(Signed) Cheick Modibo *Diarra*\nPrime Minister of Mali"), NULL));
    assert_int_equal(chy_directory_name_at(&example, text, 1, text->words, &holder), 3);
    assert_string_equal(holder->name, "Cheick Modibo Diarra");
    assert_int_equal(chy_directory_name_at(&example, text, 1, 3, &holder), 0);
    assert_int_equal(chy_directory_name_at(&example, text, 2, text->words, &holder), 0);
    assert_int_equal(chy_directory_name_at(&example, text, 5, 5, &holder), 0);
    chancery_text_free(text);
}

/* --- edits --- */

static char folder[] = "/tmp/chancery-test-XXXXXX";
static char path[64], root_pub[64], holder_pub[64], next_path[80];

static void write_key(const char *file, uint8_t seed_byte)
{
    uint8_t seed[32];
    chancery_key *key = NULL;
    memset(seed, seed_byte, sizeof seed);
    assert_true(chancery_key_from_seed(&key, seed, NULL));
    chancery_public_key public_key = chancery_key_public(key);
    assert_true(chancery_public_key_write(&public_key, file, NULL));
    chancery_key_free(key);
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/directory.jsonl", folder);
    snprintf(next_path, sizeof next_path, "%s.next.json", path);
    snprintf(root_pub, sizeof root_pub, "%s/root.pub", folder);
    snprintf(holder_pub, sizeof holder_pub, "%s/holder.pub", folder);
    write_key(root_pub, 1);
    write_key(holder_pub, 2);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    (void)unlink(root_pub);
    (void)unlink(holder_pub);
    (void)unlink(next_path);
    return rmdir(folder);
}

static void expect(bool ok, enum chancery_code code, const chancery_error *error)
{
    assert_int_equal(ok, code == CHANCERY_OK);
    if (error->code != code)
        fail_msg("%s: %s", chancery_error_name(error->code), error->text);
}

static void init(void **state)
{
    (void)state;
    const char *roots[] = {root_pub, root_pub};
    chancery_error error = CHANCERY_ERROR_INIT;
    expect(chancery_directory_init(path, roots, 1, 2, "2040-01-01", NULL, &error),
           CHANCERY_E_USAGE, &error);
    error = CHANCERY_ERROR_INIT;
    expect(chancery_directory_init(path, roots, 0, 1, "2040-01-01", NULL, &error),
           CHANCERY_E_USAGE, &error);
    error = CHANCERY_ERROR_INIT;
    expect(chancery_directory_init(path, roots, 1, 1, "2040-13-01", NULL, &error),
           CHANCERY_E_USAGE, &error);
    error = CHANCERY_ERROR_INIT;
    expect(chancery_directory_init(path, roots, 1, 1, "2040-01-01", "5", &error),
           CHANCERY_E_USAGE, &error);
    error = CHANCERY_ERROR_INIT;
    expect(chancery_directory_init(path, roots, 2, 1, "2040-01-01", NULL, &error),
           CHANCERY_E_CONFLICT, &error);
    assert_false(chy_file_exists(next_path));
    error = CHANCERY_ERROR_INIT;
    expect(chancery_directory_init(path, roots, 1, 1, "2040-01-01", NULL, &error), CHANCERY_OK,
           &error);
    expect(chancery_directory_init(path, roots, 1, 1, "2040-01-01", NULL, &error),
           CHANCERY_E_EXISTS, &error);
}

static enum chancery_code add(const chancery_holder *holder)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    bool ok = chancery_directory_add(path, holder, &error);
    assert_int_equal(ok, error.code == CHANCERY_OK);
    return error.code;
}

static void add_holders(void **state)
{
    (void)state;
    const char *aliases[] = {"interim President", "Interim President of the Republic"};
    chancery_holder holder = {.name = "Dioncounda Traoré",
                              .office = "President of the Republic; Mali",
                              .key = holder_pub,
                              .since = "2012-04-12",
                              .until = "2013-09-04",
                              .capacity = "interim",
                              .aliases = aliases,
                              .alias_count = 2};
    assert_int_equal(add(&holder), CHANCERY_OK);
    assert_int_equal(add(&holder), CHANCERY_E_CONFLICT); /* the same again */
    holder.since = "2013-09-05";
    assert_int_equal(add(&holder), CHANCERY_E_CONFLICT); /* backwards */
    holder.until = NULL;
    holder.capacity = NULL;
    assert_int_equal(add(&holder), CHANCERY_OK); /* a later term, aliases known already */
    holder.name = "Cheick Modibo Diarra";
    assert_int_equal(add(&holder), CHANCERY_E_CONFLICT); /* another's key */
    holder.key = root_pub;
    assert_int_equal(add(&holder), CHANCERY_E_CONFLICT);
    holder.key = "/nowhere/x.pub";
    assert_int_equal(add(&holder), CHANCERY_E_MISSING);
    holder.key = holder_pub;
    holder.office = "President of the Republic";
    assert_int_equal(add(&holder), CHANCERY_E_USAGE);
    holder.office = "President of the Republic; Mali";
    holder.since = "yesterday";
    assert_int_equal(add(&holder), CHANCERY_E_USAGE);
    holder.since = NULL;
    assert_int_equal(add(&holder), CHANCERY_E_USAGE);
}

static enum chancery_code authorize(const char *who, const char *acts, const char *other,
                                    const char *since)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    bool ok = chancery_directory_authorize(path, who, acts, other, since, NULL, &error);
    assert_int_equal(ok, error.code == CHANCERY_OK);
    return error.code;
}

static void authorize_offices(void **state)
{
    (void)state;
    const char *registry = "Documents Registry; United Nations",
               *council = "President of the Security Council; United Nations";
    assert_int_equal(authorize(registry, "issue", council, "2000-01-01"), CHANCERY_OK);
    assert_int_equal(authorize(registry, "issue,forward", council, "2000-01-01"), CHANCERY_OK);
    assert_int_equal(authorize(registry, "letter", council, "2000-01-01"), CHANCERY_E_USAGE);
    assert_int_equal(authorize(registry, "issue,", council, "2000-01-01"), CHANCERY_E_USAGE);
    assert_int_equal(authorize(registry, "issue", council, "2000"), CHANCERY_E_USAGE);
    assert_int_equal(authorize(registry, "issue", "President", "2000-01-01"), CHANCERY_E_USAGE);
    assert_int_equal(authorize("interim President; Mali", "issue", council, "2000-01-01"),
                     CHANCERY_E_CONFLICT);
}

static void what_waits(void **state)
{
    (void)state;
    struct chy_buf file = {0};
    struct chy_directory directory = {0};
    assert_true(chy_file_read(&file, next_path, 1u << 20, NULL));
    assert_int_equal(file.ptr[file.len - 1], '\n');
    assert_true(chy_directory_read(&directory, chy_span(file.ptr, file.len - 1), NULL));
    assert_int_equal(directory.holders, 2);
    assert_string_equal(directory.holder[0].capacity, "interim");
    assert_string_equal(directory.holder[1].capacity, "full");
    assert_int_equal(directory.aliases, 2);
    assert_int_equal(directory.authorizations, 2);
    assert_true(directory.authorization[1].act[CHY_ACT_FORWARD]);
    chy_directory_done(&directory);
    chy_buf_done(&file);
}

static void shown(void **state)
{
    (void)state;
    char *text = chancery_directory_show(path, false, false, NULL);
    assert_non_null(text);
    assert_non_null(strstr(text, "Nothing here was checked"));
    assert_non_null(strstr(text, "Waiting to be signed: version 1"));
    assert_non_null(strstr(text, "Dioncounda Traoré"));
    assert_non_null(strstr(text, "2013-09-05 to open"));
    assert_non_null(
        strstr(text, "interim President\n      is President of the Republic; Mali"));
    assert_null(strchr(text, '\033'));
    chancery_free(text);
    text = chancery_directory_show(path, true, false, NULL);
    assert_non_null(strstr(text, "\"signed\": null"));
    chancery_free(text);
}

int main(void)
{
    const struct CMUnitTest lookups[] = {
        cmocka_unit_test(vectors),        cmocka_unit_test(who_held),
        cmocka_unit_test(gives),          cmocka_unit_test(keys),
        cmocka_unit_test(same_office),    cmocka_unit_test(office_of),
        cmocka_unit_test(authorizations), cmocka_unit_test(name_at),
        cmocka_unit_test(office_of_two),
    };
    const struct CMUnitTest edits[] = {
        cmocka_unit_test(init),
        cmocka_unit_test(add_holders),
        cmocka_unit_test(authorize_offices),
        cmocka_unit_test(what_waits),
        cmocka_unit_test(shown),
    };
    int failed = cmocka_run_group_tests(lookups, load_example, free_example);
    return failed + cmocka_run_group_tests(edits, make_folder, remove_folder);
}
