/*
 * command.h - the table of commands, and what a command is given.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/options.h"
#include "cli/output.h"

struct cli {
    struct cli_values values;
    const char *home; /* CHANCERY_HOME or what stands for it; NULL if nothing does */
    int64_t now;      /* seconds UTC */
    int status;       /* what the program ends with when the command succeeds */
    chancery_error error;
};

struct cli_command {
    const char *name; /* "sign", "directory add" */
    const char *summary;
    const char *operands; /* "FILE..." for the usage line */
    const char *wanted;   /* what the operands name, for where one is missing */
    size_t least, most;   /* operands */
    const unsigned *options;
    const char *about;   /* what it does, for --help */
    const char *example; /* one command line or several */
    /* True: done, cli->status is the answer. False: cli->error says why not. */
    bool (*run)(struct cli *cli);
    /* What is still reported when run failed or the command line is wrong; NULL: nothing. */
    void (*failed)(const struct cli *cli);
};

extern const struct cli_command cli_keygen, cli_outline, cli_canon, cli_draft, cli_forward,
    cli_issue, cli_withdraw, cli_correct, cli_receive, cli_attest, cli_translate, cli_sign,
    cli_merge, cli_timestamp, cli_show, cli_verify, cli_directory_init, cli_directory_add,
    cli_directory_authorize, cli_directory_add_tsa, cli_directory_require_time,
    cli_directory_end, cli_directory_end_term, cli_directory_void, cli_directory_roots,
    cli_directory_renew, cli_directory_diff, cli_directory_sign, cli_directory_trust,
    cli_directory_show, cli_directory_discard, cli_log_init, cli_log_append, cli_log_checkpoint,
    cli_log_check, cli_log_prove, cli_pending, cli_impact, cli_log_cosign,
    cli_directory_add_log, cli_directory_add_witness, cli_directory_void_witness,
    cli_directory_require, cli_archive_init, cli_archive_add, cli_archive_list,
    cli_archive_repair_index, cli_archive_export, cli_audit;

/* Every command in the order of the help, closed by NULL. */
extern const struct cli_command *const cli_commands[];

/* Help on standard output: of one command, of all whose name begins with a word, of the
 * program. */
void cli_help_command(const struct cli_command *command);
void cli_help_group(const char *group);
void cli_help_program(void);

/* What several commands share. */

/* The directory in force: the pinned one, or what --directory, --root ... name. */
CHANCERY_CHECK bool cli_trust_open(chancery_trust **out, struct cli *cli);
void cli_trust_options(chancery_trust_options *out, const struct cli *cli);
/* The options of that, to be put into a command's list. */
#define CLI_TRUST_OPTIONS CLI_OPT_DIRECTORY, CLI_OPT_ROOT, CLI_OPT_THRESHOLD, CLI_OPT_ID

/* --key with its passphrase; warns if others can read the file. */
CHANCERY_CHECK bool cli_key_open(chancery_key **out, struct cli *cli);

/* draft, forward and issue are one act with different names. */
CHANCERY_CHECK bool cli_draft_act(struct cli *cli, const char *act,
                                  const struct cli_list *carries);
#define CLI_DRAFT_OPTIONS                                                                      \
    CLI_OPT_DATE, CLI_OPT_FROM, CLI_OPT_TO, CLI_OPT_TITLE, CLI_OPT_LANGUAGE,                   \
        CLI_OPT_REFERENCE, CLI_OPT_RENDITION, CLI_OPT_NO_TEXT, CLI_OPT_RECORD, CLI_OPT_FORCE,  \
        CLI_OPT_JSON, CLI_TRUST_OPTIONS

/* An act about another act. */
#define CLI_LATER_OPTIONS                                                                      \
    CLI_OPT_DATE, CLI_OPT_FROM, CLI_OPT_TO, CLI_OPT_REFERENCE, CLI_OPT_RECORD, CLI_OPT_FORCE,  \
        CLI_OPT_JSON, CLI_TRUST_OPTIONS

#endif
