/*
 * file_bag.c - whether a file stands in a bag (RFC 8493), whose files never change: what is
 * added there is damage to whoever checks the bag.
 */
#include "base/file.h"

#include "base/escape.h"
#include "base/span.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A declaration begins with this and a digit of the version. */
static const char declaration[] = "BagIt-Version: ";

static bool declares(int folder)
{
    char head[sizeof declaration];
    struct stat st;
    int fd = openat(folder, "bagit.txt", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool is = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
              pread(fd, head, sizeof head, 0) == (ssize_t)sizeof head &&
              memcmp(head, declaration, sizeof declaration - 1) == 0 &&
              head[sizeof head - 1] >= '0' && head[sizeof head - 1] <= '9';
    if (fd >= 0)
        close(fd);
    return is;
}

bool chy_file_is_bag(const char *path)
{
    struct stat st;
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is = folder >= 0 && fstatat(folder, "data", &st, AT_SYMLINK_NOFOLLOW) == 0 &&
              S_ISDIR(st.st_mode) && declares(folder);
    if (folder >= 0)
        close(folder);
    return is;
}

static bool fail_bagged(const char *path, const char *bag, chancery_error *error)
{
    char *shown = chy_esc(chy_span_str(bag));
    if (!shown)
        return chy_fail_memory(error);
    chy_fail(error, CHANCERY_E_REFUSED, "it stands in the bag %s, which never changes", shown);
    free(shown);
    chy_fail_where(error, path);
    return chy_fail_next(error,
                         "Copy the document and its record out of the bag, and do it there; "
                         "what is kept in an archive is then added again: chancery archive "
                         "add.");
}

bool chy_file_outside_bags(const char *path, chancery_error *error)
{
    char *folder = chy_path_folder(path, error);
    char *real = folder ? realpath(folder, NULL) : NULL;
    bool ok = folder != NULL;
    if (folder && !real && errno == ENOMEM)
        ok = chy_fail_memory(error);
    for (size_t len = real ? strlen(real) : 0; ok && len > 0;) {
        if (chy_file_is_bag(real))
            ok = fail_bagged(path, real, error);
        while (len > 0 && real[--len] != '/')
            ;
        real[len] = '\0'; /* not the root itself, which is no bag */
    }
    free(real);
    free(folder);
    return ok;
}
