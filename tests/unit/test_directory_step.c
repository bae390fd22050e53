/*
 * test_directory_step.c - D33 to D36 and D39: a version read by what it changes is accepted
 * exactly if the whole would be, and says the same.
 */
#include "custody/directory_file.h"
#include "custody/directory_step.h"
#include "vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static size_t followed;

/* Reads `after` both ways. */
static void compare(struct chy_step *before, chancery_span after, const char *name)
{
    struct chy_directory whole = {0}, old = {0};
    struct chy_step step = {0};
    assert_true(chy_directory_read_part(&old, chy_buf_view(&before->payload), NULL));
    bool follows = chy_directory_read_part(&whole, after, NULL) &&
                   chy_directory_history(&old, &whole, NULL);
    bool quick = chy_step_next(&step, before, after);
    if (quick != follows)
        fail_msg("%s: read by its changes %d, as a whole %d: %.*s", name, quick, follows,
                 (int)after.len, (const char *)after.ptr);
    if (quick) {
        followed++;
        assert_int_equal(step.directory.version, whole.version);
        assert_int_equal(step.directory.roots, whole.roots);
        assert_memory_equal(step.directory.root, whole.root, whole.roots * sizeof *whole.root);
        assert_int_equal(step.directory.threshold, whole.threshold);
        assert_memory_equal(&step.directory.id, &whole.id, sizeof whole.id);
        assert_true(step.directory.holders <= whole.holders);
        /* and where its entries begin, so that it can be followed */
        struct chy_step found = {0}, again = {0};
        assert_true(chy_step_whole(&found, after, NULL));
        /* it does not follow itself, but its entries were looked for */
        assert_false(chy_step_next(&again, &found, chy_span_sub(after, 0, after.len - 1)));
        for (size_t l = 0; l < CHY_STEP_LISTS; l++) {
            assert_int_equal(step.list[l].count, found.list[l].count);
            assert_memory_equal(step.list[l].entry, found.list[l].entry,
                                found.list[l].count * sizeof *found.list[l].entry);
        }
        chy_step_done(&found);
        chy_step_done(&again);
    }
    chy_step_done(&step);
    chy_directory_done(&whole);
    chy_directory_done(&old);
}

/* Each version of each file after each other one, whatever they claim. */
static void check_file(const struct vector *vector)
{
    struct chy_versions versions;
    chancery_span payload;
    assert_true(chy_versions_read(&versions, vector->input, NULL));
    for (size_t i = 0; i < versions.count; i++) {
        struct chy_step before = {0};
        assert_true(chy_version_payload(&payload, &versions, &versions.item[i], NULL));
        if (!chy_step_whole(&before, payload, NULL))
            continue;
        for (size_t k = 0; k < versions.count; k++) {
            assert_true(chy_version_payload(&payload, &versions, &versions.item[k], NULL));
            compare(&before, payload, vector->name);
        }
        chy_step_done(&before);
    }
    chy_versions_done(&versions);
}

static void vectors(void **state)
{
    (void)state;
    followed = 0;
    assert_true(vector_each("directory-file", check_file) > 100);
    assert_true(followed > 100);
}

/* Two versions: all kinds of entries stay, change and are new. */
static const char head[] =
    "\"expires\":\"2040-01-01\",\"format\":\"chancery-directory/v1\",\"holders\":[";
#define HOLDER(name, key, more, until)                                                         \
    "{\"capacity\":\"full\"," more "\"key\":\"" key                                            \
    "000000000000000000000000000000000000000000000000000000000000ab\",\"name\":\"" name        \
    "\",\"of\":\"S\",\"office\":\"O\",\"since\":\"2010-01-01\",\"until\":" until
#define MAY(more, until)                                                                       \
    "{\"acts\":[\"issue\"]," more "\"for\":{\"of\":\"S\",\"office\":\"P\"},\"of\":\"S\","      \
    "\"office\":\"O\",\"since\":\"2010-01-01\",\"until\":" until "}"
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

