/*
 * trust_pin.h - what a verifier trusts: root keys, threshold and id, and the highest version of
 * the directory that was seen (HOME/trust.json, spec/directory.md).
 */
#ifndef CHY_TRUST_PIN_H
#define CHY_TRUST_PIN_H

#include "base/limits.h"
#include "custody/directory.h"

struct chy_pin {
    chancery_public_key root[CHY_MAX_ROOTS];
    size_t roots;
    int64_t threshold;
    bool has_id;
    chancery_digest id;
    int64_t version;        /* the highest seen; 0: none */
    chancery_digest digest; /* SHA-256 of its payload */
    char *directory;        /* absolute path; NULL: not said */
};

/* From the options' roots, threshold and id. CHANCERY_E_USAGE, and what reading keys gives. */
CHY_MUST_USE bool chy_pin_from_options(struct chy_pin *out,
                                       const chancery_trust_options *options,
                                       chancery_error *error);
/* HOME/trust.json. *found is false, without an error, if there is none. */
CHY_MUST_USE bool chy_pin_load(struct chy_pin *out, bool *found, const char *home,
                               chancery_error *error);
/* Makes the folder and writes the file as a whole. */
CHY_MUST_USE bool chy_pin_store(const struct chy_pin *pin, const char *home,
                                chancery_error *error);
void chy_pin_done(struct chy_pin *pin);

#endif
