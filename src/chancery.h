/*
 * chancery.h - sign official letters and verify their chain of custody.
 *
 * The one public header of libchancery. Conventions:
 *
 *   - Functions that can fail return bool (true: done) and take a chancery_error last, which may be
 *     NULL. The first error wins and stays; clear it with chancery_error_init before reuse.
 *   - A verdict is not an error: "altered" or "not signed" are findings in a verdict, and the
 *     function that found them succeeded.
 *   - Spans borrow: the header says how long the bytes live. Strings returned as char * are the
 *     caller's, freed with chancery_free. Opaque objects have _free functions that take NULL.
 *   - Text is UTF-8; sizes are bytes; times are seconds since 1970-01-01T00:00:00Z.
 *   - Nothing reads the environment, the clock or the terminal: the caller passes what they say.
 *   - Objects may be used by one thread at a time; different objects by different threads.
 *
 * SPDX-License-Identifier: ISC
 */
#ifndef CHANCERY_H
#define CHANCERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CHANCERY_VERSION "0.1.0"

#if defined(__GNUC__)
#define CHANCERY_API __attribute__((visibility("default")))
#define CHANCERY_CHECK __attribute__((visibility("default"), warn_unused_result))
#else
#define CHANCERY_API
#define CHANCERY_CHECK
#endif

/* --- plain values ------------------------------------------------------------------------- */

typedef struct chancery_span {
    const uint8_t *ptr;
    size_t len;
} chancery_span;

typedef struct chancery_digest {
    uint8_t b[32]; /* SHA-256 */
} chancery_digest;

typedef struct chancery_public_key {
    uint8_t b[32]; /* Ed25519, RFC 8032 */
} chancery_public_key;

typedef struct chancery_signature {
    uint8_t b[64]; /* Ed25519, RFC 8032 */
} chancery_signature;

typedef struct chancery_date {
    int16_t year; /* 1 to 9999; 0: not set */
    uint8_t month, day;
} chancery_date;

/* --- exit statuses, errors, findings ------------------------------------------------------ */

/* Statuses of every command, spec/verdict.md. */
enum chancery_exit {
    CHANCERY_EXIT_OK = 0,            /* authentic, or done */
    CHANCERY_EXIT_NOT_AUTHENTIC = 1, /* something signed is contradicted */
    CHANCERY_EXIT_INDETERMINATE = 2, /* nothing is contradicted, something is missing */
    CHANCERY_EXIT_UNDECIDED = 3,     /* unreadable, malformed, refused, out of memory */
    CHANCERY_EXIT_USAGE = 64         /* the command line is wrong */
};

/* X(identifier, stable name, exit status, what it means) */
#define CHANCERY_ERRORS(X)                                                                     \
    X(USAGE, "usage", 64, "the command line is wrong")                                         \
    X(MISSING, "missing", 3, "a file is not there")                                            \
    X(UNREADABLE, "unreadable", 3, "a file cannot be opened or read")                          \
    X(IS_FOLDER, "is-folder", 3, "a folder was given where a file is needed")                  \
    X(EXISTS, "exists", 3, "a file is there already and is not replaced")                      \
    X(IO, "io", 3, "reading or writing failed")                                                \
    X(MEMORY, "memory", 3, "memory ran out")                                                   \
    X(LIMIT, "limit", 3, "something is larger than spec/limits.md allows")                     \
    X(EMPTY, "empty", 3, "a file holds no text")                                               \
    X(ENCODING, "encoding", 3, "a text is not well-formed UTF-8")                              \
    X(CHARACTER, "character", 3, "a text holds a character that is refused")                   \
    X(JSON, "json", 3, "a JSON text is malformed")                                             \
    X(FORMAT, "format", 3, "a JSON value is not what its format demands")                      \
    X(CANONICAL, "canonical", 3, "a payload is not its canonical serialisation")               \
    X(ENVELOPE, "envelope", 3, "an envelope is malformed")                                     \
    X(KEY, "key", 3, "a key is malformed, of another kind, or not to be found")                             \
    X(PASSPHRASE, "passphrase", 3, "the passphrase is wrong or missing")                       \
    X(DIRECTORY, "directory", 3, "the directory is not signed by its roots, or not the pinned one") \
    X(TRUST, "trust", 3, "no directory is trusted yet")                                        \
    X(UNKNOWN, "unknown", 3, "the text does not say what is needed")                           \
    X(CONFLICT, "conflict", 3, "what was given contradicts the text or what is on disk")       \
    X(REFUSED, "refused", 3, "the rules do not allow it")                                      \
    X(DECLINED, "declined", 3, "the person at the terminal said no")                           \
    X(NOTE, "signed-note", 3, "a note, checkpoint or proof is malformed, or not signed by the key") \
    X(TOKEN, "token", 3, "a timestamp is malformed, or proves nothing here")                   \
    X(LOG, "log", 3, "a log is damaged, or contradicts what it said before")                   \
    X(INTERNAL, "internal", 3, "a fault in the program")

enum chancery_code {
    CHANCERY_OK = 0,
#define X(id, name, status, means) CHANCERY_E_##id,
    CHANCERY_ERRORS(X)
#undef X
};

#define CHANCERY_NO_OFFSET UINT64_MAX

typedef struct chancery_error {
    enum chancery_code code;
    uint64_t offset;       /* byte in the file; CHANCERY_NO_OFFSET: not known */
    uint32_t line, column; /* 1-based, columns in code points; 0: not known */
    char where[320];       /* file, "-" or JSON path */
    char text[512];        /* what is wrong and why; printable */
    char next[320];        /* what to do next; may be empty (chancery_error_next) */
} chancery_error;

#define CHANCERY_ERROR_INIT ((chancery_error){.offset = CHANCERY_NO_OFFSET})

CHANCERY_API void chancery_error_init(chancery_error *error);
/* The stable name of a code ("missing"), "ok" for CHANCERY_OK. Static. */
CHANCERY_API const char *chancery_error_name(enum chancery_code code);
/* What to do next: the error's own step, else what its code suggests; "" for CHANCERY_OK and NULL. A view of the
 * error, or static. */
CHANCERY_API const char *chancery_error_next(const chancery_error *error);
/* The exit status that belongs to a code: enum chancery_exit. */
CHANCERY_API int chancery_error_status(enum chancery_code code);

/* How a finding weighs. A verdict is the worst of its findings. */
enum chancery_severity {
    CHANCERY_NOTE = 0,          /* to know; changes nothing */
    CHANCERY_WARNING = 1,       /* to act on; changes nothing */
    CHANCERY_INDETERMINATE = 2, /* missing: cannot be decided */
    CHANCERY_CONTRADICTED = 3   /* contradicted: not authentic */
};

/*
 * X(identifier, stable name, severity, rule of spec/verdict.md, what to do next)
 * The sentence of a finding is written where it is found, with names and places.
 */
