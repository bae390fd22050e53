/* test_json.c - base/json: strict reading over tests/vectors/json, paths, building, canonical
 * writing. */
#include "base/json.h"
#include "base/limits.h"
#include "json_oracle.h"
#include "vector.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void check_refused(const struct vector *vector, const chancery_error *error)
{
    chancery_span expect = vector_header(vector, "expect"), at = vector_header(vector, "at");
    char place[64];
    if (!chy_span_is(expect, chancery_error_name(error->code)))
        fail_msg("%s: %s: %s", vector->name, chancery_error_name(error->code), error->text);
    assert_true(error->offset <= vector->input.len && error->line > 0 && error->column > 0);
    snprintf(place, sizeof place, "%" PRIu64 " %u %u", error->offset, error->line,
             error->column);
    if (at.len > 0 && !chy_span_is(at, place))
        fail_msg("%s: at %s", vector->name, place);
    for (const char *c = error->text; *c; c++)
        assert_true((unsigned char)*c >= 0x20 && *c != 0x7F);
}

static void check_vector(const struct vector *vector)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    struct chy_json *json = NULL;
    bool canonical;
    if (!chy_json_read(&json, &canonical, vector->input, &error)) {
        assert_null(json);
        assert_false(canonical);
        check_refused(vector, &error);
        return;
    }
    if (!chy_span_is(vector_header(vector, "expect"), "ok"))
        fail_msg("%s: taken", vector->name);
    assert_true(canonical == json_oracle_canonical(json, vector->input));
    if (canonical != chy_span_is(vector_header(vector, "canonical"), "yes"))
        fail_msg("%s: %s", vector->name, canonical ? "canonical" : "not canonical");
    chy_json_free(json);
}

static void test_vectors(void **state)
{
    (void)state;
    assert_true(vector_each("json", check_vector) > 40);
}

static struct chy_json *parse(const char *text)
{
    struct chy_json *json = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    if (!chy_json_parse(&json, chy_span_str(text), &error))
        fail_msg("%s: %s", text, error.text);
    return json;
}

static void test_no_bytes(void **state)
{
    (void)state;
    struct chy_json *json = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    assert_false(chy_json_parse(&json, (chancery_span){NULL, 0}, &error));
    assert_int_equal(error.code, CHANCERY_E_JSON);
    assert_false(chy_json_parse(&json, CHY_LITERAL("["), NULL));
    chy_json_free(NULL);
}

static void test_reading(void **state)
{
    (void)state;
    struct chy_json *json = parse(
        "{\"s\":\"Traor\xC3\xA9\",\"n\":null,\"i\":-7,\"list\":[1,{\"d\":\"2012-09-18\"}],"
        "\"h\":\"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\"}");
    struct chy_cursor root = chy_json_root(json), at, list, element;
    chancery_span text;
    int64_t integer = 0;
    size_t count = 0;
    chancery_digest digest;
    chancery_date date;
    assert_true(chy_json_object(&root, NULL));
    assert_true(chy_json_member_string(&text, &root, "s", 7, NULL));
    assert_true(chy_span_is(text, "Traor\xC3\xA9"));
    assert_true(chy_json_optional(&at, &root, "n") && chy_json_is_null(&at));
    assert_false(chy_json_optional(&at, &root, "N"));
    assert_true(chy_json_member(&at, &root, "i", NULL));
    assert_true(chy_json_integer(&integer, &at, -7, -7, NULL) && integer == -7);
    assert_false(chy_json_optional(&element, &at, "x"));
    assert_true(chy_json_member(&list, &root, "list", NULL));
    assert_true(chy_json_array(&count, &list, 2, NULL) && count == 2);
    assert_true(chy_json_element(&element, &list, 1, NULL));
    assert_true(chy_json_member(&at, &element, "d", NULL));
    assert_true(chy_json_date(&date, &at, NULL) && date.day == 18);
    assert_true(chy_json_member(&at, &root, "h", NULL));
    assert_true(chy_json_digest(&digest, &at, NULL) && digest.b[31] == 31);
    chy_json_free(json);
}

