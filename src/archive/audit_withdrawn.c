/*
 * audit_withdrawn.c - what the archive's own log names as withdrawn, and what that is to the
 * document of a bag whose record does not hold the withdrawal (spec/audit.md, U41).
 *
 * The log is read once, before any bag. Few entries name a withdrawal; however many do, the
 * table of them takes no more memory than any other of an audit (U40).
 */
#include "archive/audit_eye.h"

#include "archive/counted.h"
#include "archive/log_walk.h"
#include "custody/trust.h"

struct named { /* a line "withdraws HEX" of an entry */
    uint64_t key, entry;
    chancery_digest act, document; /* document: the entry's */
};

/* --- read once --- */

/* What is no entry of ours is told where its item is. */
static bool take_entry(void *context, uint64_t index, chancery_span bytes,
                       chancery_error *error)
{
    struct chy_audit *audit = context;
    struct named named = {.entry = index};
    chancery_error own = CHANCERY_ERROR_INIT;
    chancery_span rest = bytes;
    struct chy_entry entry;
    if (!chy_entry_withdrawn_next(&named.act, &rest))
        return true;
    if (!chy_entry_parse(&entry, bytes, &own))
        return own.code != CHANCERY_E_MEMORY || chy_fail_memory(error);
    named.document = entry.document;
    chy_entry_done(&entry);
    bool ok = audit->withdrawn ||
              chy_rows_new(&audit->withdrawn, sizeof named, audit->options->scratch, error);
    while (ok) {
        named.key = chy_audit_first(&named.act);
        ok = chy_rows_add(audit->withdrawn, &named, error);
        if (!ok || !chy_entry_withdrawn_next(&named.act, &rest))
            break;
    }
    audit->withdrawing = index + 1;
    return ok;
}

static int by_key_and_entry(const void *a, const void *b, void *none)
{
    const struct named *one = a, *other = b;
    (void)none;
    if (one->key != other->key)
        return one->key < other->key ? -1 : 1;
    return (one->entry > other->entry) - (one->entry < other->entry);
}

static void forget(struct chy_audit *audit)
{
    chy_rows_free(audit->withdrawn);
    audit->withdrawn = NULL;
    audit->withdrawing = 0;
}

bool chy_audit_read_withdrawn(struct chy_audit *audit, chancery_error *error)
{
    struct chy_log_walk walk = {.each = take_entry, .context = audit};
    chancery_error why = CHANCERY_ERROR_INIT;
    if (!audit->trust || !audit->has_log)
        return true;
    if (!chy_log_walk(&walk, &audit->log, &why)) {
        if (chy_audit_is_systemic(&why)) {
            if (error)
                *error = why;
            return false;
        }
        forget(audit); /* what is damaged was told when the log was checked */
        return true;
    }
    if (!chy_digest_eq(&walk.root, &audit->log.checkpoint.root))
        forget(audit);
    return !audit->withdrawn || chy_rows_sort(audit->withdrawn, by_key_and_entry, NULL, error);
}

void chy_audit_believe_withdrawn(struct chy_audit *audit)
{
    const struct chy_audit_findings *found = &audit->summary.log;
    if (chy_audit_has(found, chancery_audit_name(CHANCERY_A_LOG_FORKED)) ||
        chy_audit_has(found, chancery_audit_name(CHANCERY_A_LOG_KEY)))
        forget(audit);
}

/* --- for one bag --- */

/* The entries of later bags of the same name, in their order. */
struct laters {
    const struct chy_audit_eye *eye;
    struct chy_audit_search search;
    uint64_t version, entry; /* entry: of the last that was found */
    bool any, ended;
};

static void begin_laters(struct laters *laters, const struct chy_audit_eye *eye)
{
    *laters = (struct laters){.eye = eye, .ended = !eye->has_line || !eye->item.has_document};
    if (laters->ended)
        return;
    const chancery_span name = chy_span_str(eye->line.bag);
    const size_t base = chy_bag_name_base(&laters->version, name);
    laters->search = (struct chy_audit_search){
        .known = eye->audit->versions, .key = chy_audit_hash(chy_span_sub(name, 0, base))};
}

