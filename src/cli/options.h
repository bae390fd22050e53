/*
 * options.h - every option of the program, defined once, and the parser.
 *
 * A command lists the options that it takes by id; the parser, the usage line and the help
 * text are all made from that list and the one table in options.c. The parser is parse.c.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "chancery.h"

enum cli_option_id {
    CLI_OPT_END = 0, /* closes a command's list */
    /* which letter and which record */
    CLI_OPT_RECORD,
    CLI_OPT_ANNEX,
    CLI_OPT_CARRIES,
    CLI_OPT_EDITED,
    CLI_OPT_RENDITION,
    CLI_OPT_SUPERSEDES,
    CLI_OPT_CORRIGENDUM,
    CLI_OPT_RECEIVED,
    CLI_OPT_TRANSLATION_OF, /* also spelled --of */
    CLI_OPT_ORIGINAL_LANGUAGE,
    CLI_OPT_WRITTEN,
    CLI_OPT_ATTESTED, /* also spelled --for */
    CLI_OPT_PROCURED, /* also spelled --for */
    CLI_OPT_BASIS,
    CLI_OPT_REQUIRE,
    CLI_OPT_ORIGINAL,
    CLI_OPT_SPLIT,
    /* timestamps */
    CLI_OPT_REQUEST,
    CLI_OPT_RESPONSE,
    CLI_OPT_TSA,
    CLI_OPT_RENEW,
    /* what the text does not say */
    CLI_OPT_DATE,
    CLI_OPT_FROM,
    CLI_OPT_TO,
    CLI_OPT_TITLE,
    CLI_OPT_LANGUAGE,
    CLI_OPT_REFERENCE,
    CLI_OPT_ISSUE_NUMBER,
    CLI_OPT_NO_TEXT,
    /* keys */
    CLI_OPT_KEY,
    CLI_OPT_OF_KEY, /* also spelled --key */
    CLI_OPT_PASSPHRASE_FILE,
    CLI_OPT_NO_PASSPHRASE,
    CLI_OPT_YES,
    CLI_OPT_DRY_RUN,
    CLI_OPT_SHOW_TEXT,
    /* trust */
    CLI_OPT_DIRECTORY,
    CLI_OPT_ROOT,
    CLI_OPT_THRESHOLD,
    CLI_OPT_ID,
    CLI_OPT_AT,
    CLI_OPT_EXPECT,
    CLI_OPT_REQUIRE_PROVEN_TIME,
    /* entries of a directory */
    CLI_OPT_EXPIRES,
    CLI_OPT_NAME,
    CLI_OPT_VERIFIER_NAME, /* also spelled --name */
    CLI_OPT_OFFICE,
    CLI_OPT_PUBLIC_KEY,   /* also spelled --key */
    CLI_OPT_RESTS_KEY,    /* also spelled --key */
    CLI_OPT_RESTS_OFFICE, /* also spelled --office */
    CLI_OPT_CERTIFICATE,
    CLI_OPT_TSA_CERTIFICATE, /* also spelled --certificate */
    CLI_OPT_POLICY,
    CLI_OPT_PROVEN_SINCE, /* also spelled --since */
    CLI_OPT_CA,
    CLI_OPT_SINCE,
    CLI_OPT_UNTIL,
    CLI_OPT_CAPACITY,
    CLI_OPT_ALIAS,
    CLI_OPT_ACTS,
    CLI_OPT_PERSONS,
    CLI_OPT_FOR,
    CLI_OPT_STATE,
    CLI_OPT_END_AT,  /* also spelled --at */
    CLI_OPT_SHOW_AT, /* also spelled --at */
    CLI_OPT_BY,
    CLI_OPT_REASON,
    CLI_OPT_FROM_VERSION, /* also spelled --from */
    CLI_OPT_TO_VERSION,   /* also spelled --to */
    /* the log */
    CLI_OPT_ORIGIN,
    CLI_OPT_AGAINST,
    CLI_OPT_PROOF,
    CLI_OPT_PROOFS, /* also spelled --proof */
    CLI_OPT_LOG_KEY,
    CLI_OPT_LOG,
    CLI_OPT_NOTE_NAME, /* also spelled --name */
    CLI_OPT_NOTE_KEY,  /* also spelled --key */
    CLI_OPT_QUORUM,
    CLI_OPT_ADD,
    /* the archive */
    CLI_OPT_UNVERIFIED,
    CLI_OPT_MANIFEST,
    CLI_OPT_OUTPUT, /* also -o */
    /* the audit */
    CLI_OPT_JOBS,
    CLI_OPT_INTEGRITY_ONLY,
    CLI_OPT_SHARD,
    CLI_OPT_MERGE,
    CLI_OPT_SAMPLE,
    CLI_OPT_SEED,
    CLI_OPT_SINCE_REPORT, /* also spelled --since */
    CLI_OPT_PATTERN,
    CLI_OPT_KEPT_SINCE,
    CLI_OPT_KEPT_UNTIL,
    CLI_OPT_MAX_TIME,
    CLI_OPT_LAPSE_DAYS,
    CLI_OPT_NAGIOS,
    CLI_OPT_BASELINE,
    CLI_OPT_PROMETHEUS,
    CLI_OPT_PREMIS,
    CLI_OPT_AUDITOR,   /* also spelled --name */
    CLI_OPT_AUDIT_KEY, /* also spelled --key */
    CLI_OPT_PREVIOUS,
    CLI_OPT_CHECK,
    CLI_OPT_SIGNER,
    CLI_OPT_REPORT, /* also spelled --output, -o */
    /* output */
    CLI_OPT_WORDS,
    CLI_OPT_SPOKEN, /* also spelled --words */
    CLI_OPT_SHOW,
    CLI_OPT_PAE,
    CLI_OPT_PAYLOAD,
    CLI_OPT_SIGNATURE,
    CLI_OPT_DETAILS,
    CLI_OPT_JSON,
    CLI_OPT_FORCE,
    CLI_OPT_HELP, /* taken by every command */
    CLI_OPT_COUNT
};

