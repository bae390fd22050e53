/*
 * fuzz_directory.c - a version that is read is written as the same bytes and answers every
 * question about itself; a directory file that is read holds what its lines say.
 */
#include "custody/directory_file.h"
#include "custody/directory_step.h"
#include "vector.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* Every holder is found by name, office, date and key; every alias is its office. */
static void check_lookups(const struct chy_directory *directory)
{
    const struct chy_holder *found;
    for (size_t i = 0; i < directory->holders; i++) {
        const struct chy_holder *one = &directory->holder[i];
        if (one->voided)
            continue;
        require(chy_directory_held(directory, one->name, &one->office, one->since, &found) ==
                CHY_HELD);
        require(chy_same_name(found->name, one->name));
        require(chy_directory_gives(directory, &one->key, one->name, &one->office, one->since));
        found = chy_directory_keyid(directory, &one->keyid);
        require(found && memcmp(&found->key, &one->key, sizeof one->key) == 0);
    }
    for (size_t i = 0; i < directory->aliases; i++) {
        const struct chy_alias *one = &directory->alias[i];
        if (one->voided)
            continue;
        struct chy_office other = {one->alias, one->office.of};
        require(chy_same_office(directory, &one->office, &other));
    }
    for (size_t i = 0; i < directory->authorizations; i++) {
        const struct chy_authorization *one = &directory->authorization[i];
        if (one->voided)
            continue;
        for (enum chy_act_type act = CHY_ACT_LETTER; act < CHY_ACT_LATER; act++)
            require(!one->act[act] || chy_directory_allows(directory, &one->office, act,
                                                           &one->on_behalf_of, one->since));
    }
    for (size_t i = 0; i < directory->ends; i++)
        require(directory->end[i].voided ||
                chy_directory_end(directory, &directory->end[i].key));
}

static void check_payload(chancery_span payload)
{
    struct chy_directory directory;
    struct chy_buf again = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    if (!chy_directory_read(&directory, payload, &error)) {
        require(error.code != CHANCERY_OK && error.text[0]);
        return;
    }
    require(chy_directory_write(&again, &directory, NULL));
    require(chy_span_eq(chy_buf_view(&again), payload));
    check_lookups(&directory);
    require(chy_directory_history(&directory, &directory, NULL));
    chy_buf_done(&again);
    chy_directory_done(&directory);
}

/* Read by what it changes of the version before, it is what it is as a whole. */
static void check_step(struct chy_versions *versions, const struct chy_version *before,
                       const struct chy_version *after)
{
    struct chy_directory old = {0}, new = {0};
    struct chy_step step = {0}, next = {0};
    chancery_span payload;
    require(chy_version_payload(&payload, versions, before, NULL));
    if (!chy_step_whole(&step, payload, NULL))
        return;
    require(chy_directory_read_part(&old, payload, NULL));
    require(chy_version_payload(&payload, versions, after, NULL));
    bool follows =
        chy_directory_read_part(&new, payload, NULL) && chy_directory_history(&old, &new, NULL);
    require(chy_step_next(&next, &step, payload) == follows);
    chy_step_done(&step);
    chy_step_done(&next);
    chy_directory_done(&old);
    chy_directory_done(&new);
}

static void check_file(chancery_span bytes)
{
    struct chy_versions versions;
    if (!chy_versions_read(&versions, bytes, NULL))
        return;
    for (size_t i = 0; i < versions.count; i++) {
        require(versions.item[i].signatures > 0);
        require(i == 0 || versions.item[i - 1].claims <= versions.item[i].claims);
        chancery_span payload;
        require(chy_version_payload(&payload, &versions, &versions.item[i], NULL));
        check_payload(payload);
        if (i > 0)
            check_step(&versions, &versions.item[i - 1], &versions.item[i]);
    }
    chy_versions_done(&versions);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct vector v = vector_of("", chy_span(data, size));
    check_payload(vector_line(&v));
    check_file(v.input);
    return 0;
}
