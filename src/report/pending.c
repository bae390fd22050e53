/*
 * pending.c - which acts of a folder wait for whom, for people and as JSON.
 */
#include "custody/pending.h"

#include "base/date.h"
#include "custody/describe.h"
#include "custody/trust.h"
#include "custody/verdict.h"
#include "report/pen.h"

/* --- for people --- */

static void people(struct chy_pen *pen, const struct chy_pending_act *act, bool signed_by,
                   const char *label)
{
    for (size_t i = 0; i < act->statement.signatories; i++) {
        if (act->has_signed[i] != signed_by)
            continue;
        chy_buf_printf(&pen->out, "  %-12s", label);
        chy_describe_signatory(&pen->out, &act->statement.signatory[i]);
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
    for (size_t i = 0; i < pending->unreads; i++) {
        chy_pen_text(pen, pending->unread[i].name);
        chy_buf_printf(&pen->out, " cannot be read: %s\n", pending->unread[i].why);
    }
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
        if (act->has_signed[i] != signed_by)
            continue;
        struct chy_json *object = chy_json_new_object();
        chy_json_set(object, "name", text_or_null(one->name));
        chy_json_set(object, "office", chy_json_new_cstring(one->office.office));
        chy_json_set(object, "of", chy_json_new_cstring(one->office.of));
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
    struct chy_json *root = chy_json_new_object(), *acts = chy_json_new_array(),
                    *unread = chy_json_new_array();
    for (size_t i = 0; i < pending->acts; i++)
        chy_json_append(acts, act_json(&pending->act[i]));
    for (size_t i = 0; i < pending->unreads; i++) {
        struct chy_json *object = chy_json_new_object();
        chy_json_set(object, "name", name_json(pending->unread[i].name));
        chy_json_set(object, "why", chy_json_new_cstring(pending->unread[i].why));
        chy_json_append(unread, object);
    }
    chy_json_set(root, "pending", acts);
    chy_json_set(root, "unsigned", chy_json_new_integer((int64_t)pending->strange));
    chy_json_set(root, "unreadable", unread);
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
        *status = pending.unreads > 0 ? CHANCERY_EXIT_INDETERMINATE : CHANCERY_EXIT_OK;
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
