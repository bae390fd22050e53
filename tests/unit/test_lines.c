/* test_lines.c - base/lines: the lines of a file that is not held, and the same again. */
#include "base/lines.h"
#include "base/limits.h"
#include "base/span.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "sandbox.h"

struct seen {
    uint64_t place[8];
    size_t len[8], count;
    uint8_t first[8];
};

static struct seen see(struct chy_lines *lines)
{
    struct seen seen = {0};
    chancery_span line;
    uint64_t place;
    bool more;
    for (;;) {
        assert_true(chy_lines_next(lines, &line, &place, &more, NULL));
        if (!more)
            return seen;
        assert_true(seen.count < 8);
        seen.place[seen.count] = place;
        seen.len[seen.count] = line.len;
        seen.first[seen.count++] = line.len > 0 ? line.ptr[0] : 0;
    }
}

static void fill(const char *path, const size_t *lens, size_t count, bool last_lf)
{
    struct chy_buf text = {0};
    for (size_t i = 0; i < count; i++) {
        uint8_t *to = chy_buf_reserve(&text, lens[i]);
        assert_non_null(to);
        memset(to, 'a' + (int)i, lens[i]);
        if (i + 1 < count || last_lf)
            chy_buf_byte(&text, '\n');
    }
    assert_true(chy_file_write(path, chy_buf_view(&text), 0644, true, NULL));
    chy_buf_done(&text);
}

/* Lines of all lengths around the pieces that are read, from a file and from memory. */
static void same_as_in_memory(void **state)
{
    (void)state;
    static const size_t lens[][4] = {{0, 1, 0, 2},
                                     {262143, 262144, 262145, 1},
                                     {1, 524288, 3, CHY_MAX_LINE - 1},
                                     {CHY_MAX_LINE, 5, 0, 7}};
    for (size_t i = 0; i < 8; i++) {
        struct chy_buf text = {0};
        struct chy_lines file = {0}, memory = {0};
        fill("lines", lens[i / 2], 4, i % 2 == 0);
        assert_true(chy_file_read(&text, "lines", SIZE_MAX, NULL));
        chy_lines_of(&memory, chy_buf_view(&text));
        assert_true(chy_lines_open(&file, "lines", text.len, NULL));
        struct seen a = see(&file), b = see(&memory);
        assert_int_equal(a.count, 4);
        assert_memory_equal(&a, &b, sizeof a);
        assert_int_equal(file.torn, i % 2 != 0);
        assert_int_equal(memory.torn, i % 2 != 0);
        for (size_t l = a.count; l > 0; l--) {
            chancery_span again;
            assert_true(chy_lines_again(&file, &again, a.place[l - 1], a.len[l - 1], NULL));
            assert_int_equal(again.len, a.len[l - 1]);
            assert_true(again.len == 0 || again.ptr[again.len - 1] == 'a' + (int)l - 1);
        }
        chy_lines_done(&file);
        chy_lines_done(&memory);
        chy_buf_done(&text);
    }
}

/* Of a line that is too long its beginning is given, and the next one is found. */
static void too_long(void **state)
{
    (void)state;
    static const size_t lens[] = {2, CHY_MAX_LINE + 1, 3, CHY_MAX_LINE + 700000, 4};
    struct chy_lines file = {0};
    fill("long", lens, 5, true);
    assert_true(chy_lines_open(&file, "long", UINT32_MAX, NULL));
    struct seen seen = see(&file);
    assert_int_equal(seen.count, 5);
    assert_true(seen.len[1] > CHY_MAX_LINE && seen.len[3] > CHY_MAX_LINE);
    assert_memory_equal(seen.first, "abcde", 5);
    assert_int_equal(seen.len[4], 4);
    assert_int_equal(seen.place[2], 3 + CHY_MAX_LINE + 2);
    chy_lines_done(&file);
}

/* A directory file of the largest size is read, and one byte more is not. */
static void limits(void **state)
{
    (void)state;
    struct chy_lines file = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    put("sparse", "x\n");
    assert_int_equal(truncate("sparse", CHY_MAX_DIRECTORY), 0);
    assert_true(chy_lines_open(&file, "sparse", CHY_MAX_DIRECTORY, &error));
    chy_lines_done(&file);
    assert_int_equal(truncate("sparse", (off_t)CHY_MAX_DIRECTORY + 1), 0);
    expect_error(chy_lines_open(&file, "sparse", CHY_MAX_DIRECTORY, &error), &error,
                 CHANCERY_E_LIMIT);
}

/* It grows past the limit, or is cut off, after it was opened. */
static void changed(void **state)
{
    (void)state;
    struct chy_lines file = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_span line;
    uint64_t place;
    bool more;
    put("grows", "one\n");
    assert_true(chy_lines_open(&file, "grows", 8, &error));
    assert_int_equal(truncate("grows", 9), 0);
    expect_error(chy_lines_next(&file, &line, &place, &more, &error), &error, CHANCERY_E_LIMIT);
    chy_lines_done(&file);
    put("cut", "one\ntwo\n");
    assert_true(chy_lines_open(&file, "cut", 8, &error));
    assert_int_equal(see(&file).count, 2);
    assert_int_equal(truncate("cut", 5), 0);
    assert_true(chy_lines_again(&file, &line, 0, 3, &error));
    expect_error(chy_lines_again(&file, &line, 4, 3, &error), &error, CHANCERY_E_IO);
    chy_lines_done(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SANDBOX(same_as_in_memory),
        IN_SANDBOX(too_long),
        IN_SANDBOX(limits),
        IN_SANDBOX(changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