#define CHANCERY_FINDINGS(X)                                                                                       \
    /* which act */                                                                                                \
    X(NO_RECORD, "no-record", INDETERMINATE, "0.1", "Ask the sender for the custody record, or name it with --record.")            \
    X(NO_SIGNATURE, "no-signature", INDETERMINATE, "0.2", "Ask the sender for the signed record, or check which directory is trusted.") \
    X(NO_ACT, "no-act", INDETERMINATE, "0.3", "Ask the sender for the record of this very document.")               \
    X(EXPECTATION, "expectation", INDETERMINATE, "0.4", "Ask for the record that holds the expected act.")           \
    X(RIVAL_ACT, "rival-act", WARNING, "0.6", "Ask the sender which of them is meant; --details lists every act.") \
    /* text against the act */                                                                                     \
    X(DIGESTS_DISAGREE, "digests-disagree", CONTRADICTED, "1.1", "Do not rely on it; the statement contradicts itself.")  \
    X(PARAGRAPH_ALTERED, "paragraph-altered", CONTRADICTED, "1.2", "Do not rely on it; ask the sender for the signed text.") \
    X(PARAGRAPH_MISSING, "paragraph-missing", CONTRADICTED, "1.2", "Do not rely on it; ask the sender for the signed text.") \
    X(PARAGRAPH_MOVED, "paragraph-moved", CONTRADICTED, "1.2", "Do not rely on it; ask the sender for the signed text.")    \
    X(PARAGRAPH_INSERTED, "paragraph-inserted", CONTRADICTED, "1.2", "Do not rely on it; words that nobody signed stand within the letter.") \
    X(BYTES_DIFFER, "bytes-differ", CONTRADICTED, "1.3", "Ask the sender for the very file: this act signs bytes, not words.") \
    X(EXTRA_WORDS, "extra-words", INDETERMINATE, "1.4", "Read the words listed: no signature covers them.")           \
    X(FORM_UNKNOWN, "form-unknown", INDETERMINATE, "1.5", "Verify with a version of chancery that knows this form.")  \
    X(SEARCH_STOPPED, "search-stopped", INDETERMINATE, "1.6", "Verify each part of the document by itself (outline --split).") \
    X(MIXED_SCRIPT, "mixed-script", WARNING, "1.8", "Look at the word with chancery canon --show.")                  \
    X(READ_BY_PROGRAM, "read-by-program", NOTE, "1.9", "")                                                          \
    X(RENDITION_UNSIGNED, "rendition-unsigned", INDETERMINATE, "1.10", "Compare its pages with the signed text, or ask for a file that is signed for as it is.") \
    X(RENDITION_DIFFERS, "rendition-differs", CONTRADICTED, "1.11", "Do not rely on it; ask the sender for the signed text.") \
    /* 1. signed by all */                                                                                         \
    X(SIGNATURE_MISSING, "signature-missing", INDETERMINATE, "2.1", "Ask for the missing signature and merge it (chancery merge).") \
    X(NOT_IN_DIRECTORY, "not-in-directory", INDETERMINATE, "2.2", "Ask the directory's keepers whether this person held the office.") \
    X(OUTSIDE_TERM, "outside-term", CONTRADICTED, "2.3", "Do not rely on it; the directory gives this office to the person at other times.") \
    X(OFFICE_NOT_HELD, "office-not-held", CONTRADICTED, "2.4", "Do not rely on it; the directory gives the office to another person.") \
    X(KEY_ENDED, "key-ended", INDETERMINATE, "2.5", "Ask for proof that it was signed before that day, or for a signature by a key in use.") \
    X(TIME_CLAIMED, "time-claimed", NOTE, "2.6", "")              \
    X(SIGNED_AFTER_END, "signed-after-end", INDETERMINATE, "2.7", "Do not rely on it; ask the signatory to sign with a key in use.") \
    X(TIME_UNPROVEN, "time-unproven", INDETERMINATE, "2.8", "Ask for a timestamp made within the term (chancery timestamp): the directory or --require-proven-time demands one.") \
    X(TIME_PROVEN, "time-proven", NOTE, "2.9", "")              \
    X(ATTESTED, "attested", NOTE, "2.10", "")                                                                       \
    X(ARCHIVAL, "archival", WARNING, "2.11", "Ask the archive for what it holds: nobody vouches for a signature.")    \
    X(NOT_BY_KEY, "not-by-key", INDETERMINATE, "2.12", "Ask for the signature itself, or verify without --require signed.") \
    X(NOT_THESE_WORDS, "not-these-words", INDETERMINATE, "2.15", "Ask for the letter in the words that were signed, or verify without --require signed.") \
    X(OFFICE_THRESHOLD, "office-threshold", INDETERMINATE, "2.13", "Have others who hold the office sign it too (chancery sign).") \
    X(PER_PROCURATIONEM, "per-procurationem", NOTE, "2.14", "")                                                          \
    /* 2. signed by whom the text says */                                                                          \
    X(MARK_UNNAMED, "mark-unnamed", CONTRADICTED, "3.1", "Do not rely on it; the text shows a signature that the statement does not name.") \
    X(SIGNATORY_UNMARKED, "signatory-unmarked", CONTRADICTED, "3.2", "Do not rely on it; the statement names a person whom the text does not show as signing.") \
    X(NO_MARKS, "no-marks", NOTE, "3.3", "") \
    X(DATE_DIFFERS, "date-differs", CONTRADICTED, "3.4", "Do not rely on it; text and statement bear different dates.") \
    X(ADDRESSEE_DIFFERS, "addressee-differs", CONTRADICTED, "3.5", "Do not rely on it; text and statement name different addressees.") \
    X(MASTHEAD_DIFFERS, "masthead-differs", CONTRADICTED, "3.6", "Do not rely on it; masthead and statement disagree.") \
    X(UNSIGNED_LETTER, "unsigned-letter", INDETERMINATE, "3.7", "Do not rely on that letter; if it was signed, merge its record (chancery merge). Who sends a letter with an annex drafts it with chancery forward, which carries the annex's signatures.")      \
    X(SENDER_DIFFERS, "sender-differs", INDETERMINATE, "3.9", "Ask whose letter it is; its heading and its signatures name different offices.") \
    X(LANGUAGE_DIFFERS, "language-differs", CONTRADICTED, "3.10", "Do not rely on it; the translation is of a text in another language.") \
    X(NAME_OF_ANOTHER, "name-of-another", CONTRADICTED, "3.12", "Do not rely on it; the translation puts another person's name under the letter.") \
    X(TITLE_DIFFERS, "title-differs", CONTRADICTED, "3.8", "Do not rely on it; heading and statement bear different titles.") \
    /* 3. nothing lost */                                                                                          \
    X(CARRIED_ABSENT, "carried-absent", INDETERMINATE, "4.1", "Merge the carried letter's record back (chancery merge).") \
    X(SEEN_ABSENT, "seen-absent", INDETERMINATE, "4.2", "Merge the signature back that the forwarder saw (chancery merge).") \
    X(ANNEX_ABSENT, "annex-absent", INDETERMINATE, "4.3", "Put the annex file beside the document.")                 \
    X(ANNEX_DIFFERS, "annex-differs", CONTRADICTED, "4.4", "Do not rely on the annex; ask for the file that was carried.") \
    X(CHAIN_DEPTH, "chain-depth", INDETERMINATE, "4.5", "Verify the carried letters by themselves.")                \
    /* 4. the right hand */                                                                                        \
    X(HAND, "hand", NOTE, "5.1", "")                                                                               \
    X(WRONG_HAND, "wrong-hand", CONTRADICTED, "5.2", "Do not rely on it; ask the directory's keepers whether this office may act here.") \
    X(FILES_ALONE, "files-alone", INDETERMINATE, "5.3", "Ask for the record of the letters that it issues: nothing says who wrote them.") \
    /* 5. contained */                                                                                             \
    X(NOT_CONTAINED, "not-contained", CONTRADICTED, "6.1", "Do not rely on it; the issued text does not hold what it carries.") \
    X(OUT_OF_ORDER, "out-of-order", CONTRADICTED, "6.2", "Do not rely on it; ask for the document as it was issued.") \
    X(TRANSLATION, "translation", INDETERMINATE, "6.3", "Ask for the act of translation, and for an issue or forward that carries it.")    \
    X(EDITED, "edited", WARNING, "6.4", "Ask for the letter as it was signed; --original shows what was edited, word by word.") \
    X(CONTENTS_UNREAD, "contents-unread", INDETERMINATE, "6.5", "Compare it with the carried letters by eye, or ask for it as text.") \
    X(EDITED_AWAY, "edited-away", INDETERMINATE, "6.6", "Ask for the letter as it was signed: what was edited away tells whose words these are.") \
    /* 6. in time */                                                                                               \
    X(DATES_BACKWARDS, "dates-backwards", INDETERMINATE, "7.1", "Ask the sender which date is right.")               \
    X(DATE_IN_FUTURE, "date-in-future", INDETERMINATE, "7.2", "Check the clock, or the date with --at.")             \
    X(TIMESTAMP, "timestamp", NOTE, "7.3", "")                                                                     \
    X(PROVEN_BEFORE_DATE, "proven-before-date", CONTRADICTED, "7.4", "Do not rely on its date; ask the sender when it was signed.") \
    X(CARRIED_LATER, "carried-later", CONTRADICTED, "7.5", "Do not rely on it; ask the sender which dates are right.") \
    X(TIMESTAMP_LAPSES, "timestamp-lapses", WARNING, "7.6", "Renew it before it lapses: chancery timestamp FILE --renew --tsa URL; afterwards ask for another proof of the time.") \
    /* later acts and formats */                                                                                   \
    X(LATER_ACT, "later-act", INDETERMINATE, "8.1", "Ask whether the letter was corrected or withdrawn: this later act is not understood.") \
    X(UNKNOWN_FIELD, "unknown-field", INDETERMINATE, "8.2", "Verify with a version of chancery that knows this field.") \
    X(WITHDRAWN, "withdrawn", WARNING, "8.3", "Do not act on it any longer; it still shows who said what.") \
    X(WITHDRAWN_IN_PART, "withdrawn-in-part", WARNING, "8.4", "Ask those who have not withdrawn whether they still stand by it.") \
    X(LATER_UNPROVEN, "later-unproven", WARNING, "8.5", "Ask the office whether it did so; if so, have it sign with a key in use.") \
    X(LATER_IGNORED, "later-ignored", NOTE, "8.6", "")                                                             \
    X(NONE_KNOWN, "none-known", NOTE, "8.7", "")                                                                   \
    X(CORRECTED, "corrected", WARNING, "8.9", "Read it with its corrections.")                                     \
    X(SUPERSEDED, "superseded", WARNING, "8.10", "Ask for the later issue, and use that one.")                     \
    X(RECEIVED, "received", NOTE, "8.11", "")                                                                      \
    X(CORRECTED_IN_PART, "corrected-in-part", WARNING, "8.13", "Read it with its corrections as the word of those who made them; ask the others who signed it whether they agree.") \
    X(LATER_UNTIMED, "later-untimed", INDETERMINATE, "8.14", "Ask the office whether it did so; if so, have its signature timestamped (chancery timestamp).") \
    X(RIVAL_OVERTAKEN, "rival-overtaken", INDETERMINATE, "8.15", "Ask the sender which of them is meant, and whether it still stands; --details lists every act.") \
    /* lines that do not count */                                                                                  \
    X(JUNK_LINE, "junk-line", NOTE, "9.1", "")                                                                     \
    X(FOREIGN_STATEMENT, "foreign-statement", NOTE, "9.2", "")                                                     \
    X(FOREIGN_SIGNATURE, "foreign-signature", NOTE, "9.3", "")                                                     \
    X(BAD_PAYLOAD, "bad-payload", NOTE, "9.4", "")                                                                 \
    X(OTHER_ACT, "other-act", NOTE, "9.5", "")                                                                     \
    /* the directory */                                                                                            \
    X(DIRECTORY_EXPIRED, "directory-expired", WARNING, "10.1", "Ask for the directory's newest version.")            \
    X(DIRECTORY_PARTLY_SIGNED, "directory-partly-signed", NOTE, "10.2", "") \
    X(AFTER_EXPIRY, "after-expiry", INDETERMINATE, "10.3", "Ask for the directory's newest version.") \
    /* the log */                                                                                                  \
    X(LOGGED, "logged", NOTE, "11.1", "")                                                                          \
    X(NOT_LOGGED, "not-logged", INDETERMINATE, "11.2", "Ask whoever keeps the log for a proof of this very document.") \
    X(LOG_CONTRADICTS, "log-contradicts", INDETERMINATE, "11.3", "Keep both checkpoints: they prove that the log's key signed two histories.") \
    X(NONE_LOGGED, "none-logged", NOTE, "11.4", "")                                                                \
    X(WITHDRAWAL_LOGGED, "withdrawal-logged", INDETERMINATE, "11.5", "Ask for the withdrawal and merge it (chancery merge).") \
    X(LOG_NOT_READ, "log-not-read", INDETERMINATE, "11.6", "Get the newest copy of the log, and see what is wrong with it: chancery log check.")