/* The last call failed with this code, at this path. */
static void expect_error(bool ok, chancery_error *error, enum chancery_code code,
                         const char *where)
{
    assert_false(ok);
    if (error->code != code || strcmp(error->where, where) != 0)
        fail_msg("%s at %s: %s", chancery_error_name(error->code), error->where, error->text);
    assert_true(error->text[0] != '\0');
    chancery_error_init(error);
}

static void test_refusals(void **state)
{
    (void)state;
    const enum chancery_code format = CHANCERY_E_FORMAT, limit = CHANCERY_E_LIMIT;
    struct chy_json *json = parse("{\"a\":{\"list\":[\"xy\",5,1.5,\"x\\u0000y\",true]}}");
    struct chy_cursor root = chy_json_root(json), a, list, at[5], none;
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_span text;
    int64_t integer;
    size_t count;
    chancery_digest digest;
    chancery_date date;
    assert_true(chy_json_member(&a, &root, "a", NULL));
    assert_true(chy_json_member(&list, &a, "list", NULL));
    for (size_t i = 0; i < 5; i++)
        assert_true(chy_json_element(&at[i], &list, i, NULL));
    expect_error(chy_json_member(&none, &a, "no", &error), &error, format, "$.a");
    expect_error(chy_json_member(&none, &list, "no", &error), &error, format, "$.a.list");
    expect_error(chy_json_element(&none, &list, 5, &error), &error, format, "$.a.list");
    expect_error(chy_json_element(&none, &a, 0, &error), &error, format, "$.a");
    expect_error(chy_json_object(&list, &error), &error, format, "$.a.list");
    expect_error(chy_json_array(&count, &root, 9, &error), &error, format, "$");
    expect_error(chy_json_array(&count, &list, 4, &error), &error, limit, "$.a.list");
    expect_error(chy_json_string(&text, &at[0], 1, &error), &error, limit, "$.a.list[0]");
    expect_error(chy_json_string(&text, &at[1], 9, &error), &error, format, "$.a.list[1]");
    expect_error(chy_json_string(&text, &at[3], 9, &error), &error, format, "$.a.list[3]");
    expect_error(chy_json_integer(&integer, &at[1], 6, 9, &error), &error, format,
                 "$.a.list[1]");
    expect_error(chy_json_integer(&integer, &at[1], 0, 4, &error), &error, format,
                 "$.a.list[1]");
    expect_error(chy_json_integer(&integer, &at[2], 0, 9, &error), &error, format,
                 "$.a.list[2]");
    expect_error(chy_json_integer(&integer, &at[4], 0, 9, &error), &error, format,
                 "$.a.list[4]");
    expect_error(chy_json_digest(&digest, &at[0], &error), &error, format, "$.a.list[0]");
    expect_error(chy_json_date(&date, &at[0], &error), &error, format, "$.a.list[0]");
    expect_error(chy_json_fail(&at[4], &error, "no %s", "x"), &error, format, "$.a.list[4]");
    chy_json_free(json);
}

static void test_unknown(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "b"};
    struct chy_json *json = parse("{\"b\":1,\"c\":2,\"a\":3,\"d\":4}"),
                    *known = parse("{\"a\":1}");
    struct chy_cursor root = chy_json_root(json), small = chy_json_root(known);
    assert_string_equal(chy_json_unknown(&root, names, 2), "c");
    assert_string_equal(chy_json_unknown(&root, names, 0), "b");
    assert_null(chy_json_unknown(&small, names, 2));
    chy_json_free(json);
    chy_json_free(known);
}

static struct chy_json *build(void)
{
    struct chy_json *root = chy_json_new_object(), *list = chy_json_new_array();
    chy_json_append(list, chy_json_new_integer(INT64_MIN));
    chy_json_append(list, chy_json_new_bool(true));
    chy_json_append(list, chy_json_new_object());
    chy_json_append(list, chy_json_new_array());
    chy_json_set(root, "z", list);
    chy_json_set(root, "hex", chy_json_new_hex("\x01\xAB", 2));
    chy_json_set(root, "date", chy_json_new_date((chancery_date){2012, 9, 18}));
    chy_json_set(root, "unset", chy_json_new_date((chancery_date){0}));
    chy_json_set(root, "s",
                 chy_json_new_string(CHY_LITERAL("\x1f\xE2\x80\xAE\x7f\xF3\xA0\x80\x81")));
    chy_json_set(root, "e", chy_json_new_string((chancery_span){NULL, 0}));
    return root;
}

