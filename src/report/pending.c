/*
 * pending.c - which acts of a folder wait for whom, for people and as JSON.
 */
#include "custody/pending.h"

#include "base/date.h"
#include "custody/describe.h"
#include "custody/trust.h"
#include "custody/verdict.h"
#include "report/skipped.h"

/* --- for people --- */

/* They have signed, and others of their office have still to. */
static bool lacks(const struct chy_pending_act *act, size_t signatory)
{
    return !act->has_signed[signatory] && act->more[signatory] > 0;
}

static bool is_signed(const struct chy_pending_act *act, size_t signatory)
{
    return act->has_signed[signatory] || lacks(act, signatory);
}

static void people(struct chy_pen *pen, const struct chy_pending_act *act, bool signed_by,
                   const char *label)
{
    for (size_t i = 0; i < act->statement.signatories; i++) {
        const struct chy_signatory *one = &act->statement.signatory[i];
        if (is_signed(act, i) != signed_by && (signed_by || !lacks(act, i)))
            continue;
        chy_buf_printf(&pen->out, "  %-12s", label);
        if (!signed_by && lacks(act, i)) {
            chy_buf_printf(&pen->out, "%zu more who %s ", act->more[i],
                           act->more[i] == 1 ? "holds" : "hold");
            chy_pen_text(pen, one->office.office);
            chy_buf_str(&pen->out, ", ");
            chy_pen_text(pen, one->office.of);
        } else {
            chy_describe_signatory(&pen->out, one);
        }
        chy_buf_byte(&pen->out, '\n');
        label = "";
    }
}

static void act_text(struct chy_pen *pen, const struct chy_pending_act *act)
{
    char label[CHY_ACT_LABEL];
    const char *subject = act->statement.subject;
    chy_act_label(label, &act->statement);
    chy_pen_style(pen, "1");
    if (subject && *act->within) {
        chy_pen_text(pen, act->within);
        chy_buf_byte(&pen->out, '/');
    }
    chy_pen_text(pen, subject ? subject : act->source);
    chy_pen_style(pen, "0");
    chy_buf_printf(&pen->out, ": %s", label);
    if (act->statement.title) {
        chy_buf_str(&pen->out, ", ");
        chy_pen_text(pen, act->statement.title);
    }
    chy_buf_byte(&pen->out, '\n');
    people(pen, act, false, "waits for");
    people(pen, act, true, "signed by");
    chy_buf_str(&pen->out, act->drafted ? "  draft       " : "  record      ");
    chy_pen_text(pen, act->source);
    chy_buf_byte(&pen->out, '\n');
    if (act->present)
        return;
    chy_buf_str(&pen->out, "  file        not in this folder as it was ");
    chy_buf_str(&pen->out, act->drafted ? "drafted" : "signed");
    chy_buf_str(&pen->out, ": put it there before it is signed\n");
}

static void text_of(struct chy_pen *pen, const struct chy_pending *pending)
{
    size_t waiting = 0;
    for (size_t i = 0; i < pending->acts; i++) {
        act_text(pen, &pending->act[i]);
        waiting += pending->act[i].waiting;
    }
    if (waiting > 0)
        chy_buf_printf(&pen->out, "%zu act%s for %zu signature%s.\n", pending->acts,
                       pending->acts == 1 ? " waits" : "s wait", waiting,
                       waiting == 1 ? "" : "s");
    else
        chy_buf_str(&pen->out, "Nothing waits to be signed.\n");
    if (pending->strange > 0)
        chy_buf_printf(&pen->out,
                       "%zu more act%s no signature of a signatory whom the directory knows, "
                       "and %s left out.\n",
                       pending->strange, pending->strange == 1 ? " has" : "s have",
                       pending->strange == 1 ? "is" : "are");
    chy_skipped_text(pen, &pending->unread);
}

/* --- as JSON --- */

static struct chy_json *text_or_null(const char *text)
{
    return text ? chy_json_new_cstring(text) : chy_json_new_null();
}

/* A name in a folder need not be UTF-8, which JSON must be. */
static struct chy_json *name_json(const char *name)
{
    char *shown = chancery_escape(chy_span_str(name));
    struct chy_json *json = shown ? chy_json_new_cstring(shown) : NULL;
    chancery_free(shown);
    return json;
}

static struct chy_json *people_json(const struct chy_pending_act *act, bool signed_by)
{
    struct chy_json *list = chy_json_new_array();
    for (size_t i = 0; i < act->statement.signatories; i++) {
        const struct chy_signatory *one = &act->statement.signatory[i];
        const bool others = !signed_by && lacks(act, i);
        if (is_signed(act, i) != signed_by && !others)
            continue;
        struct chy_json *object = chy_json_new_object();
        chy_json_set(object, "name", others ? chy_json_new_null() : text_or_null(one->name));
        chy_json_set(object, "office", chy_json_new_cstring(one->office.office));
        chy_json_set(object, "of", chy_json_new_cstring(one->office.of));
        if (!signed_by)
            chy_json_set(object, "persons",
                         chy_json_new_integer(others ? (int64_t)act->more[i] : 1));
        chy_json_append(list, object);
    }
    return list;
}

static struct chy_json *act_json(const struct chy_pending_act *act)
{
    struct chy_json *object = chy_json_new_object();
    chy_json_set(object, "folder", name_json(act->within));
    chy_json_set(object, "file", text_or_null(act->statement.subject));
    chy_json_set(object, "present", chy_json_new_bool(act->present));
    chy_json_set(object, "type", chy_json_new_cstring(chy_act_name(act->statement.type)));
    chy_json_set(object, "date", chy_json_new_date(act->statement.date));
    chy_json_set(object, "title", text_or_null(act->statement.title));
    chy_json_set(object, "digest", chy_json_new_hex(act->digest.b, sizeof act->digest.b));
    chy_json_set(object, act->drafted ? "draft" : "record", name_json(act->source));
    chy_json_set(object, "waitsFor", people_json(act, false));
    chy_json_set(object, "signedBy", people_json(act, true));
    return object;
}

static void json_of(struct chy_buf *out, const struct chy_pending *pending)
{
    struct chy_json *root = chy_json_new_object(), *acts = chy_json_new_array();
    for (size_t i = 0; i < pending->acts; i++)
        chy_json_append(acts, act_json(&pending->act[i]));
    chy_json_set(root, "pending", acts);
    chy_json_set(root, "unsigned", chy_json_new_integer((int64_t)pending->strange));
    chy_json_set(root, "unreadable", chy_skipped_json(&pending->unread));
    chy_json_write_pretty(out, root);
    chy_json_free(root);
}

char *chancery_pending(int *status, const char *folder, const chancery_trust *trust, bool json,
                       bool color, chancery_error *error)
{
    struct chy_pending pending = {0};
    struct chy_pen pen = {.color = color};
    char *text = NULL;
    if (chy_pending_find(&pending, folder, trust, error)) {
        *status = pending.unread.count > 0 ? CHANCERY_EXIT_INDETERMINATE : CHANCERY_EXIT_OK;
        if (json)
            json_of(&pen.out, &pending);
        else
            text_of(&pen, &pending);
        text = chy_buf_take(&pen.out, NULL, error);
    }
    chy_fail_where(error, folder);
    chy_buf_done(&pen.out);
    chy_pending_done(&pending);
    return text;
}