enum chancery_finding_code {
#define X(id, name, severity, rule, next) CHANCERY_F_##id,
    CHANCERY_FINDINGS(X)
#undef X
    CHANCERY_FINDING_COUNT
};

/*
 * X(identifier, stable name, severity, rule of spec/archive.md, what to do next)
 * What is wrong with a bag, its files, or the archive that it stands in. The sentence is written where it is found.
 */
#define CHANCERY_DEFECTS(X)                                                                                        \
    X(BAG_MISSING, "bag-missing", INDETERMINATE, "A2", "Bring the bag back from a copy.")                          \
    X(BAG_DECLARATION, "bag-declaration", INDETERMINATE, "A3", "Bring bagit.txt back from a copy, or have the bag made anew.") \
    X(BAG_ENCODING, "bag-encoding", INDETERMINATE, "A4", "Have the bag made anew with tag files in UTF-8.")        \
    X(BAG_MANIFEST, "bag-manifest", INDETERMINATE, "A5", "Bring the manifest back from a copy, or have the bag made anew.") \
    X(BAG_ALGORITHM, "bag-algorithm", WARNING, "A5", "Ask for a bag with SHA-256 or SHA-512 manifests too.")       \
    X(BAG_WEAK, "bag-weak", WARNING, "A5", "Ask for a bag with SHA-256 or SHA-512 manifests too: MD5 and SHA-1 can be forged.") \
    X(BAG_FORM, "bag-form", WARNING, "A6", "")                                                                     \
    X(BAG_PATH, "bag-path", CONTRADICTED, "A7", "Do not unpack or copy the bag; ask its sender for one that stays in its folder.") \
    X(BAG_LINK, "bag-link", CONTRADICTED, "A8", "Put the file itself there, or remove it.")                         \
    X(BAG_TWIN, "bag-twin", INDETERMINATE, "A9", "Have one of the files renamed, and the bag made anew.")          \
    X(FILE_MISSING, "file-missing", INDETERMINATE, "A10", "Bring the file back from a copy.")                      \
    X(FILE_EXTRA, "file-extra", INDETERMINATE, "A10", "Find out who put it there, and move it out of the bag.")    \
    X(FILE_UNLISTED, "file-unlisted", WARNING, "A10", "")                                                          \
    X(FILE_ALTERED, "file-altered", CONTRADICTED, "A11", "Do not rely on it; bring the file back from a copy.")    \
    X(FILE_UNREADABLE, "file-unreadable", INDETERMINATE, "A11", "Check who may read the file.")                    \
    X(FILE_CHANGING, "file-changing", INDETERMINATE, "A11", "Find out what writes to it, and check it again.")     \
    X(BAG_LABEL, "bag-label", INDETERMINATE, "A12", "Bring the bag's information back from a copy, or have the bag made anew.") \
    X(BAG_OXUM, "bag-oxum", INDETERMINATE, "A12", "Compare the bag with a copy: it does not hold as much as it says.") \
    X(BAG_FETCH, "bag-fetch", INDETERMINATE, "A13", "Ask for a bag that holds all of its files.")                  \
    X(BAG_LIMIT, "bag-limit", INDETERMINATE, "A14", "Divide it into several bags.")                               \
    X(LIST_DIFFERS, "list-differs", CONTRADICTED, "A24", "Do not rely on the file; bring it back from a copy.") \
    X(UNFINISHED_ADD, "unfinished-add", NOTE, "A22", "Settle it: chancery archive repair-index ARCHIVE.")

enum chancery_defect_code {
#define X(id, name, severity, rule, next) CHANCERY_D_##id,
    CHANCERY_DEFECTS(X)
#undef X
    CHANCERY_DEFECT_COUNT
};

/*
 * X(identifier, stable name, severity, rule of spec/audit.md, what to do next)
 * What an audit of an archive finds besides the findings of verdicts and of bags.
 */
#define CHANCERY_AUDIT_FINDINGS(X)                                                                                 \
    /* a bag, its line in the index, its entry in the log */                                                       \
    X(BAG_MOVED, "bag-moved", INDETERMINATE, "U10", "Rename it back to its own name; then run chancery archive repair-index ARCHIVE.") \
    X(BAG_DIFFERS, "bag-differs", CONTRADICTED, "U11", "Do not rely on it. An index that names the wrong bag is mended by chancery archive repair-index ARCHIVE; else bring the whole bag back from a copy.") \
    X(BAG_UNKNOWN, "bag-unknown", INDETERMINATE, "U12", "Find out who put it there, and move it out of the archive; if it belongs here, take it in from there with chancery archive add.") \
    X(NOT_IN_INDEX, "not-in-index", INDETERMINATE, "U13", "Run chancery archive repair-index ARCHIVE.")            \
    X(NOT_IN_LOG, "not-in-log", INDETERMINATE, "U14", "Bring the log back from a copy that has more entries; only where no copy of it, nor any report or checkpoint, was ever of so many, run chancery archive repair-index ARCHIVE: somebody put the line there.") \
    X(INDEX_DIFFERS, "index-differs", INDETERMINATE, "U15", "Bring index.jsonl back from a copy, or run chancery archive repair-index ARCHIVE.") \
    X(ENTRY_DIFFERS, "entry-differs", CONTRADICTED, "U16", "Do not rely on it; compare bag and log with a copy of the archive, and bring back the one that differs.") \
    X(ENTRY_UNREADABLE, "entry-unreadable", INDETERMINATE, "U17", "Bring the file of the log back from a copy: what is said of the log names it.")        \
    X(DOCUMENT_MISSING, "document-missing", INDETERMINATE, "U18", "Bring the document back from a copy.")          \
    X(UNDECIDED, "undecided", INDETERMINATE, "U19", "Verify the document by itself with chancery verify.")         \
    /* document numbers and versions */                                                                            \
    X(NUMBER_TWICE, "number-twice", INDETERMINATE, "U20", "Ask the registry which text has this number.")          \
    X(NUMBER_GAP, "number-gap", NOTE, "U21", "")                                                                   \
    X(NEWER_LACKS, "newer-lacks", INDETERMINATE, "U22", "Do not give the newest away. Merge this bag's record into a copy of the newest one's outside the archive (chancery merge), and add the document again (chancery archive add).") \
    X(NEWER_BAG, "newer-bag", NOTE, "U22", "")                                                                     \
    /* what ends */                                                                                                \
    X(DIRECTORY_NEWER, "directory-newer", WARNING, "U23", "Audit with the directory's newest version.")            \
    X(DIRECTORY_OTHER, "directory-other", INDETERMINATE, "U23", "Ask the directory's keepers which of the two is theirs, and audit with that one.") \
    X(DIRECTORY_EXPIRES, "directory-expires", WARNING, "U24", "Ask for the directory's newest version.")           \
    X(TIME_LAPSES, "time-lapses", WARNING, "U25", "Renew it beside a copy of the document outside the archive (chancery timestamp FILE --renew --tsa URL), and add the document again (chancery archive add).") \
    /* the archive and its log */                                                                                  \
    X(INDEX_LINE, "index-line", INDETERMINATE, "U15", "Bring index.jsonl back from a copy, or run chancery archive repair-index ARCHIVE.") \
    X(UNFINISHED_ADD, "unfinished-add", NOTE, "U26", "Run chancery archive repair-index ARCHIVE.")                 \
    X(LOG_DAMAGED, "log-damaged", CONTRADICTED, "U27", "Bring the file back from a copy of the log, and audit again.") \
    X(LOG_MISSING, "log-missing", INDETERMINATE, "U27", "Bring it back from a copy of the log, and audit again.") \
    X(LOG_UNREADABLE, "log-unreadable", INDETERMINATE, "U27", "Check who may read the file, and audit again as a user who may.") \
    X(LOG_KEY, "log-key", CONTRADICTED, "U27", "Compare the key that you gave, or that the directory lists, with the one that the archive's keepers publish.") \
    X(LOG_BEHIND, "log-behind", CONTRADICTED, "U27", "Bring the newer copy of the archive back; audit an older copy, kept as one, with a CHANCERY_HOME of its own and no newer report.") \
    X(LOG_FORKED, "log-forked", CONTRADICTED, "U27", "Keep both checkpoints: they prove that the log's key signed two histories.") \
    X(LOG_UNHELD, "log-unheld", WARNING, "U27", "Check all signed reports together (chancery audit --check); or audit with --nagios --baseline and the last report that says what its log was.") \
    X(MORE_FINDINGS, "more-findings", NOTE, "U7", "Mend what is listed, and audit again: the others are listed then.")

