/*
 * audit_newer.c - a later bag of the same document: which one it is, and whether what this
 * one's record lacks matters any more (spec/audit.md, U22).
 */
#include "archive/audit_eye.h"
#include "archive/counted.h"

#include "base/limits.h"

#include <stdlib.h>

#define NOTHING ((chancery_span){0})

/* The task of the newest version, and its number; *is is false where that is this one. */
static bool find_newest(bool *is, struct chy_audit_task *task, uint64_t *newest,
                        const struct chy_audit_eye *eye, chancery_error *error)
{
    uint64_t version, number = 0;
    const chancery_span name = chy_span_str(eye->line.bag);
    const size_t base = chy_bag_name_base(&version, name);
    struct chy_audit_search search = {.known = eye->audit->versions,
                                      .key = chy_audit_hash(chy_span_sub(name, 0, base))};
    struct chy_audit_pair pair;
    bool more;
    *newest = version;
    for (;;) {
        if (!chy_audit_known_next(&more, &pair, &search, error))
            return false;
        if (!more)
            break;
        if (pair.value <= *newest)
            continue;
        *newest = pair.value;
        number = pair.task;
    }
    *is = *newest > version;
    return !*is || chy_rows_get(task, eye->audit->task, number, error);
}

/* Does what was judged in the newest bag rest on the very act that was judged in this one? The
 * same words by somebody else complete nothing. */
static bool has_act(const struct chy_audit_eye *newest, const struct chy_audit_eye *eye)
{
    bool has = false;
    for (size_t i = 0; eye->links > 0 && i < newest->links; i++)
        has = has || chy_digest_eq(&newest->chain[i], &eye->chain[0]);
    return has;
}

/* Is the newest bag whole, the log's, and authentic, and by the act of the same document? It
 * has no newer one, so this goes no deeper. */
static bool is_complete(bool *is, struct chy_audit_eye *eye, const struct chy_audit_task *task,
                        chancery_error *error)
{
    if (!eye->other && !chy_audit_eye_new(&eye->other, eye->audit, error))
        return false;
    bool ok = chy_audit_look_at(eye->other, task, error);
    const struct chy_audit_item *item = &eye->other->item;
    *is = ok && item->verdict == CHY_AUDIT_AUTHENTIC && item->has_document &&
          eye->item.has_document && chy_digest_eq(&item->document, &eye->item.document) &&
          has_act(eye->other, eye);
    chy_audit_forget(eye->other);
    return ok;
}

static bool is_pardoned(const struct chy_audit_eye *eye, size_t number)
{
    enum chancery_severity severity = eye->item.findings.item[number].severity;
    return number >= eye->judged && number < eye->judged_end &&
           (severity == CHANCERY_WARNING || severity == CHANCERY_INDETERMINATE);
}

static bool lacks_something(const struct chy_audit_eye *eye)
{
    bool lacks = false;
    for (size_t i = eye->judged; i < eye->judged_end; i++)
        lacks = lacks || is_pardoned(eye, i);
    return lacks && eye->item.findings.more == 0;
}

/* Takes what the verdict only lacked out of the findings; codes becomes which these were. */
static void pardon(struct chy_buf *codes, struct chy_audit_eye *eye)
{
    struct chy_audit_findings *findings = &eye->item.findings;
    chancery_span last = NOTHING;
    size_t kept = 0;
    for (size_t i = 0; i < findings->count; i++) {
        struct chy_audit_finding *finding = &findings->item[i];
        if (!is_pardoned(eye, i)) {
            findings->item[kept++] = *finding;
            continue;
        }
        if (!chy_span_eq(finding->code, last)) {
            chy_buf_str(codes, codes->len > 0 ? ", " : "");
            chy_buf_span(codes, finding->code);
        }
        last = finding->code;
        free(finding->memory);
    }
    findings->count = kept;
    eye->judged = eye->judged_end = 0;
}

/* What the newest one's entry in the log says. False: nothing. */
static bool read_newest(struct chy_entry *out, const struct chy_audit_eye *eye,
                        const struct chy_audit_task *task)
{
    struct chy_audit_entries entries = {.log = &eye->audit->log};
    const uint64_t number = task->entry;
    chancery_span text;
    bool ok = eye->audit->has_log && number < eye->audit->log.checkpoint.size &&
              chy_audit_entry(&text, &entries, number, NULL) &&
              chy_entry_parse(out, text, NULL);
    chy_buf_done(&entries.bundle);
    return ok;
}

/* A record only grows: what counts in this one the newest must hold, or a withdrawal could be
 * lost on the way. */
static size_t check_grown(struct chy_audit_eye *eye, const struct chy_entry *newest)
{
    const chancery_digest *own = eye->counted ? eye->counted : eye->entry.signature;
    size_t lacking = chy_digests_lacking(newest->signature, newest->signatures, own,
                                         eye->counted ? eye->counteds : eye->entry.signatures);
    if (lacking > 0)
        chy_audit_find(&eye->item.findings, CHANCERY_A_NEWER_LACKS, NOTHING,
                       "The newest bag of the document lacks %zu signature%s that this one "
                       "holds.",
                       lacking, lacking == 1 ? "" : "s");
    return lacking;
}

static void say_newer(struct chy_audit_eye *eye, uint64_t newest, size_t withdrawn,
                      const struct chy_buf *codes)
{
    uint64_t version;
    const int base = (int)chy_bag_name_base(&version, chy_span_str(eye->line.bag));
    const char *also = withdrawn > 0 ? ", whose entry in the log names a withdrawal" : "";
    if (eye->completed)
        chy_audit_find(&eye->item.findings, CHANCERY_A_NEWER_BAG, NOTHING,
                       "It is superseded in the archive by %.*s.v%llu%s; that one is whole and "
                       "authentic, and what is said of this one by itself does not count "
                       "(%.*s).",
                       base, eye->line.bag, (unsigned long long)newest, also, (int)codes->len,
                       (const char *)codes->ptr);
    else
        chy_audit_find(&eye->item.findings, CHANCERY_A_NEWER_BAG, NOTHING,
                       "It is superseded in the archive by %.*s.v%llu%s.", base, eye->line.bag,
                       (unsigned long long)newest, also);
}

bool chy_audit_newer(struct chy_audit_eye *eye, chancery_error *error)
{
    uint64_t newest;
    struct chy_audit_task task;
    struct chy_buf codes = {0};
    struct chy_entry entry = {0};
    bool is = false;
    if (eye->has_line && !find_newest(&is, &task, &newest, eye, error))
        return false;
    if (!is)
        return true;
    bool grown = read_newest(&entry, eye, &task) && eye->has_entry;
    if (grown)
        grown = check_grown(eye, &entry) == 0;
    bool ok =
        !grown || !lacks_something(eye) || is_complete(&eye->completed, eye, &task, error);
    if (ok && eye->completed)
        pardon(&codes, eye);
    if (ok)
        say_newer(eye, newest, entry.withdrawn, &codes);
    ok = ok && (chy_buf_ok(&codes) || chy_fail_memory(error));
    chy_entry_done(&entry);
    chy_buf_done(&codes);
    return ok;
}
