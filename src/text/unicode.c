#include "text/unicode.h"

#include "text/tables.h"

unsigned chy_unicode(uint32_t cp)
{
    if (cp > 0x10FFFF)
        return CHY_CP_NONCHARACTER;
    unsigned block = chy_table_block[cp >> CHY_TABLE_BITS];
    return chy_table_properties[chy_table_value[block][cp & ((1u << CHY_TABLE_BITS) - 1)]];
}

static const char *class_name(enum chy_cp_class class)
{
    switch (class) {
    case CHY_CP_PRIVATE:
        return "private use";
    case CHY_CP_NONCHARACTER:
        return "noncharacter";
    case CHY_CP_SURROGATE:
        return "surrogate";
    case CHY_CP_UNASSIGNED:
        return "unassigned in Unicode 15.0";
    case CHY_CP_ALLOWED:
    case CHY_CP_CONTROL:
    case CHY_CP_BIDI:
    case CHY_CP_IGNORABLE:
    case CHY_CP_DRAWN:
        break;
    }
    return "character";
}

const char *chy_unicode_name(uint32_t cp)
{
    size_t low = 0, high = chy_table_name_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct chy_table_name *name = &chy_table_names[middle];
        if (cp < name->first)
            high = middle;
        else if (cp > name->last)
            low = middle + 1;
        else
            return name->name;
    }
    return class_name((enum chy_cp_class)(chy_unicode(cp) & CHY_CP_CLASS));
}

const char *chy_unicode_reason(enum chy_cp_class class)
{
    switch (class) {
    case CHY_CP_CONTROL:
        return "it is a control, which the reader does not see";
    case CHY_CP_BIDI:
        return "it reorders what the reader sees";
    case CHY_CP_IGNORABLE:
        return "the reader does not see it";
    case CHY_CP_PRIVATE:
        return "each reader may see something else";
    case CHY_CP_NONCHARACTER:
    case CHY_CP_SURROGATE:
        return "it is not a character";
    case CHY_CP_UNASSIGNED:
        return "nobody can say yet what it will mean";
    case CHY_CP_DRAWN:
        return "it is drawn as a stroke, and parts words like a space";
    case CHY_CP_ALLOWED:
        break;
    }
    return "it is allowed";
}