enum chancery_audit_code {
#define X(id, name, severity, rule, next) CHANCERY_A_##id,
    CHANCERY_AUDIT_FINDINGS(X)
#undef X
    CHANCERY_AUDIT_COUNT
};

/* --- start -------------------------------------------------------------------------------- */

/* Call once before anything else: starts libsodium. CHANCERY_E_INTERNAL if it cannot. */
CHANCERY_CHECK bool chancery_init(chancery_error *error);
/* CHANCERY_VERSION of the library that runs, "0.1.0". Static. */
CHANCERY_API const char *chancery_version(void);
/* Frees what a function here returned as char *; NULL is allowed. */
CHANCERY_API void chancery_free(void *ptr);
/* Text from outside made safe for a terminal (controls, bidirectional and invisible characters,
 * ill-formed bytes are escaped). The caller frees; NULL if memory is short. */
CHANCERY_API char *chancery_escape(chancery_span text);
/* "YYYY-MM-DD" or an RFC 3339 time, to seconds UTC. False if it is neither. */
CHANCERY_CHECK bool chancery_time_parse(int64_t *utc, const char *text);

/* --- canonical text, spec/canonical-text.md ----------------------------------------------- */

/* A letter's file in both forms, with its digests. What takes it as const changes nothing of it; what does
 * not finds its words one by one, once, so that no two threads may give it the same text. */
typedef struct chancery_text chancery_text;

/* Reads bytes as a letter; copies them. CHANCERY_E_EMPTY (no words), _LIMIT, _ENCODING or
 * _CHARACTER with offset, line, column and, in the text, code point and name. */
CHANCERY_CHECK bool chancery_text_new(chancery_text **out, chancery_span bytes,
                                      chancery_error *error);
/* The same from a file ("-": standard input). */
CHANCERY_CHECK bool chancery_text_read(chancery_text **out, const char *path,
                                       chancery_error *error);
CHANCERY_API void chancery_text_free(chancery_text *text);

/* text/v1, which ends with LF, and words/v1, which does not. Views that live as long as the
 * text. */
CHANCERY_API chancery_span chancery_text_form(const chancery_text *text);
CHANCERY_API chancery_span chancery_text_words(const chancery_text *text);

/* What `canon --json` prints: {"file":HEX,"paragraphs":[[HEX,n],...],"text":HEX,"unicode":"15.0.0",
 * "words":HEX}. The caller frees. NULL with the error set. */
CHANCERY_API char *chancery_text_json(const chancery_text *text, chancery_error *error);

/* What `canon --show` prints: the file line by line, with its line numbers; what is invisible (spaces but
 * U+0020, soft hyphens, joiners, blanks at the end of a line) as {U+00A0}, and under a line the words in it
 * that could pass for others, with the reason (color: ANSI colours). The caller frees. NULL with the error
 * set. */
CHANCERY_API char *chancery_text_show(chancery_text *text, bool color, chancery_error *error);

/* --- outline, spec/outline.md ------------------------------------------------------------- */

/* The parts of a document for people (color: ANSI colours) or as JSON. The caller frees. */
CHANCERY_API char *chancery_outline_report(chancery_text *text, bool color,
                                           chancery_error *error);
CHANCERY_API char *chancery_outline_json(chancery_text *text, chancery_error *error);

/* Writes each letter of the document, byte for byte, into a new or existing folder: the first as
 * cover.txt and the rest as annex.txt or annex-1.txt, annex-2.txt ...; a document with one letter
 * gives letter.txt. Nothing is replaced unless force. *written is the list of paths, one a line,
 * freed by the caller. CHANCERY_E_UNKNOWN if the document has no letter; _EXISTS before anything is
 * written. */
CHANCERY_CHECK bool chancery_outline_split(char **written, chancery_text *text,
                                           const char *folder, bool force, chancery_error *error);

/* --- keys, spec/keys.md ------------------------------------------------------------------- */

/* Something that signs with an Ed25519 key: a secret in locked, wiped memory, or a key that
 * something else holds. Every signature is verified before it is used. */
typedef struct chancery_key chancery_key;

/* Asks the person for a passphrase: fills at most capacity bytes, returns their number, or a
 * negative number if there is none to be had. prompt is printable text. */
typedef long chancery_passphrase_fn(void *context, const char *prompt, uint8_t *out,
                                    size_t capacity);

/* A new key from the system's random numbers. */
CHANCERY_CHECK bool chancery_key_generate(chancery_key **out, chancery_error *error);
/* The key of a 32-byte seed, as RFC 8032's test vectors give them. */
CHANCERY_CHECK bool chancery_key_from_seed(chancery_key **out, const uint8_t seed[32],
                                           chancery_error *error);
/* PKCS#8 PEM (RFC 5958, RFC 8410), plain or encrypted (PBES2, RFC 8018), or an unencrypted
 * private key file of OpenSSH. ask is called only if the
 * key is encrypted; NULL then gives CHANCERY_E_PASSPHRASE. *exposed (may be NULL) tells whether
 * others can read the file. CHANCERY_E_MISSING, _UNREADABLE, _KEY, _PASSPHRASE. */
CHANCERY_CHECK bool chancery_key_read(chancery_key **out, const char *path,
                                      chancery_passphrase_fn *ask, void *context, bool *exposed,
                                      chancery_error *error);
typedef struct chancery_key_options {
    const char *agent;           /* the path of ssh-agent's socket; NULL: there is no agent */
    chancery_passphrase_fn *ask; /* as for chancery_key_read */
    void *context;
    bool *exposed;
} chancery_key_options;

/* A key by its name: "agent:SHA256:FINGERPRINT" or "agent:COMMENT", an Ed25519 key that ssh-agent
 * holds; "pkcs11:token=...;object=...?module-path=...", one on a token (RFC 7512), whose module is
 * loaded, and whose PIN is asked for; else the path of a file. options may be NULL.
 * CHANCERY_E_MISSING (no agent, no module), _UNREADABLE (it does not answer), _REFUSED, _KEY (no
 * such key, several, another type, a module that fails), _PASSPHRASE (the PIN), _USAGE (no name),
 * and what chancery_key_read gives. Of one module one key may be open at a time. */
CHANCERY_CHECK bool chancery_key_open(chancery_key **out, const char *name,
                                      const chancery_key_options *options,
                                      chancery_error *error);
/* Writes path (mode 0600, PKCS#8 PEM; encrypted with scrypt and AES-256-CBC unless passphrase_len
 * is 0) and nothing that exists is ever replaced. CHANCERY_E_KEY if the secret is elsewhere. */
CHANCERY_CHECK bool chancery_key_write(const chancery_key *key, const char *path,
                                       const uint8_t *passphrase, size_t passphrase_len,
                                       chancery_error *error);
CHANCERY_API void chancery_key_free(chancery_key *key);
CHANCERY_API chancery_public_key chancery_key_public(const chancery_key *key);

/* SubjectPublicKeyInfo PEM (RFC 8410); read also as OpenSSH writes it ("ssh-ed25519 AAAA...
 * comment"). Reading refuses other algorithms, small-order and
 * non-canonical keys (CHANCERY_E_KEY). Writing never replaces a file. */
CHANCERY_CHECK bool chancery_public_key_read(chancery_public_key *out, const char *path,
                                             chancery_error *error);
/* The same of an X.509 certificate (PEM) that the authorities (PEM, one certificate a file) vouch
 * for at `now`, and whose key usage, if it says one, is digitalSignature. CHANCERY_E_KEY,
 * _REFUSED. No revocation list is asked. */
CHANCERY_CHECK bool chancery_certificate_read(chancery_public_key *out, const char *path,
                                              const char *const *authorities, size_t count,
                                              int64_t now, chancery_error *error);
CHANCERY_CHECK bool chancery_public_key_write(const chancery_public_key *key, const char *path,
                                              chancery_error *error);
/* keyid: lowercase hex of the SHA-256 of the SubjectPublicKeyInfo DER, NUL-terminated. */
CHANCERY_API void chancery_key_id(char out[65], const chancery_public_key *key);
/* The verifier key of signed notes (spec/log.md, L3), NAME+ID+BASE64, of the public key of whoever has this name: a
 * log, or who signs the reports of audits. The caller frees; NULL with the error set (CHANCERY_E_NOTE: it is no name,
 * _KEY). */
