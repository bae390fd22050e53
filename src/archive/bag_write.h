/*
 * bag_write.h - writes a new bag of version 1.0 with SHA-256 manifests (spec/archive.md).
 */
#ifndef CHY_BAG_WRITE_H
#define CHY_BAG_WRITE_H

#include "base/buf.h"
#include "base/sha256.h"
#include "base/span.h"

struct chy_bag_writer {
    int fd; /* of the bag's folder */
    struct chy_buf manifest, tags;
    bool sha512; /* set after begin: the same of SHA-512 too */
    struct chy_buf manifest512, tags512;
    uint64_t bytes, files; /* of the payload */
};

/* Makes the folder name in parent. chy_bag_write_done in any case. Nothing is synced: the
 * caller does so once for all bags that it writes. */
CHY_MUST_USE bool chy_bag_write_begin(struct chy_bag_writer *out, int parent, const char *name,
                                      chancery_error *error);
/* A file of the bag, "data/…" or a tag file; its folders are made. It is listed in its
 * manifest. CHANCERY_E_REFUSED for a path that no manifest may name. */
CHY_MUST_USE bool chy_bag_write_bytes(struct chy_bag_writer *writer, const char *path,
                                      chancery_span bytes, chancery_error *error);
/* A copy of a file, which must have this digest. CHANCERY_E_CONFLICT: it has another. */
CHY_MUST_USE bool chy_bag_write_copy(struct chy_bag_writer *writer, const char *path, int from,
                                     const char *source, const chancery_digest *sha256,
                                     chancery_error *error);
/* bagit.txt, bag-info.txt (info, to which Payload-Oxum is added), and both manifests. */
CHY_MUST_USE bool chy_bag_write_end(chancery_digest *tagmanifest, struct chy_bag_writer *writer,
                                    chancery_span info, chancery_error *error);
/* For what is not to be listed: the tag manifests themselves. */
CHY_MUST_USE bool chy_bag_write_unlisted(struct chy_bag_writer *writer, const char *path,
                                         chancery_span bytes, chancery_error *error);
void chy_bag_write_done(struct chy_bag_writer *writer);

#endif