/* Each byte at each place of a string that is looked at some bytes at a time. */
static void test_each_byte(void **state)
{
    (void)state;
    for (unsigned byte = 1; byte < 0x80; byte++)
        for (size_t at = 0; at < 20; at++) {
            char in[21], expected[40];
            struct chy_buf text = {0};
            memset(in, 'x', 20);
            in[20] = '\0';
            in[at] = (char)byte;
            const char *known = "\b\t\n\f\r\"\\", *letter = "btnfr\"\\";
            const char *one = strchr(known, (char)byte);
            char escaped[8];
            if (one)
                snprintf(escaped, sizeof escaped, "\\%c", letter[one - known]);
            else if (byte < 0x20)
                snprintf(escaped, sizeof escaped, "\\u%04x", byte);
            else
                snprintf(escaped, sizeof escaped, "%c", byte);
            snprintf(expected, sizeof expected, "\"%.*s%s%s\"", (int)at, in, escaped,
                     in + at + 1);
            struct chy_json *string = chy_json_new_cstring(in);
            chy_json_write_canonical(&text, string);
            assert_true(chy_span_is(chy_buf_view(&text), expected));
            chy_json_free(string);
            chy_buf_done(&text);
        }
}

static void test_building(void **state)
{
    (void)state;
    struct chy_json *root = build();
    struct chy_buf text = {0};
    chy_json_write_canonical(&text, root);
    chy_buf_byte(&text, 0);
    assert_true(chy_buf_ok(&text));
    assert_string_equal((char *)text.ptr,
                        "{\"date\":\"2012-09-18\",\"e\":\"\",\"hex\":\"01ab\","
                        "\"s\":\"\\u001f\xE2\x80\xAE\x7f\xF3\xA0\x80\x81\",\"unset\":null,"
                        "\"z\":[-9223372036854775808,true,{},[]]}");
    chy_buf_clear(&text);
    chy_json_write_pretty(&text, root);
    chy_buf_byte(&text, 0);
    assert_string_equal(
        (char *)text.ptr,
        "{\n  \"z\": [\n    -9223372036854775808,\n    true,\n    {},\n    []\n  ],\n"
        "  \"hex\": \"01ab\",\n  \"date\": \"2012-09-18\",\n  \"unset\": null,\n"
        "  \"s\": \"\\u001f\\u202e\\u007f\\udb40\\udc01\",\n  \"e\": \"\"\n}");
    chy_buf_done(&text);
    chy_json_free(root);
}

/* A value that could not be made is never left out of what is written. */
static void expect_unwritable(struct chy_json *root)
{
    struct chy_buf text = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    chy_json_write_canonical(&text, root);
    assert_false(chy_buf_finish(&text, &error));
    assert_int_equal(error.code, CHANCERY_E_MEMORY);
    chy_buf_clear(&text);
    chy_json_write_pretty(&text, root);
    assert_false(chy_buf_ok(&text));
    chy_buf_done(&text);
    chy_json_free(root);
}

static void test_failed_members(void **state)
{
    (void)state;
    expect_unwritable(NULL);
    for (int filled = 0; filled < 2; filled++) {
        struct chy_json *object = filled ? build() : chy_json_new_object();
        chy_json_set(object, "x", NULL);
        chy_json_set(object, "after", chy_json_new_null());
        expect_unwritable(object);
    }
    for (int count = 0; count < 20; count++) {
        struct chy_json *outer = chy_json_new_object(), *array = chy_json_new_array();
        for (int i = 0; i < count; i++)
            chy_json_append(array, chy_json_new_null());
        chy_json_append(array, NULL);
        chy_json_append(array, chy_json_new_null());
        chy_json_set(outer, "list", array);
        expect_unwritable(outer);
    }
    struct chy_json *object = chy_json_new_object();
    chy_json_set(object, "ill-formed", chy_json_new_cstring("\xFF"));
    expect_unwritable(object);
    chy_json_set(NULL, "x", chy_json_new_object());
    chy_json_append(NULL, chy_json_new_object());
}