CHANCERY_API char *chancery_verifier_key(const char *name, const chancery_public_key *key,
                                         chancery_error *error);

/* --- trust and the directory, spec/directory.md ------------------------------------------- */

/* The directory in force, checked against its pin, and the time that is judged by. */
typedef struct chancery_trust chancery_trust;

typedef struct chancery_trust_options {
    const char *home;         /* the folder that chancery_directory_trust wrote its pin into */
    const char *directory;    /* a directory file that stands in for the pinned one; NULL */
    const char *const *roots; /* public key files that stand in for the pinned ones */
    size_t root_count;
    int64_t threshold; /* with roots: how many of them must have signed; 0: all of them */
    const char *id;    /* with roots: the directory's id in hex; NULL: any */
    int64_t now;       /* seconds UTC; expiry and dates in the future are judged by it */
} chancery_trust_options;

/* CHANCERY_E_TRUST (nothing pinned and no roots given), _DIRECTORY (too few root signatures,
 * another id, a version below the highest seen), and what reading gives. */
CHANCERY_CHECK bool chancery_trust_open(chancery_trust **out, const chancery_trust_options *options,
                                        chancery_error *error);
CHANCERY_API void chancery_trust_free(chancery_trust *trust);

/* Pins the directory file with these roots, threshold and id under home, after the checks of
 * chancery_trust_open. *done says what was pinned; the caller frees it. An existing pin of another
 * directory is kept (CHANCERY_E_EXISTS) unless force. */
CHANCERY_CHECK bool chancery_directory_trust(char **done, const chancery_trust_options *options,
                                             bool force, chancery_error *error);

/* Makes PATH.next.json, version 1, unsigned. id: 64 hex digits, or NULL for a random one.
 * threshold: 1 or more. now: seconds UTC; expires is not before that day. CHANCERY_E_EXISTS if the directory or its next version is there. */
CHANCERY_CHECK bool chancery_directory_init(const char *path, const char *const *roots,
                                            size_t root_count, int64_t threshold,
                                            const char *expires, const char *id,
                                            int64_t now, chancery_error *error);

typedef struct chancery_holder {
    const char *name;
    const char *office;         /* "OFFICE; OF" */
    const char *key;            /* public key file; NULL: public_key says it */
    const char *since;          /* YYYY-MM-DD */
    const char *until;          /* YYYY-MM-DD, the last day; NULL: open */
    const char *capacity;       /* "full" (NULL), "interim", "acting" */
    const char *const *aliases; /* other names of the office */
    size_t alias_count;
    const chancery_public_key *public_key; /* where key is NULL */
} chancery_holder;

/* Each changes PATH.next.json as a whole; where the directory is signed and nothing waits, it makes the version that
 * follows the one in force. home: the folder of the pin that tells which that is; NULL, or a pin of another directory:
 * what the file's only first version leads to. CHANCERY_E_CONFLICT for what the rules of spec/directory.md forbid;
 * _REFUSED while a version waits for other roots. */
/* With nothing but an office and aliases, the office, which the directory has, gets these names. */
CHANCERY_CHECK bool chancery_directory_add(const char *path, const char *home,
                                           const chancery_holder *holder, chancery_error *error);
/* So many persons (2 to 16) who hold the office, "OFFICE; OF", must sign for it, within the term. *holders: how many
 * persons the directory lists who hold it at some time in the term; fewer than persons cannot sign for it. */
CHANCERY_CHECK bool chancery_directory_require(size_t *holders, const char *path, const char *home,
                                               const char *office, int64_t persons,
                                               const char *since, const char *until,
                                               chancery_error *error);
/* acts: of "attestation", "corrigendum", "forward", "issue", "receipt" and "withdrawal", with commas between; office, on_behalf_of: "OFFICE; OF". */
CHANCERY_CHECK bool chancery_directory_authorize(const char *path, const char *home,
                                                 const char *office, const char *acts,
                                                 const char *on_behalf_of, const char *since,
                                                 const char *until, chancery_error *error);

typedef struct chancery_key_end {
    const char *key;    /* public key file */
    const char *state;  /* "retired", "superseded", "compromised" */
    const char *at;     /* YYYY-MM-DD or RFC 3339, of which the UTC day counts */
    const char *by;     /* public key file of the key that follows a superseded one; else NULL */
    const char *reason; /* why an end that is there already is replaced; NULL if none is */
} chancery_key_end;
/* The end of a holder's key. now: seconds UTC, which `at` is not after. */
CHANCERY_CHECK bool chancery_directory_end_key(const char *path, const char *home,
                                               const chancery_key_end *end, int64_t now,
                                               chancery_error *error);

typedef struct chancery_entry {  /* which entry of a directory is meant */
    const char *office;          /* "OFFICE; OF" */
    const char *name;            /* its holder of this name; or NULL */
    const char *on_behalf_of;    /* its authorisation for this "OFFICE; OF"; or NULL */
    const char *since;           /* of several the one that begins on this day; or NULL */
    const char *key;             /* instead of all these: the end of this key, a public key file */
    int64_t persons;             /* instead of a name: its threshold of so many; 0: none is meant */
} chancery_entry;
/* Ends a term earlier than it says, with the day `until`. CHANCERY_E_UNKNOWN: no such entry, or several. */
CHANCERY_CHECK bool chancery_directory_end_term(const char *path, const char *home,
                                                const chancery_entry *entry, const char *until,
                                                const char *reason, chancery_error *error);
/* Says that an entry never counted: a holder, an authorisation, the end of a key, or with an office alone the list of
 * its aliases. */
CHANCERY_CHECK bool chancery_directory_void(const char *path, const char *home,
                                            const chancery_entry *entry, const char *reason,
                                            chancery_error *error);
/* An authority whose timestamps count, by its X.509 certificate (PEM) or that of one above it. policy: the object
 * identifier that they must have; NULL: any. */
CHANCERY_CHECK bool chancery_directory_add_tsa(const char *path, const char *home, const char *certificate,
                                               const char *policy, chancery_error *error);
/* It counts for nothing, and never did. */
CHANCERY_CHECK bool chancery_directory_void_tsa(const char *path, const char *home, const char *certificate,
                                                const char *reason, chancery_error *error);
/* Acts that bear the day since (YYYY-MM-DD) or a later one need a proven time; "never": none does. */
CHANCERY_CHECK bool chancery_directory_require_time(const char *path, const char *home, const char *since,
                                                     chancery_error *error);
/* A transparency log whose proofs count, by its origin and public key file. */
CHANCERY_CHECK bool chancery_directory_add_log(const char *path, const char *home, const char *name,
                                               const char *key, chancery_error *error);
/* A witness of logs, by its name and public key file. quorum: how many of the witnesses prove a time; 0: as before, 1 at
 * first. */
CHANCERY_CHECK bool chancery_directory_add_witness(const char *path, const char *home, const char *name,
                                                   const char *key, int64_t quorum, chancery_error *error);
/* The log or witness of this name counts for nothing, and never did. quorum: as above. */
CHANCERY_CHECK bool chancery_directory_void_witness(const char *path, const char *home, const char *name,
                                                    const char *reason, int64_t quorum,
                                                    chancery_error *error);
/* Other roots, all of them given; the old ones and these have to sign. */
CHANCERY_CHECK bool chancery_directory_roots(const char *path, const char *home,
                                             const char *const *roots, size_t root_count,
                                             int64_t threshold, chancery_error *error);
/* Another last day of freshness, which is not before now (seconds UTC). */
CHANCERY_CHECK bool chancery_directory_renew(const char *path, const char *home,
                                             const char *expires, int64_t now,
                                             chancery_error *error);

/* Does a version of this directory wait in PATH.next.json? If not, chancery_directory_sign signs what another root
 * has begun to sign in PATH, which came from elsewhere. */
CHANCERY_API bool chancery_directory_waits(const char *path);
/* What it signs, for people: what that changes in the version in force, and which roots have signed it. digest: its
 * SHA-256 in hex, to be given to chancery_directory_sign. The caller frees. */
CHANCERY_API char *chancery_directory_proposal(char digest[65], const char *path, const char *home,
                                               chancery_error *error);
/* Would chancery_directory_sign take this key? The same errors; nothing is signed or changed. */
CHANCERY_CHECK bool chancery_directory_may_sign(const char *path, const char *home,
                                                const chancery_public_key *key, const char *shown,
                                                chancery_error *error);
/* Signs with a root key the version that waits, appends the line, and removes PATH.next.json; where none waits, what
 * chancery_directory_proposal shows. shown: the digest that it gave; NULL: any. *done says how many signatures it has
 * of how many it needs. CHANCERY_E_REFUSED if the key is no root of the version or of the one before, or has signed,
 * or nothing waits; _CONFLICT if it does not follow the version in force, if the roots signed another version of this
 * number, or if it is not what was shown. */
CHANCERY_CHECK bool chancery_directory_sign(char **done, const char *path, const char *home,
                                            const chancery_key *key, const char *shown,
                                            chancery_error *error);
/* Drops the version that waits: PATH.next.json, or with force the lines of a version that roots have begun to sign and
 * that is not in force. *done shows what was dropped, freed by the caller. CHANCERY_E_REFUSED: nothing waits, or roots
 * have signed it and force is not given. */
