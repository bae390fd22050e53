/*
 * folder_tree.c - a folder and the folders in it, for commands that look through all of one.
 */
#include "base/file.h"

#include "base/limits.h"
#include "base/span.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

struct tree {
    const char *top;
    char **within; /* each is looked through after those before it */
    size_t count, cap;
};

static bool add_take(struct tree *tree, char *within, chancery_error *error)
{
    if (within && chy_grow(&tree->within, &tree->cap, tree->count, sizeof *tree->within,
                           CHY_MAX_FOLDERS, "folders", error)) {
        tree->within[tree->count++] = within;
        return true;
    }
    free(within);
    return false;
}

static size_t depth_of(const char *within)
{
    size_t depth = *within != '\0';
    for (; *within; within++)
        depth += *within == '/';
    return depth;
}

/* Is this name, no symbolic link, of that kind here? */
static bool is_kind(DIR *dir, const char *name, mode_t kind)
{
    struct stat st;
    return fstatat(dirfd(dir), name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
           (st.st_mode & S_IFMT) == kind;
}

static bool add_inner(struct tree *tree, const char *within, const char *name,
                      chancery_error *error)
{
    if (depth_of(within) == CHY_MAX_FOLDER_DEPTH) {
        chy_fail(error, CHANCERY_E_LIMIT, "folders stand in it more than %u deep, the limit",
                 CHY_MAX_FOLDER_DEPTH);
        return chy_fail_next(error, "Name an inner folder.");
    }
    return add_take(tree, chy_dupf(error, "%s%s%s", within, *within ? "/" : "", name), error);
}

/* The folders in this one; of a bag, its data. *is_bag: it is one, and not itself looked at. */
static bool look(struct tree *tree, const char *within, bool *is_bag, chancery_error *error)
{
    const struct dirent *entry;
    char *path = chy_folder_within(tree->top, within, error);
    DIR *dir = path ? opendir(path) : NULL;
    bool ok = dir != NULL;
    if (path && !dir)
        chy_fail_errno(error, path, "cannot list the folder");
    *is_bag = dir && is_kind(dir, "bagit.txt", S_IFREG);
    while (ok && (errno = 0, entry = readdir(dir)) != NULL) {
        const char *name = entry->d_name;
        if ((*is_bag && strcmp(name, "data") != 0) || !chy_path_is_plain(chy_span_str(name)) ||
            !is_kind(dir, name, S_IFDIR))
            continue;
        ok = add_inner(tree, within, name, error);
        if (!ok)
            chy_fail_where(error, path);
    }
    if (ok && errno != 0)
        ok = chy_fail_errno(error, path, "cannot list the folder");
    if (dir)
        closedir(dir);
    free(path);
    return ok;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool chy_folder_tree(char ***within, size_t *count, const char *folder, chancery_error *error)
{
    struct tree tree = {.top = folder};
    size_t kept = 0;
    bool ok = add_take(&tree, chy_dup(chy_span_str(""), error), error);
    for (size_t i = 0; ok && i < tree.count; i++) {
        bool is_bag = false;
        char *one = tree.within[i];
        ok = look(&tree, one, &is_bag, error);
        if (is_bag) {
            free(one);
            tree.within[i] = NULL;
        }
    }
    for (size_t i = 0; i < tree.count; i++) {
        if (tree.within[i])
            tree.within[kept++] = tree.within[i];
    }
    if (!ok) {
        chy_names_free(tree.within, kept);
        return false;
    }
    if (kept > 1)
        qsort(tree.within, kept, sizeof *tree.within, by_bytes);
    *within = tree.within;
    *count = kept;
    return true;
}

char *chy_folder_within(const char *folder, const char *within, chancery_error *error)
{
    return *within ? chy_path_join(folder, chy_span_str(within), error)
                   : chy_dup(chy_span_str(folder), error);
}