static void write_pair(struct chy_buf *old, struct chy_buf *new)
{
    chy_buf_printf(
        old,
        "{\"authorizations\":[" MAY("", "null") "],%s" HOLDER(
            "A", "11", "",
            "null}") "," HOLDER("B\\\"}", "22", "",
                                "null}") "," HOLDER("C", "33", "",
                                                    "null}") "],\"id\":\"" ZEROS
                                                             "\",\"keyEnds\":[],\"offices\":[{"
                                                             "\"aliases\":["
                                                             "\"X\"],\"of\":\"S\",\"office\":"
                                                             "\"O\"}],\"previous\":null,"
                                                             "\"roots\":{"
                                                             "\"keys\":[\"" ZEROS
                                                             "\"],\"threshold\":1},\"version\":"
                                                             "1}",
        head);
    chy_buf_printf(
        new,
        "{\"authorizations\":[" MAY("\"ended\":\"e\",", "\"2011-01-01\"") "],%s" HOLDER("A", "11", "", "null}") "," HOLDER(
            "B\\\"}", "22", "\"ended\":\"]\",",
            "\"2012-01-01\"}") "," HOLDER("C", "33", "",
                                          "null,\"void\":\"v\"}") "," HOLDER("D", "44", "",
                                                                             "null}") "],"
                                                                                      "\"id\":"
                                                                                      "\"" ZEROS
                                                                                      "\","
                                                                                      "\"keyEnd"
                                                                                      "s\":[{"
                                                                                      "\"at\":"
                                                                                      "\"2011-"
                                                                                      "01-01\","
                                                                                      "\"by\":"
                                                                                      "null,"
                                                                                      "\"key\":"
                                                                                      "\"11"
                                                                                      "00000000"
                                                                                      "00000000"
                                                                                      "00000000"
                                                                                      "00000000"
                                                                                      "00000000"
                                                                                      "00000000"
                                                                                      "00000000"
                                                                                      "0000ab\""
                                                                                      ",\"state"
                                                                                      "\":"
                                                                                      "\"retire"
                                                                                      "d\"}],"
                                                                                      "\"office"
                                                                                      "s\":[{"
                                                                                      "\"aliase"
                                                                                      "s\":["
                                                                                      "\"X\","
                                                                                      "\"Y\"],"
                                                                                      "\"of\":"
                                                                                      "\"S\","
                                                                                      "\"office"
                                                                                      "\":"
                                                                                      "\"O\"}],"
                                                                                      "\"previo"
                                                                                      "us\":"
                                                                                      "\"" ZEROS
                                                                                      "\","
                                                                                      "\"roots"
                                                                                      "\":{"
                                                                                      "\"keys\""
                                                                                      ":["
                                                                                      "\"" ZEROS
                                                                                      "\"],"
                                                                                      "\"thresh"
                                                                                      "old\":1}"
                                                                                      ",\"versi"
                                                                                      "on\":2}",
        head);
}

/* Every byte another, left out, or twice. */
static void every_byte(void **state)
{
    (void)state;
    static const uint8_t other[] = {'"', ',', ']', '}', '[', '{', '\\', '0', 'z', ' ', 0};
    struct chy_buf old = {0}, new = {0}, text = {0};
    struct chy_step before = {0};
    write_pair(&old, &new);
    assert_true(chy_step_whole(&before, chy_buf_view(&old), NULL));
    followed = 0;
    compare(&before, chy_buf_view(&new), "as it is");
    assert_int_equal(followed, 1);
    compare(&before, chy_buf_view(&old), "itself");
    for (size_t i = 0; i < new.len; i++) {
        for (size_t k = 0; k < sizeof other; k++) {
            uint8_t was = new.ptr[i];
            new.ptr[i] = other[k];
            compare(&before, chy_buf_view(&new), "another byte");
            new.ptr[i] = was;
        }
        chy_buf_clear(&text);
        chy_buf_add(&text, new.ptr, i);
        chy_buf_add(&text, new.ptr + i + 1, new.len - i - 1);
        compare(&before, chy_buf_view(&text), "without a byte");
        compare(&before, chy_span_sub(chy_buf_view(&new), 0, i), "cut off");
        chy_buf_clear(&text);
        chy_buf_add(&text, new.ptr, i + 1);
        chy_buf_add(&text, new.ptr + i, new.len - i);
        compare(&before, chy_buf_view(&text), "a byte twice");
    }
    chy_step_done(&before);
    chy_buf_done(&old);
    chy_buf_done(&new);
    chy_buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(vectors), cmocka_unit_test(every_byte)};
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : EXIT_FAILURE;
}
