#include "archive/defect.h"

#include "base/limits.h"

#include <stdlib.h>

static const struct {
    const char *name, *rule, *next;
    enum chancery_severity severity;
} defect_table[] = {
#define X(id, name, severity, rule, next) {name, rule, next, CHANCERY_##severity},
    CHANCERY_DEFECTS(X)
#undef X
};

const char *chancery_defect_name(enum chancery_defect_code code)
{
    return (unsigned)code < CHANCERY_DEFECT_COUNT ? defect_table[code].name : "unknown";
}

enum chancery_severity chancery_defect_severity(enum chancery_defect_code code)
{
    return (unsigned)code < CHANCERY_DEFECT_COUNT ? defect_table[code].severity
                                                  : CHANCERY_CONTRADICTED;
}

const char *chancery_defect_rule(enum chancery_defect_code code)
{
    return (unsigned)code < CHANCERY_DEFECT_COUNT ? defect_table[code].rule : "";
}

const char *chancery_defect_next(enum chancery_defect_code code)
{
    return (unsigned)code < CHANCERY_DEFECT_COUNT ? defect_table[code].next : "";
}

void chy_defects_add(struct chy_defects *defects, enum chancery_defect_code code,
                     chancery_span path, const char *format, ...)
{
    struct chy_buf sentence = {0};
    struct chy_defect *item;
    va_list args;
    if (defects->count >= CHY_MAX_DEFECTS) {
        defects->more++;
        return;
    }
    if (!chy_grow(&defects->item, &defects->cap, defects->count, sizeof *item, CHY_MAX_DEFECTS,
                  "defects", NULL)) {
        defects->failed = true;
        return;
    }
    item = &defects->item[defects->count];
    va_start(args, format);
    chy_buf_vprintf(&sentence, format, args);
    va_end(args);
    item->code = code;
    item->path = path.len > 0 ? chy_dup(path, NULL) : NULL;
    item->sentence = chy_buf_take(&sentence, NULL, NULL);
    if (!item->sentence || (path.len > 0 && !item->path))
        defects->failed = true;
    defects->count++;
    chy_buf_done(&sentence);
}

void chy_defects_done(struct chy_defects *defects)
{
    for (size_t i = 0; i < defects->count; i++) {
        free(defects->item[i].path);
        free(defects->item[i].sentence);
    }
    free(defects->item);
    *defects = (struct chy_defects){0};
}

bool chy_defects_has(const struct chy_defects *defects, enum chancery_defect_code code)
{
    for (size_t i = 0; i < defects->count; i++)
        if (defects->item[i].code == code)
            return true;
    return false;
}
