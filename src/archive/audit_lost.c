/*
 * audit_lost.c - what file systems make at their root, and no archivist put there.
 */
#include "archive/audit.h"

#include "base/fd.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

bool chy_audit_is_lost_found(const struct chy_audit *audit, const char *name)
{
    if (strcmp(name, "lost+found") != 0)
        return false;
    int fd = openat(audit->folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno == EACCES;
    DIR *folder = fdopendir(fd);
    size_t names = 0;
    if (!folder)
        close(fd);
    while (folder && readdir(folder))
        names++;
    if (folder)
        closedir(folder);
    return folder && names <= 2; /* "." and ".." */
}