CHANCERY_CHECK bool chancery_directory_discard(char **done, const char *path, const char *home, bool force,
                                               chancery_error *error);
/* The directory (with what waits to be signed, and who signed that) for people or as JSON; at: YYYY-MM-DD, only what counts on that day;
 * NULL: all. Says itself that nothing was checked against a pin. The caller frees. */
CHANCERY_API char *chancery_directory_show(const char *path, const char *at, bool json, bool color,
                                           chancery_error *error);
/* What a version changes in one that leads to it, for people or as JSON. to, 0: what waits, else the version in force;
 * from, 0: the one before. The caller frees. */
CHANCERY_API char *chancery_directory_diff(const char *path, int64_t from, int64_t to, bool json,
                                           chancery_error *error);

/* --- acts, spec/custody-record.md --------------------------------------------------------- */

typedef struct chancery_draft_options {
    const char *act;    /* "letter", "forward", "issue", "translation"; "withdrawal", "corrigendum", "receipt",
                         * "attestation" */
    const char *file;   /* the text; its name becomes the subject */
    const char *record; /* of the file; NULL: FILE.intoto.jsonl */
    /* What the text does not say; NULL or 0: read it from the text. */
    const char *date, *title, *language, *reference;
    const char *const *from; /* "NAME; OFFICE; OF" */
    size_t from_count;
    const char *const *to; /* "OFFICE; OF" */
    size_t to_count;
    /* forward and issue: the files carried, in order. One that has a custody record is carried by
     * its statement, any other by its digest. */
    const char *const *carries;
    size_t carries_count;
    /* Those of them that FILE holds in edited form. */
    const char *const *edited;
    size_t edited_count;
    /* translation: the letter, forwarded or not, that FILE translates; its language, NULL: what it says itself; and how
     * FILE writes the names of those who signed it, in their order: none, if as it does. Needs trust. */
    const char *translation_of, *original_language;
    const char *const *written;
    size_t written_count;
    /* Other files of the same words, beside the letter: each is read, and compared with it. */
    const char *const *renditions;
    size_t renditions_count;
    int64_t issue_number; /* issue; 0: 1, with supersedes the one after that issue's */
    const char *reason;   /* withdrawal, corrigendum, and with supersedes: why */
    const char *corrigendum; /* corrigendum: the file that says what is corrected; NULL: none */
    const char *const *attested; /* attestation: whose signatures, "NAME; OFFICE; OF" */
    size_t attested_count;
    const char *basis; /* attestation: "hand-signed-original", "certified-copy", "archival-holding" */
    const char *received;    /* receipt: YYYY-MM-DD or RFC 3339; NULL: the time of trust */
    const char *supersedes;  /* issue: the document of the issue before it; NULL: none */
    bool no_text;         /* the file is not text (a map): only its bytes are signed */
    bool force;           /* replace an existing draft; draft anew what is signed already */
} chancery_draft_options;

/* A later act is about the act that verification judges FILE by, which must match it byte for byte
 * and is named by those who signed it unless `from` says who does: trust is needed, and the day is
 * that of trust unless `date` says another.
 * Writes FILE.statement.json, and copies the carried lines into FILE's record. trust may be NULL:
 * then everything must come from the text and the options. *done describes the draft for people
 * (json: as the statement). CHANCERY_E_UNKNOWN names the flag that would say what the text does
 * not; _CONFLICT what contradicts the text; _EXISTS where a draft is there, or a trusted signature
 * on such an act about this very file. */
CHANCERY_CHECK bool chancery_draft(char **done, const chancery_draft_options *options,
                                   const chancery_trust *trust, bool json, chancery_error *error);

/* Is there anything to sign: a draft of file, or a statement about it in its record that somebody of
 * the directory has signed? CHANCERY_E_MISSING, _CONFLICT, _REFUSED. To be asked before a passphrase
 * is. */
CHANCERY_CHECK bool chancery_signing_ready(const char *file, const char *record,
                                           const chancery_trust *trust, chancery_error *error);

/* One signature about to be made. */
typedef struct chancery_signing chancery_signing;

/* Finds what FILE's draft or record has to be signed with this key, recomputes every digest and
 * field from FILE, and checks the key against the directory. Changes nothing. CHANCERY_E_MISSING
 * (no draft, no record, an annex that is not beside it), _CONFLICT (the draft is not FILE's; what differs is named), _REFUSED (the
 * key belongs to no signatory who still has to sign). */
CHANCERY_CHECK bool chancery_signing_open(chancery_signing **out, const char *file,
                                          const char *record, const chancery_public_key *key,
                                          const chancery_trust *trust, chancery_error *error);
/* The same by one who signs in the place of the signatory "NAME; OFFICE; OF", whose office the key's is authorised to
 * sign for (NULL: in the key's own place). CHANCERY_E_USAGE too. */
CHANCERY_CHECK bool chancery_signing_open_for(chancery_signing **out, const char *file, const char *record,
                                              const chancery_public_key *key, const char *on_behalf_of,
                                              const chancery_trust *trust, chancery_error *error);
/* What is being signed: the act, who, to whom, when, the digests, the number of paragraphs,
 * warnings; with_text: the text itself too. Escaped for a terminal. The caller frees. */
CHANCERY_API char *chancery_signing_summary(const chancery_signing *signing, bool with_text,
                                            bool color, chancery_error *error);
/* Signs, verifies the signature, appends it durably, removes the draft. *done says who signed and
 * who still has to. */
CHANCERY_CHECK bool chancery_signing_commit(char **done, chancery_signing *signing,
                                            const chancery_key *key, chancery_error *error);
CHANCERY_API void chancery_signing_free(chancery_signing *signing);

/* Adds to the record at `path` every line of the others that it lacks; junk lines are left out and
 * said. *done says what was added. */
CHANCERY_CHECK bool chancery_merge(char **done, const char *path, const char *const *others,
                                   size_t count, chancery_error *error);

/* What a record holds, for people or as JSON; nothing is verified, and it says so. file: a document
 * or a record. words: each statement's digest also as words to be read aloud, spec/spoken.md. */
CHANCERY_API char *chancery_show(const char *file, const char *record, bool words, bool json,
                                 bool color, chancery_error *error);

/* Which acts of a folder, and of the folders in it, wait for whom: drafts, and acts of records that somebody of the directory has begun to
 * sign. *status: 0, or 2 if a draft or a record could not be read. The caller frees. */
CHANCERY_API char *chancery_pending(int *status, const char *folder, const chancery_trust *trust,
                                    bool json, bool color, chancery_error *error);

enum chancery_extract {
    CHANCERY_EXTRACT_PAE,      /* the pre-authentication encoding that the signature covers */
    CHANCERY_EXTRACT_PAYLOAD,  /* the statement's bytes */
    CHANCERY_EXTRACT_SIGNATURE /* the 64 bytes of the first signature */
};
/* One part of one line (1-based) of the record, as bytes; *out is freed by the caller. */
CHANCERY_CHECK bool chancery_extract(uint8_t **out, size_t *len, const char *file,
                                     const char *record, size_t line, enum chancery_extract what,
                                     chancery_error *error);

/* --- timestamps, spec/time.md ------------------------------------------------------------- */

typedef struct chancery_timestamp_options {
    const char *file;   /* a document or a record */
    const char *record; /* NULL: found beside the file */
    bool renew;         /* of the last timestamps, and not of signatures without one */
} chancery_timestamp_options;

/* Writes folder/DIGEST.tsq for each; one that is there is kept. *done says how many; the caller frees. Of all three:
 * CHANCERY_E_MISSING where there is no record. */
CHANCERY_CHECK bool chancery_timestamp_request(char **done, const chancery_timestamp_options *options,
                                               const char *folder, const chancery_trust *trust,
                                               chancery_error *error);
/* Adds the tokens of folder/DIGEST.tsr to the record, all or none: each answers DIGEST.tsq beside it. CHANCERY_E_TOKEN
 * for one that does not count; _MISSING where there is none, or its request is not there. renew is not looked at. */
CHANCERY_CHECK bool chancery_timestamp_response(char **done, const chancery_timestamp_options *options,
                                                const char *folder, const chancery_trust *trust,
                                                chancery_error *error);
/* Asks the authority at a URL, through the program curl, and adds its tokens, all or none. CHANCERY_E_TOKEN as above;
 * _MISSING (curl), _UNREADABLE, _LIMIT from asking; _USAGE for what is no URL of http or https. */
CHANCERY_CHECK bool chancery_timestamp_fetch(char **done, const chancery_timestamp_options *options,
                                             const char *url, const chancery_trust *trust,
                                             chancery_error *error);

/* --- verification, spec/verdict.md -------------------------------------------------------- */

typedef struct chancery_verdict chancery_verdict;

/* A zeroed status is not authentic. */
enum chancery_status {
    CHANCERY_STATUS_NOT_AUTHENTIC = 0,
    CHANCERY_STATUS_INDETERMINATE,
    CHANCERY_STATUS_UNDECIDED,
    CHANCERY_STATUS_AUTHENTIC
};

