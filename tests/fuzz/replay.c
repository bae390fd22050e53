/*
 * replay.c - runs one fuzz target over files and folders without a fuzzer: replay_TOPIC PATH...
 *
 * Of a vector ("expect: ..." lines, a blank line, the input) the target gets the input; of any
 * other file, all of it. Each input is a test, printed as a line of TAP; a target that objects
 * to one aborts.
 */
#include "base/file.h"
#include "base/limits.h"
#include "base/span.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned replayed;

static void run(const char *name, chancery_span input)
{
    LLVMFuzzerTestOneInput(input.ptr, input.len);
    printf("ok %u - %s\n", ++replayed, name);
    fflush(stdout); /* so that after a crash the last line tells which input came before it */
}

static bool run_file(const char *path, chancery_error *error)
{
    struct chy_buf file = {0};
    bool ok = chy_file_read(&file, path, CHY_MAX_RECORD, error);
    if (ok) {
        chancery_span rest = chy_buf_view(&file), line;
        if (chy_span_starts(rest, CHY_LITERAL("expect: "))) {
            while (chy_span_line(&line, &rest) && line.len > 0) {
            }
        }
        run(path, rest);
    }
    chy_buf_done(&file);
    return ok;
}

static bool run_folder(const char *path, chancery_error *error)
{
    char **names = NULL;
    size_t count = 0;
    bool ok = chy_file_list(&names, &count, path, "", error);
    for (size_t i = 0; ok && i < count; i++) {
        char *file = chy_path_join(path, chy_span_str(names[i]), error);
        ok = file != NULL && run_file(file, error);
        free(file);
    }
    chy_names_free(names, count);
    return ok;
}

int main(int argc, char **argv)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    bool ok = chancery_init(&error);
    if (ok)
        run("no bytes", (chancery_span){(const uint8_t *)"", 0});
    for (int i = 1; ok && i < argc; i++) {
        struct stat about;
        if (stat(argv[i], &about) != 0) {
            printf("# %s is not there\n", argv[i]);
        } else {
            ok = S_ISDIR(about.st_mode) ? run_folder(argv[i], &error)
                                        : run_file(argv[i], &error);
        }
    }
    if (!ok)
        printf("not ok - %s: %s\n", error.where, error.text);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
