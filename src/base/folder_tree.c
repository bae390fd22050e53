#include "base/folder_tree.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/span.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

/* --- what is skipped --- */

static char *joined(const char *within, const char *name, chancery_error *error)
{
    return chy_dupf(error, "%s%s%s", within, *within && *name ? "/" : "", name);
}

bool chy_skips_add(struct chy_skips *skips, const char *within, const char *name,
                   const char *why, chancery_error *error)
{
    struct chy_skipped made = {joined(within, name, error), chy_dup(chy_span_str(why), error)};
    if (made.name && made.why &&
        chy_grow(&skips->item, &skips->cap, skips->count, sizeof *skips->item, SIZE_MAX,
                 "files", error)) {
        skips->item[skips->count++] = made;
        return true;
    }
    free(made.name);
    free(made.why);
    return false;
}

bool chy_skips_error(struct chy_skips *skips, const char *within, const char *name,
                     const chancery_error *why, chancery_error *error)
{
    return why->code == CHANCERY_E_MEMORY
               ? chy_fail_memory(error)
               : chy_skips_add(skips, within, name, why->text, error);
}

void chy_skips_done(struct chy_skips *skips)
{
    for (size_t i = 0; i < skips->count; i++) {
        free(skips->item[i].name);
        free(skips->item[i].why);
    }
    free(skips->item);
    *skips = (struct chy_skips){0};
}

/* --- the folders --- */

struct walk {
    struct chy_tree *tree; /* each folder is looked into after those before it */
    struct chy_skips *skips;
    const char *top;
    chancery_error *error;
};

static bool add_take(struct walk *walk, char *within)
{
    struct chy_tree *tree = walk->tree;
    if (within && chy_grow(&tree->folder, &tree->cap, tree->folders, sizeof *tree->folder,
                           CHY_MAX_FOLDERS, "folders", walk->error)) {
        tree->folder[tree->folders++] = (struct chy_tree_folder){.within = within};
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

/* What this name, no symbolic link, is here: S_IFDIR, S_IFREG, others 0. */
static mode_t kind_of(DIR *dir, const char *name)
{
    struct stat st;
    mode_t kind = fstatat(dirfd(dir), name, &st, AT_SYMLINK_NOFOLLOW) == 0
                      ? (mode_t)(st.st_mode & S_IFMT)
                      : 0;
    return kind == S_IFDIR || kind == S_IFREG ? kind : 0;
}

static bool add_inner(struct walk *walk, const char *within, const char *name)
{
    if (depth_of(within) < CHY_MAX_FOLDER_DEPTH)
        return add_take(walk, joined(within, name, walk->error));
    return chy_skips_add(walk->skips, within, name,
                         "it stands deeper in other folders than the limit: name an inner "
                         "folder",
                         walk->error);
}

/* One name of a folder: another folder to look into, something to skip, or neither. */
static bool take(struct walk *walk, DIR *dir, const char *within, bool is_bag, const char *name)
{
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return true;
    const mode_t kind = kind_of(dir, name);
    if (kind != 0 && !chy_path_is_plain(chy_span_str(name)))
        return chy_skips_add(walk->skips, within, name, "its name holds control characters",
                             walk->error);
    if (kind != S_IFDIR)
        return true;
    if (is_bag && strcmp(name, "data") != 0)
        return chy_skips_add(walk->skips, within, name,
                             "it stands in a bag, of which the folder data is looked through",
                             walk->error);
    return add_inner(walk, within, name);
}

static bool list(struct walk *walk, size_t index, chancery_error *why)
{
    const struct dirent *entry;
    const char *within = walk->tree->folder[index].within;
    char *path = chy_tree_path(walk->top, within, walk->error);
    DIR *dir = path ? opendir(path) : NULL;
    bool ok = path != NULL;
    if (dir) {
        const bool is_bag = chy_file_is_bag(path);
        walk->tree->folder[index].is_bag = is_bag;
        while (ok && (errno = 0, entry = readdir(dir)) != NULL)
            ok = take(walk, dir, within, is_bag, entry->d_name);
    }
    if (ok && (!dir || errno != 0))
        chy_fail_errno(why, path, "cannot list the folder");
    if (dir)
        closedir(dir);
    free(path);
    return ok;
}

/* One folder that cannot be listed hides nothing else, if it is not the first. */
static bool look(struct walk *walk, size_t index)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    if (!list(walk, index, &why))
        return chy_fail_where(walk->error, walk->top);
    if (why.code == CHANCERY_OK)
        return true;
    if (index > 0)
        return chy_skips_error(walk->skips, walk->tree->folder[index].within, "", &why,
                               walk->error);
    if (walk->error && walk->error->code == CHANCERY_OK)
        *walk->error = why;
    return false;
}

static int by_bytes(const void *a, const void *b)
{
    const struct chy_tree_folder *one = a, *other = b;
    return strcmp(one->within, other->within);
}

bool chy_tree_find(struct chy_tree *out, struct chy_skips *skips, const char *folder,
                   chancery_error *error)
{
    struct walk walk = {out, skips, folder, error};
    bool ok = add_take(&walk, chy_dup(chy_span_str(""), error));
    for (size_t i = 0; ok && i < out->folders; i++)
        ok = look(&walk, i);
    if (ok && out->folders > 1)
        qsort(out->folder, out->folders, sizeof *out->folder, by_bytes);
    return ok;
}

void chy_tree_done(struct chy_tree *tree)
{
    for (size_t i = 0; i < tree->folders; i++)
        free(tree->folder[i].within);
    free(tree->folder);
    *tree = (struct chy_tree){0};
}

char *chy_tree_path(const char *folder, const char *within, chancery_error *error)
{
    return *within ? chy_path_join(folder, chy_span_str(within), error)
                   : chy_dup(chy_span_str(folder), error);
}

/* --- the files in one of them --- */

static bool ends_in_one(const char *name, const char *const *suffixes)
{
    for (; *suffixes; suffixes++)
        if (chy_span_ends(chy_span_str(name), chy_span_str(*suffixes)))
            return true;
    return false;
}

bool chy_tree_names(char ***names, size_t *count, struct chy_skips *skips, const char *path,
                    const struct chy_tree_folder *folder, const char *const *suffixes,
                    chancery_error *error)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    bool ok = true;
    *names = NULL;
    *count = 0;
    if (!chy_file_list(names, count, path, "", &why))
        return chy_skips_error(skips, folder->within, "", &why, error);
    if (!folder->is_bag)
        return true;
    for (size_t i = 0; ok && i < *count; i++)
        if (ends_in_one((*names)[i], suffixes))
            ok = chy_skips_add(skips, folder->within, (*names)[i],
                               "it stands in a bag, of which the folder data is looked through",
                               error);
    chy_names_free(*names, *count);
    *names = NULL;
    *count = 0;
    return ok;
}