static bool next_later(struct laters *laters, chancery_error *error)
{
    struct chy_audit_task task;
    struct chy_audit_pair pair;
    bool more;
    do {
        if (!chy_audit_known_next(&more, &pair, &laters->search, error))
            return false;
    } while (more && pair.value <= laters->version);
    laters->ended = !more;
    if (more && !chy_rows_get(&task, laters->eye->audit->task, pair.task, error))
        return false;
    laters->any = more;
    laters->entry = more ? task.entry : 0;
    return true;
}

/* Is it of a later bag of this very document, of which U22 speaks? Asked with rising entries.
 */
static bool is_of_later(bool *is, struct laters *laters, const struct named *named,
                        chancery_error *error)
{
    const struct chy_audit_item *item = &laters->eye->item;
    *is = false;
    if (!item->has_document || !chy_digest_eq(&named->document, &item->document))
        return true;
    while (!laters->ended && (!laters->any || laters->entry < named->entry))
        if (!next_later(laters, error))
            return false;
    *is = laters->any && laters->entry == named->entry;
    return true;
}

/* Does this bag's record hold every signature of that entry's, and so the withdrawal? */
static bool is_held(bool *is, struct chy_audit_eye *eye, uint64_t number, chancery_error *error)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    struct chy_entry entry = {0};
    chancery_span text;
    *is = chy_audit_entry(&text, &eye->entries, number, &why) &&
          chy_entry_parse(&entry, text, NULL) &&
          chy_digests_lacking(eye->entry.signature, eye->entry.signatures, entry.signature,
                              entry.signatures) == 0;
    chy_entry_done(&entry);
    if (why.code != CHANCERY_OK && error)
        *error = why;
    return why.code == CHANCERY_OK;
}

/* The lines of the table about one act. */
struct lines {
    struct chy_rows *rows;
    const chancery_digest *act;
    uint64_t key, next;
};

static bool next_line(bool *more, struct named *out, struct lines *lines, chancery_error *error)
{
    *more = true;
    while (lines->next < chy_rows_count(lines->rows)) {
        if (!chy_rows_get(out, lines->rows, lines->next, error))
            return false;
        if (out->key != lines->key)
            break;
        lines->next++;
        if (chy_digest_eq(&out->act, lines->act))
            return true;
    }
    *more = false;
    return true;
}

/* Does the bag's own entry name the act? Its record shows what that withdrawal is. */
static bool names_itself(bool *does, const struct chy_audit_eye *eye, struct lines lines,
                         chancery_error *error)
{
    struct named named;
    bool more = true;
    *does = false;
    while (more && !*does) {
        if (!next_line(&more, &named, &lines, error))
            return false;
        *does = more && eye->has_entry && named.entry == eye->task.entry;
    }
    return true;
}

static bool find(uint64_t *entry, struct chy_audit_eye *eye, const chancery_digest *act,
                 chancery_error *error)
{
    struct lines lines = {eye->audit->withdrawn, act, chy_audit_first(act), 0};
    struct laters laters;
    struct named named;
    bool itself, more = true, known = true;
    begin_laters(&laters, eye);
    if (!chy_rows_first(&lines.next, lines.rows, lines.key, error) ||
        !names_itself(&itself, eye, lines, error))
        return false;
    while (known) {
        if (!next_line(&more, &named, &lines, error))
            return false;
        if (!more)
            return true;
        if (!is_of_later(&known, &laters, &named, error) ||
            (!known && itself && !is_held(&known, eye, named.entry, error)))
            return false;
    }
    *entry = named.entry;
    return true;
}

static bool read_scan(struct chancery_scan *public, uint64_t *entry, const chancery_digest *act,
                      size_t acts, chancery_error *error)
{
    struct chy_audit_eye *eye = ((struct chy_audit_scan *)public)->eye;
    bool ok = true;
    for (size_t i = 0; ok && i < acts; i++) {
        entry[i] = UINT64_MAX;
        ok = find(&entry[i], eye, &act[i], error);
    }
    return ok;
}

struct chancery_scan *chy_audit_scan(struct chy_audit_scan *scan, struct chy_audit_eye *eye)
{
    const struct chy_audit *audit = eye->audit;
    if (!audit->withdrawn)
        return NULL;
    *scan = (struct chy_audit_scan){.public = {.read = read_scan,
                                               .origin = audit->origin,
                                               .size = audit->log.checkpoint.size},
                                    .eye = eye};
    return &scan->public;
}