typedef struct chancery_verify_options {
    const char *file;   /* a text; a PDF or .docx, which another program reads; or a folder */
    const char *record; /* NULL: found beside the file */
    const char *expect;   /* "letter", "forward", "issue", "translation"; NULL: any */
    bool require_signed;  /* a signature that an office vouches for, or that another made, is not enough, nor are edited or translated words */
    const char *original; /* the signed text, to show what was altered; NULL: none */
    const struct chancery_proof *proof; /* that it is in a log; NULL: none is asked for */
    struct chancery_scan *scan; /* of a log for withdrawals of it, used once; NULL: none is asked for */
    bool require_proven_time; /* every signature needs one, within the signatory's term */
} chancery_verify_options;

/* The file may be a folder that holds one document, and beside it files that its record names (CHANCERY_E_CONFLICT names
 * several). A PDF is read
 * by pdftotext and a .docx by pandoc, as children without a shell, unless its bytes are what was signed;
 * CHANCERY_E_MISSING names the program that is not installed. CHANCERY_E_CONFLICT too where the original's
 * words are not those of an act that is judged.
 *
 * True when it could decide: *out then holds the verdict, whatever it is. False: nothing could be
 * decided, and *out (if not NULL) is a verdict of status CHANCERY_STATUS_UNDECIDED that holds the
 * error, for the JSON report. The caller frees *out in both cases. */
CHANCERY_CHECK bool chancery_verify(chancery_verdict **out, const chancery_verify_options *options,
                                    const chancery_trust *trust, chancery_error *error);
/* The same from memory, without a file system: annex files beside the document are absent. name is
 * the document's. */
CHANCERY_CHECK bool chancery_verify_bytes(chancery_verdict **out, const char *name,
                                          chancery_span document, chancery_span record,
                                          const char *expect, const chancery_trust *trust,
                                          chancery_error *error);
CHANCERY_API enum chancery_status chancery_verdict_status(const chancery_verdict *verdict);
/* 0, 1, 2 or 3: enum chancery_exit. 2 too for what is authentic, and was corrected, superseded or withdrawn. */
CHANCERY_API int chancery_verdict_exit(const chancery_verdict *verdict);
/* Does it hold a finding with this code? */
CHANCERY_API bool chancery_verdict_has(const chancery_verdict *verdict,
                                       enum chancery_finding_code code);
CHANCERY_API void chancery_verdict_free(chancery_verdict *verdict);
/* An undecided verdict for an error that came before verification could begin (no trust, usage). */
CHANCERY_API chancery_verdict *chancery_verdict_undecided(const char *file,
                                                          const chancery_error *error);

/* Stable name ("signature-missing") and severity of a finding code. Static. */
CHANCERY_API const char *chancery_finding_name(enum chancery_finding_code code);
CHANCERY_API enum chancery_severity chancery_finding_severity(enum chancery_finding_code code);
/* The rule of spec/verdict.md that it is a finding of, "2.1". Static. */
CHANCERY_API const char *chancery_finding_rule(enum chancery_finding_code code);
/* What to do about it: one sentence, or "". Static. A finding in a report may have a nearer one. */
CHANCERY_API const char *chancery_finding_next(enum chancery_finding_code code);

typedef struct chancery_impact_options {
    const char *key;          /* a public key's file, or ... */
    const char *office;       /* ... "OFFICE; OF" */
    const char *const *paths; /* documents, records, and folders of them with the folders in these */
    size_t count;
    const struct chancery_proof *const *proofs; /* from logs; each serves the document that its entry names */
    size_t proof_count;
} chancery_impact_options;
/* The documents that rest on a key or an office: what their verdict is; what it was by the last version of the
 * directory that said otherwise of it; and what to do. *status: the worst of them. The caller frees. CHANCERY_E_UNKNOWN:
 * the directory knows neither key nor office, or a proof is of no document that was looked at; _NOTE, _LOG: a proof
 * proves nothing. */
CHANCERY_API char *chancery_impact(int *status, const chancery_impact_options *options,
                                   const chancery_trust *trust, bool json, bool color,
                                   chancery_error *error);

/* The verdict for people (details: notes too) and as JSON (spec/verdict.schema.json). The caller
 * frees. */
/* Its first line alone, without the LF. The caller frees. */
CHANCERY_API char *chancery_report_summary(const chancery_verdict *verdict, chancery_error *error);
CHANCERY_API char *chancery_report_terminal(const chancery_verdict *verdict, bool details,
                                            bool color, chancery_error *error);
CHANCERY_API char *chancery_report_json(const chancery_verdict *verdict, chancery_error *error);

/* --- proofs from a transparency log, spec/log.md ------------------------------------------- */

/* A tlog-proof@v1 file, verified with the key of its log. */
typedef struct chancery_proof chancery_proof;

typedef struct chancery_proof_options {
    const char *file;
    const char *log_key; /* the log's verifier key, or a file that holds it; NULL: the log that the
                          * directory lists under the proof's origin */
    const char *home;    /* where the last checkpoint seen of each log is remembered, and now this
                          * one's if it is larger; NULL: nowhere */
} chancery_proof_options;

/* The witnesses whose cosignatures prove a time are the directory's. True also where the file
 * proves nothing, or the log contradicts itself: the verdict then says so. CHANCERY_E_MISSING,
 * _UNREADABLE, _LIMIT (the file); _NOTE, _KEY (the key, or what is remembered). */
CHANCERY_CHECK bool chancery_proof_open(chancery_proof **out, const chancery_proof_options *options,
                                        const chancery_trust *trust, chancery_error *error);
CHANCERY_API void chancery_proof_free(chancery_proof *proof);

/* A log that is read to its newest entry when something is verified: is it, or what it carries,
 * withdrawn there? */
typedef struct chancery_scan chancery_scan;

typedef struct chancery_scan_options {
    const char *log;     /* its folder, or a copy's */
    const char *log_key; /* as in chancery_proof_options */
    const char *home;    /* likewise; a log that is smaller than the one remembered is not believed */
} chancery_scan_options;

/* True also where the log cannot be believed: the verdict then says so. CHANCERY_E_MISSING,
 * _UNREADABLE, _LIMIT (the checkpoint's file), _NOTE, _KEY (the key). */
CHANCERY_CHECK bool chancery_scan_open(chancery_scan **out, const chancery_scan_options *options,
                                       const chancery_trust *trust, chancery_error *error);
CHANCERY_API void chancery_scan_free(chancery_scan *scan);

/* --- bags and archives, spec/archive.md ---------------------------------------------------- */

/* Stable name ("file-altered"), severity, rule of spec/archive.md and what to do, "" where there is nothing. Static. */
CHANCERY_API const char *chancery_defect_name(enum chancery_defect_code code);
CHANCERY_API enum chancery_severity chancery_defect_severity(enum chancery_defect_code code);
CHANCERY_API const char *chancery_defect_rule(enum chancery_defect_code code);
CHANCERY_API const char *chancery_defect_next(enum chancery_defect_code code);

/* Begins an archive in a new or existing folder: its log, whose key is the archive's own, and an index without a
 * line. *done is the log's verifier key, freed by the caller. Errors as chancery_log_init. */
CHANCERY_CHECK bool chancery_archive_init(char **done, const char *archive, const char *origin,
                                          const char *key_file, const chancery_key *key,
                                          chancery_error *error);
/* The path of the secret key of its log. The caller frees; NULL with the error set. */
CHANCERY_API char *chancery_archive_key(const char *archive, chancery_error *error);

typedef struct chancery_archive_add_options {
    const char *archive;
    const char *const *files; /* documents, folders with one document, and bags */
    size_t count;
    const char *list;        /* instead of files: a signed list (CSV) of files, which become one bag; NULL */
    const chancery_key *key; /* of the archive's log */
    bool unverified;         /* takes what is indeterminate too */
    const char *home;        /* where the log's last checkpoint is remembered; NULL: nowhere */
    int64_t now;             /* seconds UTC */
} chancery_archive_add_options;
/* Takes documents in, each as a bag with its record, the files that it carries and the directory: all or none, and
 * durably. *done: a line for each, its entry and its bag. Where it returns false, *done may name the defects of a
 * bag that is refused. The caller frees it in both cases. CHANCERY_E_REFUSED (not authentic, or indeterminate; a bag
 * with defects), _EXISTS (another document has the name), _CONFLICT, and what verifying gives. */
CHANCERY_CHECK bool chancery_archive_add(char **done, const chancery_archive_add_options *options,
                                         const chancery_trust *trust, chancery_error *error);
/* The bags as the index has them: for people, with what is superseded or withdrawn; or its lines. *unfinished: an interrupted add is not settled. The caller
 * frees. */
CHANCERY_API char *chancery_archive_list(const char *archive, bool json, bool *unfinished,
                                         chancery_error *error);
/* Settles what an interrupted add left, and makes the index anew from the bags and the log where it is not what they
 * say. home: where the log's last checkpoint is remembered, which the log must extend; NULL: nowhere. *done says what
 * was done; the caller frees. CHANCERY_E_CONFLICT: a bag of the log is not there. CHANCERY_E_LOG: the log is an older
 * copy, or forked. */
CHANCERY_CHECK bool chancery_archive_repair_index(char **done, const char *archive, const char *home,
                                                  chancery_error *error);
