/*
 * folder_tree.h - a folder and the folders in it, for commands that look through all of one and
 * pass over nothing silently.
 */
#ifndef CHY_FOLDER_TREE_H
#define CHY_FOLDER_TREE_H

#include "base/error.h"

#include <stddef.h>

/* What is not looked at, and why. */
struct chy_skipped {
    char *name; /* as it is joined to the path of the folder at the top; not escaped */
    char *why;  /* printable */
};

struct chy_skips {
    struct chy_skipped *item;
    size_t count, cap;
};

/* within "": in the folder at the top. CHANCERY_E_MEMORY. */
CHY_MUST_USE bool chy_skips_add(struct chy_skips *skips, const char *within, const char *name,
                                const char *why, chancery_error *error);
/* The same of what `why` says, unless that is that memory ran out, which ends everything. */
CHY_MUST_USE bool chy_skips_error(struct chy_skips *skips, const char *within, const char *name,
                                  const chancery_error *why, chancery_error *error);
void chy_skips_done(struct chy_skips *skips);

struct chy_tree_folder {
    char *within; /* what is joined to the path of the folder at the top: "", "2012", "2012/09"
                   */
    bool is_bag;  /* of which only "data" is looked through: its other files are no documents */
};

struct chy_tree {
    struct chy_tree_folder *folder; /* sorted by bytes */
    size_t folders, cap;
};

/* Symbolic links are not followed. A bag is a folder that holds a bag's declaration and a
 * folder "data". Skipped are: folders that cannot be listed (but for the first, which fails) or
 * stand more than CHY_MAX_FOLDER_DEPTH in one another, files and folders whose names are not
 * plain, and the folders of a bag but for its data. CHANCERY_E_LIMIT: more than
 * CHY_MAX_FOLDERS. */
CHY_MUST_USE bool chy_tree_find(struct chy_tree *out, struct chy_skips *skips,
                                const char *folder, chancery_error *error);
void chy_tree_done(struct chy_tree *tree);

/* The path of one of its folders. A new string; NULL with the error set. */
char *chy_tree_path(const char *folder, const char *within, chancery_error *error);

/* The plain names of the regular files of a folder of the tree, for chy_names_free; of a bag
 * none, and those that end in one of the suffixes (NULL ends them) are skipped: they would be
 * looked at elsewhere. A folder that cannot be listed is skipped. */
CHY_MUST_USE bool chy_tree_names(char ***names, size_t *count, struct chy_skips *skips,
                                 const char *path, const struct chy_tree_folder *folder,
                                 const char *const *suffixes, chancery_error *error);

#endif
