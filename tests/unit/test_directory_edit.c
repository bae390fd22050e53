/*
 * test_directory_edit.c - making version 1 of a directory, step by step, and showing it.
 */
#include "directory_maker.h"

static void expect(bool ok, enum chancery_code code, const chancery_error *error)
{
    assert_int_equal(ok, code == CHANCERY_OK);
    if (error->code != code)
        fail_msg("%s: %s", chancery_error_name(error->code), error->text);
}

static void init(void **state)
{
    (void)state;
    const char *roots[] = {pub[0], pub[0]};
    chancery_error error = CHANCERY_ERROR_INIT;
    expect(chancery_directory_init(path, roots, 1, 2, "2040-01-01", NULL, 0, &error),
           CHANCERY_E_USAGE, &error);
    error = CHANCERY_ERROR_INIT;
    expect(chancery_directory_init(path, roots, 0, 1, "2040-01-01", NULL, 0, &error),
           CHANCERY_E_USAGE, &error);
    error = CHANCERY_ERROR_INIT;
    expect(chancery_directory_init(path, roots, 1, 1, "2040-13-01", NULL, 0, &error),
           CHANCERY_E_USAGE, &error);
    error = CHANCERY_ERROR_INIT;
    expect(chancery_directory_init(path, roots, 1, 1, "2040-01-01", "5", 0, &error),
           CHANCERY_E_USAGE, &error);
    error = CHANCERY_ERROR_INIT;
    expect(chancery_directory_init(path, roots, 2, 1, "2040-01-01", NULL, 0, &error),
           CHANCERY_E_CONFLICT, &error);
    assert_false(chy_file_exists(next_path));
    error = CHANCERY_ERROR_INIT;
    expect(chancery_directory_init(path, roots, 1, 1, "2040-01-01", NULL, 0, &error),
           CHANCERY_OK, &error);
    expect(chancery_directory_init(path, roots, 1, 1, "2040-01-01", NULL, 0, &error),
           CHANCERY_E_EXISTS, &error);
}

static enum chancery_code add(const chancery_holder *holder)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    bool ok = chancery_directory_add(path, NULL, holder, &error);
    assert_int_equal(ok, error.code == CHANCERY_OK);
    return error.code;
}

static void add_holders(void **state)
{
    (void)state;
    const char *aliases[] = {"interim President", "Interim President of the Republic"};
    chancery_holder holder = {.name = "Dioncounda Traoré",
                              .office = "President of the Republic; Mali",
                              .key = pub[1],
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
    holder.key = pub[0];
    assert_int_equal(add(&holder), CHANCERY_E_CONFLICT);
    holder.key = "/nowhere/x.pub";
    assert_int_equal(add(&holder), CHANCERY_E_MISSING);
    holder.key = pub[1];
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
    bool ok = chancery_directory_authorize(path, NULL, who, acts, other, since, NULL, &error);
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
    char *text = chancery_directory_show(path, NULL, false, false, NULL);
    assert_non_null(text);
    assert_non_null(strstr(text, "Nothing here was checked"));
    assert_non_null(strstr(text, "Waiting to be signed: version 1"));
    assert_non_null(strstr(text, "Dioncounda Traoré"));
    assert_non_null(strstr(text, "2013-09-05 to open"));
    assert_non_null(
        strstr(text, "interim President\n      is President of the Republic; Mali"));
    assert_null(strchr(text, '\033'));
    chancery_free(text);
    text = chancery_directory_show(path, NULL, true, false, NULL);
    assert_non_null(strstr(text, "\"signed\": null"));
    chancery_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(init),
        cmocka_unit_test(add_holders),
        cmocka_unit_test(authorize_offices),
        cmocka_unit_test(what_waits),
        cmocka_unit_test(shown),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
