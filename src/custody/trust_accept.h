/*
 * trust_accept.h - which version of a directory file is in force under a pin
 * (spec/directory.md, rules D20 to D27).
 */
#ifndef CHY_TRUST_ACCEPT_H
#define CHY_TRUST_ACCEPT_H

#include "custody/directory_file.h"
#include "custody/trust.h"
#include "custody/trust_pin.h"

/* Sets out's directory, digest and partly_signed. CHANCERY_E_DIRECTORY: too few root
 * signatures, another id, two versions of one number, a version below the highest that the pin
 * has seen; CHANCERY_E_FORMAT and the like where the roots signed what cannot be read. */
CHY_MUST_USE bool chy_trust_accept(struct chancery_trust *out, struct chy_versions *versions,
                                   const struct chy_pin *pin, chancery_error *error);

#endif
