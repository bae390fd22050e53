/*
 * directory_index.c - the numbers of strings and posts. directory_people.c does people and
 * keys.
 */
#include "custody/directory_index.h"

#include <stdio.h>
#include <stdlib.h>

/* --- strings --- */

/* The number of a words form, given one if it has none. */
static bool number_words(struct chy_directory_index *index, uint32_t *number,
                         chancery_span words, chancery_error *error)
{
    *number = chy_table_find(&index->string, words);
    if (*number != CHY_NOT_FOUND)
        return true;
    if (!chy_grow(&index->words, &index->string_cap, index->strings, sizeof *index->words,
                  CHY_SEVERAL_POSTS, "names", error))
        return false;
    char *copy = chy_dup(words, error);
    if (!copy)
        return false;
    *number = (uint32_t)index->strings;
    index->words[index->strings++] = copy;
    return chy_table_put(&index->string, chy_span_str(copy), *number, error);
}

/* The number of a string that stays where it is. A string that is not its own words form is no
 * other string's, since making words forms is idempotent: it can stand in the same table. */
bool chy_index_number(struct chy_directory_index *index, uint32_t *number, const char *text,
                      const char *where, chancery_error *error)
{
    chancery_span raw = chy_span_str(text);
    struct chy_buf words = {0};
    chancery_error why = CHANCERY_ERROR_INIT;
    bool ok = false;

    *number = chy_table_find(&index->string, raw);
    if (*number != CHY_NOT_FOUND)
        return true;
    if (!chy_words_of(&words, raw, &why) || !chy_buf_finish(&words, &why)) {
        chy_fail(error, why.code == CHANCERY_E_MEMORY ? why.code : CHANCERY_E_FORMAT,
                 "\"%s\" cannot be a name or an office: %s", text, why.text);
        chy_fail_where(error, where);
        goto out;
    }
    if (!number_words(index, number, chy_buf_view(&words), error))
        goto out;
    ok = chy_span_eq(chy_buf_view(&words), raw) ||
         chy_table_put(&index->string, raw, *number, error);
out:
    chy_buf_done(&words);
    return ok;
}

uint32_t chy_index_string(const struct chy_directory_index *index, const char *text)
{
    uint32_t number = chy_table_find(&index->string, chy_span_str(text));
    if (number != CHY_NOT_FOUND)
        return number;
    struct chy_buf words = {0};
    if (chy_words_of(&words, chy_span_str(text), NULL) && chy_buf_ok(&words))
        number = chy_table_find(&index->string, chy_buf_view(&words));
    chy_buf_done(&words);
    return number;
}

/* --- posts --- */

static chancery_span key_view(const struct chy_post_key *key)
{
    return chy_span(key, sizeof *key);
}

static bool number_office(struct chy_directory_index *index, struct chy_post_key *key,
                          const char *office, const char *of, const char *where,
                          chancery_error *error)
{
    return chy_index_number(index, &key->office, office, where, error) &&
           chy_index_number(index, &key->of, of, where, error);
}

static bool add_post(struct chy_directory_index *index, const struct chy_post *post,
                     chancery_error *error)
{
    struct chy_post *place = &index->posts[index->post_count];
    *place = *post;
    return chy_table_put(&index->post, key_view(&place->key), (uint32_t)index->post_count++,
                         error);
}

/* The post number of an office by its own name. */
static bool number_post(struct chy_directory_index *index, uint32_t *number,
                        const struct chy_office *office, const char *where,
                        chancery_error *error)
{
    struct chy_post post = {.number = (uint32_t)index->post_count, .as = office};
    if (!number_office(index, &post.key, office->office, office->of, where, error))
        return false;
    uint32_t place = chy_table_find(&index->post, key_view(&post.key));
    *number = place != CHY_NOT_FOUND ? place : post.number;
    return place != CHY_NOT_FOUND || add_post(index, &post, error);
}

/* What is void names no office; its strings still have to be names. */
static bool check_void(struct chy_directory_index *index, const struct chy_office *office,
                       const char *where, chancery_error *error)
{
    struct chy_post_key key;
    return number_office(index, &key, office->office, office->of, where, error);
}

