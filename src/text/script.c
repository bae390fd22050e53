#include "text/script.h"

/* Of chy_table_script. */
static size_t row_of(uint32_t cp)
{
    size_t low = 0, high = chy_table_script_count - 1;
    while (low < high) {
        size_t middle = low + (high - low + 1) / 2;
        if (chy_table_script[middle].first <= cp)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

struct chy_script_set chy_scripts_of(uint32_t cp)
{
    return chy_table_script_set[chy_table_script[row_of(cp)].set];
}

/* The first zero above a code point. */
static size_t next_zero(uint32_t cp)
{
    size_t low = 0, high = chy_table_zero_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cp < chy_table_zero[middle])
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

uint32_t chy_zero_of(uint32_t cp)
{
    size_t next = next_zero(cp);
    return next > 0 && cp - chy_table_zero[next - 1] < 10 ? chy_table_zero[next - 1]
                                                          : UINT32_MAX;
}

struct chy_alike chy_alike_of(uint32_t cp)
{
    size_t row = row_of(cp), zero = next_zero(cp);
    struct chy_script_set scripts = chy_table_script_set[chy_table_script[row].set];
    uint32_t first = chy_table_script[row].first, end = 0x110000;
    uint32_t after = zero > 0 ? chy_table_zero[zero - 1] + 10 : 0; /* the digits before it */
    struct chy_alike alike = {.scripts = scripts, .zero = UINT32_MAX};
    if (cp < after)
        alike.zero = after - 10;
    if (cp < after || chy_scripts_every(scripts))
        return alike;
    if (row + 1 < chy_table_script_count)
        end = chy_table_script[row + 1].first;
    if (zero < chy_table_zero_count && chy_table_zero[zero] < end)
        end = chy_table_zero[zero];
    alike.first = first > after ? first : after;
    alike.count = end - alike.first;
    return alike;
}

struct chy_script_set chy_scripts_common(struct chy_script_set a, struct chy_script_set b)
{
    for (int i = 0; i < 3; i++)
        a.bits[i] &= b.bits[i];
    return a;
}

bool chy_scripts_none(struct chy_script_set set)
{
    return (set.bits[0] | set.bits[1] | set.bits[2]) == 0;
}

bool chy_scripts_every(struct chy_script_set set)
{
    return (set.bits[0] & set.bits[1] & set.bits[2]) == UINT64_MAX;
}

bool chy_scripts_meet(struct chy_script_set a, struct chy_script_set b)
{
    return !chy_scripts_none(chy_scripts_common(a, b));
}

/* clang-format off */
static const struct {
    uint16_t cp, latin;
} looks_latin[] = {
    /* Greek */
    {0x037F, 'J'}, {0x0391, 'A'}, {0x0392, 'B'}, {0x0395, 'E'}, {0x0396, 'Z'}, {0x0397, 'H'},
    {0x0399, 'I'}, {0x039A, 'K'}, {0x039C, 'M'}, {0x039D, 'N'}, {0x039F, 'O'}, {0x03A1, 'P'},
    {0x03A4, 'T'}, {0x03A5, 'Y'}, {0x03A7, 'X'}, {0x03B1, 'a'}, {0x03B3, 'y'}, {0x03B9, 'i'},
    {0x03BD, 'v'}, {0x03BF, 'o'}, {0x03C1, 'p'}, {0x03C3, 'o'}, {0x03C5, 'u'}, {0x03F1, 'p'},
    {0x03F2, 'c'}, {0x03F3, 'j'}, {0x03F9, 'C'},
    /* Cyrillic */
    {0x0401, 0x00CB}, {0x0405, 'S'}, {0x0406, 'I'}, {0x0407, 0x00CF}, {0x0408, 'J'}, {0x0410, 'A'},
    {0x0412, 'B'}, {0x0415, 'E'}, {0x041A, 'K'}, {0x041C, 'M'}, {0x041D, 'H'}, {0x041E, 'O'},
    {0x0420, 'P'}, {0x0421, 'C'}, {0x0422, 'T'}, {0x0423, 'Y'}, {0x0425, 'X'}, {0x0430, 'a'},
    {0x0435, 'e'}, {0x043E, 'o'}, {0x0440, 'p'}, {0x0441, 'c'}, {0x0443, 'y'}, {0x0445, 'x'},
    {0x0451, 0x00EB}, {0x0455, 's'}, {0x0456, 'i'}, {0x0457, 0x00EF}, {0x0458, 'j'}, {0x0474, 'V'},
    {0x0475, 'v'}, {0x04AE, 'Y'}, {0x04AF, 'y'}, {0x04BB, 'h'}, {0x04C0, 'I'}, {0x04CF, 'i'},
    {0x0501, 'd'}, {0x050C, 'G'}, {0x051B, 'q'}, {0x051C, 'W'}, {0x051D, 'w'},
};
/* clang-format on */

uint32_t chy_looks_latin(uint32_t cp)
{
    size_t low = 0, high = sizeof looks_latin / sizeof *looks_latin; /* in order of cp */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (looks_latin[middle].cp < cp)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sizeof looks_latin / sizeof *looks_latin && looks_latin[low].cp == cp
               ? looks_latin[low].latin
               : 0;
}
