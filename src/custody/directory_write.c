/*
 * directory_write.c - a struct into one version's canonical payload, and freeing it.
 */
#include "custody/directory_index.h"
#include "custody/directory_time.h"
#include "custody/directory_log.h"

#include <stdlib.h>

static void set_office(struct chy_json *object, const struct chy_office *office)
{
    chy_json_set(object, "office", chy_json_new_cstring(office->office));
    chy_json_set(object, "of", chy_json_new_cstring(office->of));
}

static void set_term(struct chy_json *object, chancery_date since, chancery_date until)
{
    chy_json_set(object, "since", chy_json_new_date(since));
    chy_json_set(object, "until", chy_json_new_date(until));
}

/* Present only where there is a reason, so that what was never ended reads as it always did. */
static void set_reason(struct chy_json *object, const char *key, const char *reason)
{
    if (reason)
        chy_json_set(object, key, chy_json_new_cstring(reason));
}

static struct chy_json *new_key(const chancery_public_key *key)
{
    return chy_json_new_hex(key->b, sizeof key->b);
}

static struct chy_json *new_holders(const struct chy_directory *directory)
{
    struct chy_json *list = chy_json_new_array();
    for (size_t i = 0; i < directory->holders; i++) {
        const struct chy_holder *holder = &directory->holder[i];
        struct chy_json *object = chy_json_new_object();
        chy_json_set(object, "name", chy_json_new_cstring(holder->name));
        set_office(object, &holder->office);
        chy_json_set(object, "key", new_key(&holder->key));
        chy_json_set(object, "capacity", chy_json_new_cstring(holder->capacity));
        set_term(object, holder->since, holder->until);
        set_reason(object, "ended", holder->ended);
        set_reason(object, "void", holder->voided);
        chy_json_append(list, object);
    }
    return list;
}

static struct chy_json *new_acts(const struct chy_authorization *one)
{
    struct chy_json *list = chy_json_new_array();
    enum chy_act_type type;
    for (size_t i = 0; chy_act_for_another(&type, i); i++) {
        if (one->act[type])
            chy_json_append(list, chy_json_new_cstring(chy_act_name(type)));
    }
    return list;
}

static struct chy_json *new_authorizations(const struct chy_directory *directory)
{
    struct chy_json *list = chy_json_new_array();
    for (size_t i = 0; i < directory->authorizations; i++) {
        const struct chy_authorization *one = &directory->authorization[i];
        struct chy_json *object = chy_json_new_object(), *other = chy_json_new_object();
        chy_json_set(object, "acts", new_acts(one));
        set_office(object, &one->office);
        set_office(other, &one->on_behalf_of);
        chy_json_set(object, "for", other);
        set_term(object, one->since, one->until);
        set_reason(object, "ended", one->ended);
        set_reason(object, "void", one->voided);
        chy_json_append(list, object);
    }
    return list;
}

static struct chy_json *new_quorums(const struct chy_directory *directory)
{
    struct chy_json *list = chy_json_new_array();
    for (size_t i = 0; i < directory->office_quorums; i++) {
        const struct chy_quorum *one = &directory->office_quorum[i];
        struct chy_json *object = chy_json_new_object();
        set_office(object, &one->office);
        chy_json_set(object, "persons", chy_json_new_integer(one->persons));
        set_term(object, one->since, one->until);
        set_reason(object, "ended", one->ended);
        set_reason(object, "void", one->voided);
        chy_json_append(list, object);
    }
    return list;
}

static struct chy_json *new_offices(const struct chy_directory *directory)
{
    struct chy_json *list = chy_json_new_array();
    for (size_t i = 0; i < directory->aliases;) {
        struct chy_json *object = chy_json_new_object(), *aliases = chy_json_new_array();
        set_office(object, &directory->alias[i].office);
        set_reason(object, "void", directory->alias[i].voided);
        do
            chy_json_append(aliases, chy_json_new_cstring(directory->alias[i++].alias));
        while (i < directory->aliases && !directory->alias[i].first);
        chy_json_set(object, "aliases", aliases);
        chy_json_append(list, object);
    }
    return list;
}

