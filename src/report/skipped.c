#include "report/skipped.h"

void chy_skipped_text(struct chy_pen *pen, const struct chy_skips *skips)
{
    for (size_t i = 0; i < skips->count; i++) {
        chy_buf_str(&pen->out, "not looked at: ");
        chy_pen_text(pen, skips->item[i].name);
        chy_buf_printf(&pen->out, ": %s\n", skips->item[i].why);
    }
    if (skips->count > 0)
        chy_buf_str(&pen->out, "  next: Mend or rename these, or look at them by themselves: "
                               "what they hold is not in this list.\n");
}

struct chy_json *chy_skipped_json(const struct chy_skips *skips)
{
    struct chy_json *list = chy_json_new_array();
    for (size_t i = 0; i < skips->count; i++) {
        struct chy_json *object = chy_json_new_object();
        /* A name in a folder need not be UTF-8, which JSON must be. */
        char *shown = chancery_escape(chy_span_str(skips->item[i].name));
        chy_json_set(object, "name", shown ? chy_json_new_cstring(shown) : NULL);
        chy_json_set(object, "why", chy_json_new_cstring(skips->item[i].why));
        chy_json_append(list, object);
        chancery_free(shown);
    }
    return list;
}