static bool add_alias(struct chy_directory_index *index, const struct chy_alias *alias,
                      chancery_error *error)
{
    static const char where[] = "$.offices";
    struct chy_post post = {.as = &alias->office};
    if (!number_post(index, &post.number, &alias->office, where, error) ||
        !number_office(index, &post.key, alias->alias, alias->office.of, where, error))
        return false;
    if (index->posts[post.number].number != post.number) {
        chy_fail(error, CHANCERY_E_FORMAT, "\"%s; %s\" is an alias and has aliases itself",
                 alias->office.office, alias->office.of);
        return chy_fail_where(error, where);
    }
    if (alias->first && index->posts[post.number].listed) {
        chy_fail(error, CHANCERY_E_FORMAT, "\"%s; %s\" is listed twice with aliases",
                 alias->office.office, alias->office.of);
        return chy_fail_where(error, where);
    }
    index->posts[post.number].listed = true;
    uint32_t taken = chy_table_find(&index->post, key_view(&post.key));
    if (taken == CHY_NOT_FOUND)
        return add_post(index, &post, error);
    const struct chy_office *other = index->posts[taken].as;
    chy_fail(error, CHANCERY_E_FORMAT,
             "the alias \"%s\" of \"%s; %s\" is taken: it names \"%s; %s\" already",
             alias->alias, alias->office.office, alias->office.of, other->office, other->of);
    return chy_fail_where(error, where);
}

bool chy_index_posts(struct chy_directory *directory, chancery_error *error)
{
    struct chy_directory_index *index = directory->index;
    size_t most = directory->holders + 2 * directory->authorizations + 2 * directory->aliases +
                  directory->office_quorums;
    char where[64];

    index->posts = calloc(most + 1, sizeof *index->posts);
    if (!index->posts)
        return chy_fail_memory(error);
    for (size_t i = 0; i < directory->holders; i++) {
        snprintf(where, sizeof where, "$.holders[%zu]", i);
        struct chy_holder *holder = &directory->holder[i];
        holder->post = CHY_NOT_FOUND;
        if (holder->voided ? !check_void(index, &holder->office, where, error)
                           : !number_post(index, &holder->post, &holder->office, where, error))
            return false;
    }
    for (size_t i = 0; i < directory->authorizations; i++) {
        struct chy_authorization *one = &directory->authorization[i];
        snprintf(where, sizeof where, "$.authorizations[%zu]", i);
        one->post = one->for_post = CHY_NOT_FOUND;
        if (one->voided
                ? !check_void(index, &one->office, where, error) ||
                      !check_void(index, &one->on_behalf_of, where, error)
                : !number_post(index, &one->post, &one->office, where, error) ||
                      !number_post(index, &one->for_post, &one->on_behalf_of, where, error))
            return false;
    }
    for (size_t i = 0; i < directory->office_quorums; i++) {
        struct chy_quorum *one = &directory->office_quorum[i];
        snprintf(where, sizeof where, "$.thresholds[%zu]", i);
        one->post = CHY_NOT_FOUND;
        if (one->voided ? !check_void(index, &one->office, where, error)
                        : !number_post(index, &one->post, &one->office, where, error))
            return false;
    }
    /* last, so that an alias that is also an entry's office is found out here */
    for (size_t i = 0; i < directory->aliases; i++) {
        const struct chy_alias *alias = &directory->alias[i];
        const struct chy_office other = {alias->alias, alias->office.of};
        if (alias->voided ? !check_void(index, &alias->office, "$.offices", error) ||
                                !check_void(index, &other, "$.offices", error)
                          : !add_alias(index, alias, error))
            return false;
    }
    return true;
}

bool chy_index_offices(struct chy_directory_index *index, chancery_error *error)
{
    index->of_office = calloc(index->strings + 1, sizeof *index->of_office);
    if (!index->of_office)
        return chy_fail_memory(error);
    for (size_t i = 0; i < index->strings; i++)
        index->of_office[i] = CHY_NO_POST;
    for (size_t i = 0; i < index->post_count; i++) {
        uint32_t *post = &index->of_office[index->posts[i].key.office];
        *post = *post == CHY_NO_POST ? index->posts[i].number : CHY_SEVERAL_POSTS;
    }
    return true;
}

uint32_t chy_index_post(const struct chy_directory_index *index,
                        const struct chy_office *office)
{
    struct chy_post_key key = {chy_index_string(index, office->office), CHY_NOT_FOUND};
    if (key.office != CHY_NOT_FOUND)
        key.of = chy_index_string(index, office->of);
    if (key.of == CHY_NOT_FOUND)
        return CHY_NOT_FOUND;
    uint32_t place = chy_table_find(&index->post, key_view(&key));
    return place != CHY_NOT_FOUND ? index->posts[place].number : CHY_NOT_FOUND;
}

void chy_directory_index_free(struct chy_directory_index *index)
{
    if (!index)
        return;
    for (size_t i = 0; i < index->strings; i++)
        free(index->words[i]);
    free(index->words);
    free(index->posts);
    free(index->of_office);
    chy_table_done(&index->string);
    chy_table_done(&index->post);
    chy_table_done(&index->person);
    chy_table_done(&index->key);
    chy_table_done(&index->keyid);
    chy_table_done(&index->held);
    chy_table_done(&index->may);
    chy_table_done(&index->end);
    free(index->term);
    free(index);
}
