/*
 * test_block.c - what a block's bits say against each byte by itself, and that what is surely
 * plain is so. test_block_portable.c is the same without SSE2.
 */
#include "text/block.h"
#include "text/plain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

enum { BLOCKS = 20000 };

static uint64_t state_of_noise = 20121001;

static uint8_t noise(void)
{
    state_of_noise = state_of_noise * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (uint8_t)(state_of_noise >> 56);
}

/* Bytes of every kind, most of them of kinds that stand beside each other. */
static void make_block(uint8_t bytes[CHY_BLOCK + 1])
{
    static const uint8_t common[] =
        " \n\n ab*_\x7F\x1F\xC3\xD0\xD1\xD8\xD9\xE4\xEF\xF0\x80\x9C\xBF";
    for (unsigned i = 0; i <= CHY_BLOCK; i++) {
        uint8_t byte = noise();
        bytes[i] = noise() % 4 > 0 ? common[byte % (sizeof common - 1)] : byte;
    }
}

static bool has(uint64_t bits, unsigned number)
{
    return bits >> number & 1;
}

static void bits(void **state)
{
    (void)state;
    for (unsigned n = 0; n < BLOCKS; n++) {
        uint8_t bytes[CHY_BLOCK + 1], copy[CHY_BLOCK];
        unsigned spaces = 0;
        make_block(bytes);
        struct chy_block is = chy_block_of(bytes);
        struct chy_block_above above = chy_block_above_of(bytes);
        uint64_t marks = chy_block_marks(bytes);
        chy_block_copy(copy, bytes);
        for (unsigned i = 0; i < CHY_BLOCK; i++) {
            uint8_t byte = bytes[i];
            spaces += byte == ' ';
            assert_true(has(is.space, i) == (byte == ' '));
            assert_true(has(is.line, i) == (byte == '\n'));
            assert_true(has(is.above, i) == (byte >= 0x80));
            assert_true(has(is.control, i) == (byte == 0x7F || (byte < 0x20 && byte != '\n')));
            assert_true(has(above.tail, i) == (byte >= 0x80 && byte < 0xC0));
            assert_true(has(above.three, i) == (byte >= 0xE0 && byte < 0xF0));
            assert_true(has(above.more, i) == (byte >= 0xF0));
            assert_true(has(marks, i) == (byte == '*' || byte == '_'));
            assert_int_equal(copy[i], byte == '\n' ? ' ' : byte);
        }
        assert_int_equal(chy_block_spaces(bytes), spaces);
    }
}

/* Each first byte of two with each second one: nothing is called plain that is not. */
static void surely_plain(void **state)
{
    (void)state;
    unsigned sure = 0, arabic = 0;
    for (unsigned first = 0; first < 0x100; first++) {
        for (unsigned second = 0x80; second < 0xC0; second++) {
            uint8_t bytes[CHY_BLOCK + 1] = {(uint8_t)first, (uint8_t)second};
            bool surely = has(chy_block_above_of(bytes).surely, 0);
            bool letter = has(chy_block_arabic(bytes), 0);
            assert_true(!(surely || letter) || chy_is_plain_pair(bytes));
            sure += surely;
            arabic += letter;
        }
    }
    assert_int_equal(sure, 3 * 64);
    assert_int_equal(arabic, 35 + 11 + 16 + 15);
}

/* Of each bit the place, as the lowest of some. */
static void places(void **state)
{
    (void)state;
    for (unsigned i = 0; i < CHY_BLOCK; i++) {
        assert_int_equal(chy_lowest(UINT64_MAX << i), i);
        assert_true(chy_below(i) == (UINT64_C(1) << i) - 1);
    }
    assert_true(chy_below(CHY_BLOCK) == UINT64_MAX);
}

/* U+4E00 to U+9FFF, and each of three bytes by its properties. */
static void three_bytes(void **state)
{
    (void)state;
    for (uint32_t cp = 0x800; cp < 0x10000; cp++) {
        uint8_t bytes[4] = {0};
        bool ideographic;
        if (chy_utf8_encode(bytes, cp) != 3 || (cp >= 0xD800 && cp < 0xE000))
            continue;
        assert_true(chy_is_unified_ideograph(bytes) == (cp >= 0x4E00 && cp <= 0x9FFF));
        unsigned properties = chy_unicode(cp),
                 len = chy_plain_at(bytes, bytes + 3, &ideographic);
        const unsigned others =
            CHY_CP_CLASS | CHY_CP_SPACE | CHY_CP_MARK | CHY_CP_NONSTARTER | CHY_CP_NORMALIZE;
        bool plain = (properties & others) == 0 && (cp < 0x2010 || cp > 0x201F);
        assert_int_equal(len, plain ? 3 : 0);
        if (plain)
            assert_true(ideographic == ((properties & CHY_CP_IDEOGRAPHIC) != 0));
        assert_int_equal(chy_plain_at(bytes, bytes + 2, &ideographic), 0); /* cut off */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bits),
        cmocka_unit_test(surely_plain),
        cmocka_unit_test(places),
        cmocka_unit_test(three_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