/* An object of many members in falling order, whose common prefix makes comparing slow, is
 * sorted in no noticeable time; and nested objects share one array of members. */
static void test_large_object(void **state)
{
    (void)state;
    const int count = 50000;
    struct chy_buf falling = {0}, rising = {0}, text = {0};
    struct chy_json *json = NULL;
    bool canonical;
    for (int i = 0; i < count; i++) {
        chy_buf_printf(&falling, "%s\"commonprefixcommonprefix%06d\":{\"b\":1,\"a\":2}",
                       i ? "," : "{", count - i);
        chy_buf_printf(&rising, "%s\"commonprefixcommonprefix%06d\":{\"a\":2,\"b\":1}",
                       i ? "," : "{", i + 1);
    }
    chy_buf_byte(&falling, '}');
    chy_buf_byte(&rising, '}');
    assert_true(chy_json_read(&json, &canonical, chy_buf_view(&falling), NULL));
    assert_false(canonical);
    chy_json_write_canonical(&text, json);
    assert_true(chy_span_eq(chy_buf_view(&text), chy_buf_view(&rising)));
    chy_json_free(json);
    assert_true(chy_json_read(&json, &canonical, chy_buf_view(&rising), NULL));
    assert_true(canonical);
    chy_json_free(json);
    chy_buf_done(&text);
    chy_buf_done(&rising);
    chy_buf_done(&falling);
}

/* The reader says canonical of the bytes that the writer writes, and of no others. */
static void check_canonical(chancery_span bytes)
{
    struct chy_json *json = NULL;
    bool canonical;
    if (!chy_json_read(&json, &canonical, bytes, NULL))
        assert_false(canonical);
    else if (canonical != json_oracle_canonical(json, bytes))
        fail_msg("%.*s: %s", (int)bytes.len, (const char *)bytes.ptr,
                 canonical ? "canonical" : "not canonical");
    chy_json_free(json);
}

/* Every byte of these replaced by every other, taken out, and put in once more. */
static void test_is_canonical_to_the_byte(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"a\":[1,\"x\",-20,0],\"b\":{\"a\":null,\"aa\":true},\"c\":false}",
        "[\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u000b\\u001f/\\u007f\\u00e9\", \"\\/\"]",
        "[\"long enough to be read eight at a time\",\"\xC3\xA9 \xF0\x9F\x98\x80\x7F\"]",
        "{\"b\":1,\"a\":{\"\":-0,\"\\u0061\":1.5},\"ab\":2}",
    };
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        const size_t len = strlen(texts[t]);
        char text[100];
        assert_true(len + 1 < sizeof text);
        for (size_t i = 0; i < len; i++) {
            memcpy(text, texts[t], len);
            for (unsigned byte = 0; byte < 256; byte++) {
                text[i] = (char)byte;
                check_canonical(chy_span(text, len));
            }
            memmove(text + i, texts[t] + i + 1, len - i - 1);
            check_canonical(chy_span(text, len - 1));
            memcpy(text + i + 1, texts[t] + i, len - i);
            text[i] = texts[t][i];
            check_canonical(chy_span(text, len + 1));
        }
    }
}

static void test_depth(void **state)
{
    (void)state;
    for (size_t depth = CHY_MAX_DEPTH - 1; depth <= CHY_MAX_DEPTH + 1; depth++) {
        char text[2 * (CHY_MAX_DEPTH + 2)];
        struct chy_json *json = NULL;
        chancery_error error = CHANCERY_ERROR_INIT;
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        assert_true(chy_json_parse(&json, chy_span(text, 2 * depth), &error) ==
                    (depth <= CHY_MAX_DEPTH));
        assert_int_equal(error.code, depth <= CHY_MAX_DEPTH ? CHANCERY_OK : CHANCERY_E_LIMIT);
        chy_json_free(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),      cmocka_unit_test(test_no_bytes),
        cmocka_unit_test(test_reading),      cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_unknown),      cmocka_unit_test(test_each_byte),
        cmocka_unit_test(test_building),     cmocka_unit_test(test_failed_members),
        cmocka_unit_test(test_large_object), cmocka_unit_test(test_is_canonical_to_the_byte),
        cmocka_unit_test(test_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