/* Copies bags into new folders of `folder`, each checked, with SHA-512 manifests and a proof from the log. home: as
 * above. *done: their paths. CHANCERY_E_UNKNOWN (the archive has no such bag), _REFUSED (it is damaged), _EXISTS,
 * _CONFLICT (log and index do not agree, or an add is not settled), _LOG (the log is an older copy, or forked). */
CHANCERY_CHECK bool chancery_archive_export(char **done, const char *archive, const char *const *bags,
                                            size_t count, const char *folder, const char *home,
                                            chancery_error *error);

/* --- the transparency log, spec/log.md ---------------------------------------------------- */

/* Makes a log of no entries in a new or existing folder. key is the log's own and key_file where
 * it is; the folder remembers the path. *done is the log's verifier key, freed by the caller.
 * CHANCERY_E_EXISTS, _REFUSED (the origin), _NOTE (it is no name). */
CHANCERY_CHECK bool chancery_log_init(char **done, const char *log, const char *origin,
                                      const char *key_file, const chancery_key *key,
                                      chancery_error *error);
/* The path of the log's secret key. The caller frees; NULL with the error set. */
CHANCERY_API char *chancery_log_key(const char *log, chancery_error *error);
/* Adds an entry for each document or record, all or none, and signs the checkpoint. *done: index
 * and leaf hash of each, a line each. Durable when it returns. home: where the last checkpoint of
 * each log is remembered, which the log must extend, and now this one; NULL: nowhere.
 * CHANCERY_E_LOG (the log is damaged where it would grow, or an older copy of itself), _KEY, _REFUSED (it is an
 * archive's), and what reading records gives. */
CHANCERY_CHECK bool chancery_log_append(char **done, const char *log, const char *const *records,
                                        size_t count, const chancery_key *key, const char *home,
                                        chancery_error *error);
/* Writes a proof (tlog-proof@v1) that the log holds the entry of a document or record as it is
 * now. CHANCERY_E_UNKNOWN (it holds none), _LOG (it is damaged there), _EXISTS unless force. */
CHANCERY_CHECK bool chancery_log_prove(const char *log, const char *record, const char *file,
                                       bool force, chancery_error *error);
/* The log's checkpoint, whose signature was verified. The caller frees. */
CHANCERY_API char *chancery_log_checkpoint(const char *log, chancery_error *error);
/* Verifies everything from the entries up; against: an older checkpoint's file, or NULL. log_key:
 * the log's verifier key as it is known from elsewhere, or a file that holds it; NULL: as the
 * folder says. home:
 * where the last checkpoint seen of each log is remembered, which the log must extend too; NULL:
 * nowhere. *done is the report, *status what it amounts to. The caller frees. */
CHANCERY_CHECK bool chancery_log_check(char **done, enum chancery_exit *status, const char *log,
                                       const char *against, const char *log_key,
                                       const char *home, chancery_error *error);

typedef struct chancery_cosign_options {
    const char *log;         /* a log, or a copy of one */
    const char *log_key;     /* as in chancery_log_check */
    const char *name;        /* the witness's */
    const chancery_key *key; /* the witness's */
    const char *home;        /* where it remembers what it saw */
    const char *output;      /* where the cosigned checkpoint goes; NULL: into the log */
    bool force;              /* replace output */
    int64_t now;             /* seconds UTC */
} chancery_cosign_options;
/* A witness's timestamped signature (C2SP tlog-cosignature) on the log's checkpoint, which extends
 * the last one that the witness saw; this one is remembered first. *done: the witness's verifier
 * key, freed by the caller. CHANCERY_E_LOG (rolled back, forked or damaged), _REFUSED (it has
 * signed it). */
CHANCERY_CHECK bool chancery_log_cosign(char **done, const chancery_cosign_options *options,
                                        chancery_error *error);
/* Adds the signatures of a cosigned copy of the log's present checkpoint. CHANCERY_E_CONFLICT: it
 * is another. */
CHANCERY_CHECK bool chancery_log_add_cosignatures(size_t *added, const char *log, const char *file,
                                                  chancery_error *error);

/* --- the audit of an archive, spec/audit.md ------------------------------------------------- */

typedef struct chancery_audit_options {
    const char *archive;       /* the folder; NULL: parts are merged */
    const char *const *parts;  /* reports of shards, to be merged */
    size_t part_count;
    const char *home;          /* where the last checkpoint seen of each log is remembered; NULL: nowhere */
    const char *log_key;       /* the log's verifier key, or a file that holds it; NULL: as the archive says */
    int64_t now;               /* seconds UTC; as the trust was opened with */
    int64_t clock;             /* the time that it is, if now is another: no success is told of later; 0: now */
    bool integrity_only;       /* digests and the log, no signatures: no trust is needed */
    int64_t jobs;              /* worker processes; 0: 1 */
    int64_t shard, shards;     /* part shard, from 1, of so many; 0 of 0: all */
    int64_t sample, seed;      /* so many items, chosen by seed; 0: all */
    int64_t lapse_days;        /* what lapses within so many days is a finding */
    const char *pattern;       /* of names (*, ?, [...]); NULL: all */
    const char *scratch;       /* a folder for a temporary file, where the archive is large; NULL: /var/tmp */
    const char *kept_since;    /* only bags that say they were made on YYYY-MM-DD or later, or do not say; NULL: all */
    const char *kept_until;    /* the same, on this day or earlier */
    /* Reports: what the newest holds as good is left out, and what was looked at longest ago comes first. */
    const char *const *since;
    size_t since_count;
    const char *output;        /* the report's file; NULL: none */
    bool fresh;                /* what an earlier run wrote into OUTPUT.part is not gone on with */
    bool going_on;             /* now is what chancery_audit_begun said: CHANCERY_E_CONFLICT where nothing is gone on with */
    uint64_t *resumed;         /* how many items were taken from OUTPUT.part; NULL: nobody asks */
    const char *previous;      /* the report before, to whose checkpoint the log is held; NULL: none */
    const char *baseline;      /* the same; and with nagios its findings are not new; NULL: none */
    const char *prometheus;    /* a file of metrics; NULL: none */
    const char *premis;        /* a file of PREMIS events; NULL: none */
    bool json, nagios, color;  /* what is shown */
    bool (*show)(void *context, chancery_span bytes); /* false: it is lost */
    /* Called after each item, and a few times a second while one takes long; false stops the audit. total: of this
     * part. */
    bool (*progress)(void *context, uint64_t done, uint64_t total);
    /* Called when the report has its name, before the end is shown: to sign it. False: the audit fails. NULL: nothing. */
    bool (*whole)(void *context, chancery_error *error);
    void *context;
} chancery_audit_options;

/* Verifies every bag of an archive, its log, and each against the other, or merges the reports of parts.
 * Nothing in the archive is written: CHANCERY_E_REFUSED where output, prometheus or premis lie in it, or something
 * stands there that is no plain file, _EXISTS where output is a signed report. *status: 0, 1 or 2, enum chancery_exit; with nagios, its own. False: the
 * audit could not be finished (CHANCERY_E_IO and _MEMORY from the system; _DECLINED where progress stopped it);
 * what it had found is in OUTPUT.part, and the next run with this output goes on there. CHANCERY_E_CONFLICT: parts
 * are missing, are counted twice, or do not belong together. */
CHANCERY_CHECK bool chancery_audit(int *status, const chancery_audit_options *options,
                                   const chancery_trust *trust, chancery_error *error);
/* The time by which an unfinished audit judges that would be gone on with, if it is one of the same archive,
 * directory and options (going_on). *found is false where there is none. */
CHANCERY_CHECK bool chancery_audit_begun(int64_t *time, bool *found, const char *output,
                                         chancery_error *error);

/* Signs a whole report: REPORT.note is a signed note that names the report and the note of the one before (previous, a
 * report; NULL: it is the first). name: whose key it is, as notes give it. *done is the
 * verifier key, freed by the caller. CHANCERY_E_EXISTS (it is signed), _FORMAT (it is no whole report), _NOTE (the name, or the one before is
 * not signed by the same key). */
CHANCERY_CHECK bool chancery_audit_sign(char **done, const char *report, const char *previous,
                                        const char *name, const chancery_key *key,
                                        chancery_error *error);
/* Reports in their order, the oldest first: is each what the signer (a verifier key, or a file that holds it) signed,
 * and does it name the one before; and what changed between them. *status: 0; 1 where one is not, or
 * its log is another one than before or has fewer entries; else 2 where one cannot be read, or has no note. The caller
 * frees *done, a line for each and what to do where something is wrong. */
CHANCERY_CHECK bool chancery_audit_check(char **done, int *status, const char *const *reports,
                                         size_t count, const char *signer, chancery_error *error);

/* Stable name ("bag-moved"), severity, rule of spec/audit.md and what to do, "" where there is nothing. Static. */
CHANCERY_API const char *chancery_audit_name(enum chancery_audit_code code);
CHANCERY_API enum chancery_severity chancery_audit_severity(enum chancery_audit_code code);
CHANCERY_API const char *chancery_audit_rule(enum chancery_audit_code code);
CHANCERY_API const char *chancery_audit_next(enum chancery_audit_code code);

#ifdef __cplusplus
}
#endif

#endif
