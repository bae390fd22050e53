/*
 * audit_next.c - what an archivist does about a finding of a verdict or of a bag. Whoever
 * verifies a document has its record at hand; a bag never changes, and what it lacks comes with
 * a newer bag: the record is completed outside the archive, and the document is added again.
 */
#include "archive/audit_eye.h"
#include "archive/bag_parts.h"

#define ADD "and add the document again (chancery archive add)."
#define COPY "complete a copy of its record outside the archive with it (chancery merge), " ADD

static const struct {
    enum chancery_finding_code code;
    const char *next;
} table[] = {
    {CHANCERY_F_NO_RECORD, "Ask the sender for the custody record, put it beside a copy of the "
                           "document outside the archive, " ADD},
    {CHANCERY_F_NO_SIGNATURE, "Check which directory is trusted; else ask the sender for the "
                              "signed record, " COPY},
    {CHANCERY_F_NO_ACT, "Ask the sender for the record of this very document, " COPY},
    {CHANCERY_F_RIVAL_ACT, "Ask the sender which of them is meant; chancery verify --details "
                           "lists every act."},
    {CHANCERY_F_RIVAL_OVERTAKEN, "Ask the sender which of them is meant, and whether it still "
                                 "stands; chancery verify --details lists every act."},
    {CHANCERY_F_EDITED, "Ask for the letter as it was signed; chancery verify --original shows "
                        "what was edited, word by word."},
    {CHANCERY_F_WITHDRAWAL_LOGGED, "Look for the withdrawal in the bag of that entry (chancery "
                                   "archive list), or ask for it, " COPY},
    {CHANCERY_F_SIGNATURE_MISSING, "Ask for the missing signature, " COPY},
    {CHANCERY_F_KEY_ENDED,
     "Ask for proof that it was signed before that day, or for a signature "
     "by a key in use, " COPY},
    {CHANCERY_F_SIGNED_AFTER_END,
     "Do not rely on it; ask the signatory for a signature by a key "
     "in use, " COPY},
    {CHANCERY_F_TIME_UNPROVEN, "Ask for a record with a timestamp made within the term, " COPY},
    {CHANCERY_F_OFFICE_THRESHOLD,
     "Ask for the signatures of others who hold the office, " COPY},
    {CHANCERY_F_UNSIGNED_LETTER, "Do not rely on that letter; if it was signed, ask for its "
                                 "record, " COPY},
    {CHANCERY_F_CARRIED_ABSENT, "Ask for the record of the carried letter, " COPY},
    {CHANCERY_F_SEEN_ABSENT, "Ask for the signature that the forwarder saw, " COPY},
    {CHANCERY_F_ANNEX_ABSENT,
     "Ask for the annex file, put it beside a copy of the document and "
     "its record outside the archive, " ADD},
    {CHANCERY_F_FILES_ALONE,
     "Ask for the record of the letters that it issues: nothing says who "
     "wrote them; " COPY},
    {CHANCERY_F_LATER_UNTIMED,
     "Ask the office whether it did so; if so, ask for a timestamp of "
     "its signature, " COPY},
};

/* A bag that the log knows is the one that was added, or none: made anew it would be another.
 */
static const struct {
    enum chancery_defect_code code;
    const char *next;
} bags[] = {
    {CHANCERY_D_BAG_DECLARATION, "Bring bagit.txt back from a copy."},
    {CHANCERY_D_BAG_ENCODING, "Bring the file back from a copy."},
    {CHANCERY_D_BAG_MANIFEST,
     "Bring the bag's manifests back from a copy: the log knows these, "
     "and none that are made anew."},
    {CHANCERY_D_BAG_ALGORITHM, "Find out who put it there, and move it out of the bag."},
    {CHANCERY_D_BAG_WEAK, "Bring the bag's manifests back from a copy."},
    {CHANCERY_D_BAG_PATH,
     "Do not copy the bag elsewhere; bring the manifest back from a copy."},
    {CHANCERY_D_BAG_LINK, "Move it out; what was there before, bring back from a copy."},
    {CHANCERY_D_BAG_TWIN,
     "Find out which of the two was put there, and move it out of the bag."},
    {CHANCERY_D_BAG_LABEL, "Bring bag-info.txt back from a copy."},
    {CHANCERY_D_BAG_OXUM, "Mend what else is said of the bag; then it holds what it says."},
    {CHANCERY_D_BAG_FETCH, "Find out who put it there, and move it out of the bag."},
    {CHANCERY_D_BAG_LIMIT, "Find out what was put there: no bag is taken in that is so large."},
};

const char *chy_audit_defect_next(enum chancery_defect_code code)
{
    const char *next = chancery_defect_next(code);
    for (size_t i = 0; i < sizeof bags / sizeof *bags; i++)
        if (bags[i].code == code)
            next = bags[i].next;
    return next;
}

static bool is_manifest(const char *path)
{
    bool unknown;
    const chancery_span span = chy_span_str(path);
    return path && (chy_bag_payload_manifest(span, &unknown) != CHY_BAG_ALGS ||
                    chy_bag_tag_manifest(span, &unknown) != CHY_BAG_ALGS);
}

bool chy_audit_manifest_is_hurt(const struct chy_audit_eye *eye)
{
    const struct chy_bag *bag = &eye->bag;
    const chancery_digest *expected = eye->has_entry && eye->entry.has_bag ? &eye->entry.bag
                                      : eye->has_line ? &eye->line.tagmanifest
                                                      : NULL;
    if (!bag->has_tagmanifest || (expected && !chy_digest_eq(&bag->tagmanifest, expected)))
        return true;
    for (size_t i = 0; i < bag->defects.count; i++) {
        const struct chy_defect *defect = &bag->defects.item[i];
        if (defect->code == CHANCERY_D_BAG_MANIFEST || is_manifest(defect->path))
            return true;
    }
    return false;
}

const char *chy_audit_verdict_next(enum chancery_finding_code code)
{
    const char *next = chancery_finding_next(code);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].code == code)
            next = table[i].next;
    return next;
}
