/*
 * data.h - finds the test data that others published: CHANCERY_CONFORMANCE names its folder.
 */
#ifndef CHY_TEST_DATA_H
#define CHY_TEST_DATA_H

#include "base/file.h"
#include "base/json.h"

#include <stdlib.h>

/* Reads FOLDER/path; false if there is no such data, and the test is to be skipped. */
static inline bool data_read(struct chy_buf *out, const char *path)
{
    const char *folder = getenv("CHANCERY_CONFORMANCE");
    char *full = chy_dupf(NULL, "%s/%s", folder ? folder : "../shared/conformance", path);
    bool ok = full && chy_file_read(out, full, 1u << 26, NULL);
    chancery_free(full);
    return ok;
}

/* The same as JSON, freed with chy_json_free. NULL: skip. */
static inline struct chy_json *data_json(const char *path)
{
    struct chy_buf file = {0};
    struct chy_json *json = NULL;
    if (data_read(&file, path) && !chy_json_parse(&json, chy_buf_view(&file), NULL))
        json = NULL;
    chy_buf_done(&file);
    return json;
}

#endif