/* Joined to an id in a command's list: the command does not run without it. */
#define CLI_REQUIRED 0x100u

/* What may be given more than once, in the order given. The strings are argv's. */
struct cli_list {
    const char **item;
    size_t count;
};

/* What the command line said; NULL, 0, false or empty where it said nothing. */
struct cli_values {
    struct cli_list attested, written, edited;
    struct cli_list operands, annexes, carries, renditions, from, to, roots, aliases,
        authorities, proofs, reports;
    const char *procured, *translation_of, *original_language;
    const char *supersedes, *corrigendum, *received, *basis, *require;
    const char *record, *original, *split, *date, *title, *language, *reference;
    const char *key, *passphrase_file, *certificate;
    const char *directory, *id, *at, *expect;
    const char *expires, *name, *office, *since, *until, *capacity, *acts, *on_behalf_of,
        *state, *by, *reason, *policy;
    int64_t issue_number, threshold, persons, pae, payload, signature, from_version, to_version;
    const char *origin, *against, *proof, *log_key, *manifest, *log, *output, *add, *request,
        *response, *tsa;
    const char *previous, *signer, *kept_since, *kept_until;
    const char *shard, *pattern, *max_time, *baseline, *prometheus, *premis;
    int64_t quorum, jobs, sample, seed, lapse_days;
    bool integrity_only, merge, nagios, check;
    bool no_text, no_passphrase, yes, dry_run, show_text, words, show, details, json, force,
        help, require_proven_time, renew, unverified;
};

struct cli_option {
    const char *name;  /* "key", without the dashes */
    const char *value; /* "FILE"; NULL for a flag */
    const char *help;
    enum { CLI_FLAG, CLI_TEXT, CLI_NUMBER, CLI_LIST } kind;
    size_t at; /* offset of its field in struct cli_values */
};

/* By id. */
extern const struct cli_option cli_options[CLI_OPT_COUNT];

/* Reads argv[0 .. argc) into *values. takes: the command's list. Reads to the end also after
 * an error, so that --help and --json are known; the first error is kept. The lists in
 * *values are freed with cli_values_done, whatever is returned. */
CHANCERY_CHECK bool cli_parse(struct cli_values *values, const unsigned *takes, int argc,
                              char *const *argv, chancery_error *error);
void cli_values_done(struct cli_values *values);

/* How unlike two words are: single letters to add, drop or change, 0 if one begins the
 * other. For "did you mean". */
size_t cli_distance(const char *given, const char *known);

#endif