static struct chy_json *new_ends(const struct chy_directory *directory)
{
    struct chy_json *list = chy_json_new_array();
    for (size_t i = 0; i < directory->ends; i++) {
        const struct chy_key_end *end = &directory->end[i];
        struct chy_json *object = chy_json_new_object();
        chy_json_set(object, "key", new_key(&end->key));
        chy_json_set(object, "state", chy_json_new_cstring(end->state));
        chy_json_set(object, "at", chy_json_new_date(end->at));
        chy_json_set(object, "by", end->has_by ? new_key(&end->by) : chy_json_new_null());
        set_reason(object, "void", end->voided);
        chy_json_append(list, object);
    }
    return list;
}

static struct chy_json *new_roots(const struct chy_directory *directory)
{
    struct chy_json *object = chy_json_new_object(), *keys = chy_json_new_array();
    for (size_t i = 0; i < directory->roots; i++)
        chy_json_append(keys, new_key(&directory->root[i]));
    chy_json_set(object, "keys", keys);
    chy_json_set(object, "threshold", chy_json_new_integer(directory->threshold));
    return object;
}

struct chy_json *chy_directory_json(const struct chy_directory *directory)
{
    struct chy_json *object = chy_json_new_object();
    chy_json_set(object, "format", chy_json_new_cstring(CHY_DIRECTORY_FORMAT));
    chy_json_set(object, "id", chy_json_new_hex(directory->id.b, sizeof directory->id.b));
    chy_json_set(object, "version", chy_json_new_integer(directory->version));
    chy_json_set(object, "previous",
                 directory->has_previous
                     ? chy_json_new_hex(directory->previous.b, sizeof directory->previous.b)
                     : chy_json_new_null());
    chy_json_set(object, "expires", chy_json_new_date(directory->expires));
    chy_json_set(object, "roots", new_roots(directory));
    chy_json_set(object, "holders", new_holders(directory));
    chy_json_set(object, "offices", new_offices(directory));
    chy_json_set(object, "authorizations", new_authorizations(directory));
    chy_json_set(object, "keyEnds", new_ends(directory));
    if (directory->office_quorums > 0) /* few have any: the others read as they always did */
        chy_json_set(object, "thresholds", new_quorums(directory));
    chy_directory_time_json(object, directory);
    chy_directory_logs_json(object, directory);
    return object;
}

bool chy_directory_write(struct chy_buf *out, const struct chy_directory *directory,
                         chancery_error *error)
{
    struct chy_json *json = chy_directory_json(directory);
    chy_json_write_canonical(out, json);
    chy_json_free(json);
    return chy_buf_finish(out, error);
}

void chy_directory_done(struct chy_directory *directory)
{
    for (size_t i = 0; i < directory->holders; i++) {
        free(directory->holder[i].name);
        free(directory->holder[i].capacity);
        free(directory->holder[i].ended);
        free(directory->holder[i].voided);
        chy_office_done(&directory->holder[i].office);
    }
    for (size_t i = 0; i < directory->aliases; i++) {
        chy_office_done(&directory->alias[i].office);
        free(directory->alias[i].alias);
        free(directory->alias[i].voided);
    }
    for (size_t i = 0; i < directory->authorizations; i++) {
        chy_office_done(&directory->authorization[i].office);
        chy_office_done(&directory->authorization[i].on_behalf_of);
        free(directory->authorization[i].ended);
        free(directory->authorization[i].voided);
    }
    for (size_t i = 0; i < directory->office_quorums; i++) {
        chy_office_done(&directory->office_quorum[i].office);
        free(directory->office_quorum[i].ended);
        free(directory->office_quorum[i].voided);
    }
    for (size_t i = 0; i < directory->ends; i++) {
        free(directory->end[i].state);
        free(directory->end[i].voided);
    }
    chy_directory_time_done(directory);
    chy_directory_logs_done(directory);
    free(directory->root);
    free(directory->holder);
    free(directory->alias);
    free(directory->authorization);
    free(directory->end);
    free(directory->office_quorum);
    chy_directory_index_free(directory->index);
    *directory = (struct chy_directory){0};
}
