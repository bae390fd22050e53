/*
 * directory_index.h - a directory's names and offices as numbers, so that a words form is made
 * once and not at every comparison, and its keys in a table.
 *
 * A string has the number of its words form. A post is an office of something ("Prime
 * Minister", "Mali"): a pair of string numbers; an alias is a pair that has its office's post
 * number.
 */
#ifndef CHY_DIRECTORY_INDEX_H
#define CHY_DIRECTORY_INDEX_H

#include "custody/directory.h"
#include "custody/directory_table.h"

struct chy_post_key {
    uint32_t office, of; /* string numbers */
};

struct chy_post {
    struct chy_post_key key;
    uint32_t number;             /* its own place among the posts; an alias has its office's */
    const struct chy_office *as; /* as the directory writes it; an alias's office */
    bool listed;                 /* it has aliases */
};

struct chy_term { /* of a holder that counts */
    uint32_t post, holder;
    chancery_date since;
    chancery_date latest; /* the latest until of this post's terms up to here; not set: open */
};

struct chy_directory_index {
    struct chy_table string; /* words forms, and strings that are not their own words form */
    char **words;            /* by string number */
    size_t strings, string_cap;
    struct chy_table post; /* struct chy_post_key to place */
    struct chy_post *posts;
    size_t post_count;
    uint32_t
        *of_office; /* by string number: the one post with this office; else a constant below */
    struct chy_table person;     /* words forms of holders' names, to the first holder */
    uint32_t longest_name;       /* in words */
    struct chy_table key, keyid; /* to the first holder */
    struct chy_term *term;       /* by post, then by since */
    size_t terms;
    struct chy_table held; /* a holder's person and post, to the first such holder */
    struct chy_table may;  /* an authorisation's two posts, to the first such authorisation */
    struct chy_table end;  /* a key to its end */
};

#define CHY_NO_POST UINT32_MAX
#define CHY_SEVERAL_POSTS (UINT32_MAX - 1)

/* Makes directory->index and sets the numbers in its entries; refuses what the rules about
 * names, offices, terms and keys forbid (CHANCERY_E_FORMAT). */
CHY_MUST_USE bool chy_directory_index_make(struct chy_directory *directory,
                                           chancery_error *error);
void chy_directory_index_free(struct chy_directory_index *index);

/* Steps of the above, in this order. Numbers a string that stays where it is; where is its
 * place. */
CHY_MUST_USE bool chy_index_number(struct chy_directory_index *index, uint32_t *number,
                                   const char *text, const char *where, chancery_error *error);
/* Every office and alias. */
CHY_MUST_USE bool chy_index_posts(struct chy_directory *directory, chancery_error *error);
/* For every string the one post that it names, whatever the post is of. */
CHY_MUST_USE bool chy_index_offices(struct chy_directory_index *index, chancery_error *error);

/* The terms by office and date, who may act for whom, and the ends of keys. */
CHY_MUST_USE bool chy_index_terms(struct chy_directory *directory, chancery_error *error);
/* The first holder of the office on this day; CHY_NOT_FOUND. The first of any time. */
uint32_t chy_index_held(const struct chy_directory *directory, uint32_t post,
                        chancery_date date);
uint32_t chy_index_ever(const struct chy_directory *directory, uint32_t post);

/* The number of a string, of an office; CHY_NOT_FOUND if the directory knows none such. */
uint32_t chy_index_string(const struct chy_directory_index *index, const char *text);
uint32_t chy_index_post(const struct chy_directory_index *index,
                        const struct chy_office *office);

/* Do two terms share a day? An until that is not set is open. */
bool chy_terms_overlap(const struct chy_holder *a, const struct chy_holder *b);

#endif
