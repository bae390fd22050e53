/*
 * bag.h - reads and checks a BagIt bag (RFC 8493, and the drafts from 0.93 on;
 * spec/archive.md).
 *
 * Each file of the bag is read once; its bytes may be kept for the caller together with its
 * digest. All defects are listed, none stops the rest. Nothing is followed out of the bag: each
 * folder and file is opened from the descriptor of the folder in which it stands, and no link
 * is followed.
 */
#ifndef CHY_BAG_H
#define CHY_BAG_H

#include "archive/bag_hash.h"
#include "archive/defect.h"

struct chy_bag_file {
    const char *path; /* in the bag, "data/letter.txt"; as it is on disk, not escaped */
    size_t path_len;
    bool payload;           /* below data/ */
    bool whole;             /* it was read to its end, and sha256 is its digest */
    bool good;              /* and is what every manifest that lists it says; listed by one */
    uint64_t size;          /* bytes read, where whole */
    chancery_digest sha256; /* where whole */
    chancery_span bytes;    /* its content, if it was kept; ptr NULL: it was not */
    /* for the checker */
    uint32_t expected[CHY_BAG_ALGS]; /* where in `digests`; 0: that manifest does not list it */
    size_t path_at, bytes_at;
    bool kept;
};

struct chy_bag_tag { /* a label of bag-info.txt and its value, unfolded */
    chancery_span label, value;
};

struct chy_bag_options {
    uint64_t keep;   /* the bytes of files of at most as many are kept ... */
    size_t keep_all; /* ... as long as they are no more than this together */
    bool own;        /* a bag of an archive of ours: no file may be unlisted */
};

/* Zeroed before the first use; then memory is used again from bag to bag. */
struct chy_bag {
    struct chy_defects defects;
    struct chy_bag_file *file; /* sorted by path */
    size_t files;
    unsigned version; /* 93 to 97, 100; 0: bagit.txt does not say */
    struct chy_bag_tag *tag;
    size_t tags;
    bool has_tagmanifest; /* tagmanifest-sha256.txt is there and was read whole */
    chancery_digest tagmanifest;
    int number; /* errno, where chy_bag_check is false for what the system did; else 0 */
    /* for the checker */
    bool own;
    size_t files_cap, tags_cap;
    unsigned payload_algs, tag_algs; /* bits of the algorithms of its manifests */
    struct chy_buf names, held, info, digests, text, path;
};

/* Checks the bag `name` in the folder (an open descriptor, or AT_FDCWD). True also where the
 * bag has defects, or is not there at all (bag-missing). False: the system failed, not the bag
 * (no memory, no descriptors, I/O errors): number is the errno, CHANCERY_E_IO or _MEMORY. */
CHY_MUST_USE bool chy_bag_check(struct chy_bag *bag, int folder, const char *name,
                                const struct chy_bag_options *options, chancery_error *error);
/* NULL: there is none. */
const struct chy_bag_file *chy_bag_find(const struct chy_bag *bag, chancery_span path);
/* The first value of a label of bag-info.txt, in whatever case it is written; len 0: none. */
chancery_span chy_bag_info(const struct chy_bag *bag, const char *label);
void chy_bag_done(struct chy_bag *bag);

/* Is the errno that of one file (no permission, a link, gone), not of the whole system? */
bool chy_bag_is_of_file(int number);

#endif
