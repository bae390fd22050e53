/*
 * audit_name.c - a bag's line in the index, and its name, against what the bag says of itself.
 */
#include "archive/archive_label.h"
#include "archive/audit_eye.h"

#include <stdlib.h>

#define NOTHING ((chancery_span){0})

/* Has the bag that stands under the name of the version before this digest, as the index has
 * it? */
static bool is_before(bool *is, struct chy_audit_eye *eye, const chancery_digest *before,
                      chancery_error *error)
{
    uint64_t version;
    const chancery_span name = chy_span_str(eye->line.bag);
    const size_t base = chy_bag_name_base(&version, name);
    struct chy_audit_search search = {.known = eye->audit->versions,
                                      .key = chy_audit_hash(chy_span_sub(name, 0, base))};
    struct chy_audit_pair pair;
    bool more;
    *is = false;
    for (;;) {
        struct chy_audit_task task;
        struct chy_index_line line;
        chancery_span text;
        if (!chy_audit_known_next(&more, &pair, &search, error))
            return false;
        if (!more)
            break;
        if (pair.value != version - 1)
            continue;
        if (!chy_rows_get(&task, eye->audit->task, pair.task, error) ||
            !chy_lines_again(&eye->index, &text, task.place, task.len, error))
            return false;
        *is = *is || (chy_index_line_read(&line, text, NULL) &&
                      chy_digest_eq(&line.tagmanifest, before));
    }
    return true;
}

static bool check_follows(struct chy_audit_eye *eye, chancery_error *error)
{
    chancery_digest before;
    bool is;
    if (!chy_bag_follows(&before, &eye->bag))
        return true;
    if (!is_before(&is, eye, &before, error))
        return false;
    if (!is)
        chy_audit_find(&eye->item.findings, CHANCERY_A_BAG_MOVED, CHY_LITERAL("bag-info.txt"),
                       "The bag that it follows does not stand under the name before its own.");
    return true;
}

/* The bag stands under another name than the index has: either its folder was renamed, or its
 * line was edited. By what the bag says of itself its folder may have its own name. */
static void say_moved(struct chy_audit_eye *eye, const struct chy_index_line *line, bool says)
{
    const struct chy_audit_unknown *stands = &eye->audit->unknown[eye->task.found - 1];
    const chancery_span name = chy_span_str(stands->name);
    char own[CHY_MAX_NAME + 1];
    struct chy_index_line here = *line;
    bool fits = says && chy_bag_name_is_good(name) && !chy_bag_name_fits(own, &eye->bag, line);
    if (fits) {
        memcpy(here.bag, stands->name, name.len + 1);
        fits = chy_bag_name_fits(own, &eye->bag, &here);
    }
    if (fits)
        chy_audit_find(
            &eye->item.findings, CHANCERY_A_INDEX_DIFFERS, CHY_LITERAL("index.jsonl"),
            "The index calls this bag %s; by what it says of itself it is %s, as its "
            "folder is called.",
            line->bag, here.bag);
    else
        chy_audit_find(&eye->item.findings, CHANCERY_A_BAG_MOVED, NOTHING,
                       "The bag stands under the name %s, and not under its own, %s.",
                       stands->shown, line->bag);
}

bool chy_audit_name(struct chy_audit_eye *eye, chancery_error *error)
{
    char own[CHY_MAX_NAME + 1];
    const chancery_digest *digest =
        eye->has_entry && eye->entry.has_bag ? &eye->entry.bag : &eye->line.tagmanifest;
    if (!eye->has_line)
        return true;
    const bool says = eye->item.has_bag && chy_bag_says(&eye->bag, digest);
    struct chy_index_line line = eye->line;
    line.document = eye->item.document;
    if (eye->task.found > 0)
        say_moved(eye, &line, says);
    if (!says)
        return true;
    const char *differs = chy_bag_line_differs(&eye->bag, &line);
    if (differs)
        chy_audit_find(&eye->item.findings, CHANCERY_A_INDEX_DIFFERS,
                       CHY_LITERAL("index.jsonl"),
                       "The index has another %s than the bag's bag-info.txt.", differs);
    if (chy_bag_name_fits(own, &eye->bag, &line))
        return check_follows(eye, error);
    if (eye->task.found > 0)
        return true; /* was told */
    chy_audit_find(&eye->item.findings, CHANCERY_A_BAG_MOVED, NOTHING,
                   "By what it says of itself the bag is %s%s, and the name %s does not fit.",
                   own[0] ? own : "another",
                   chy_bag_info(&eye->bag, "Chancery-Follows").len > 0 ? ".vN" : "",
                   eye->line.bag);
    return true;
}
