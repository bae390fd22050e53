#include "cli/command.h"

static bool run(struct cli *cli)
{
    return cli_draft_act(cli, "issue", &cli->values.carries);
}

static const unsigned options[] = {CLI_OPT_CARRIES | CLI_REQUIRED,
                                   CLI_OPT_EDITED,
                                   CLI_OPT_ISSUE_NUMBER,
                                   CLI_OPT_SUPERSEDES,
                                   CLI_OPT_REASON,
                                   CLI_DRAFT_OPTIONS,
                                   CLI_OPT_END};

const struct cli_command cli_issue = {
    .name = "issue",
    .summary = "draft the issue of a document that holds signed letters",
    .operands = "FILE",
    .wanted = "the file of the document that is issued",
    .least = 1,
    .most = 1,
    .options = options,
    .about =
        "Writes FILE.statement.json for the document FILE, with what its masthead says,\n"
        "and copies the custody records of what it carries into FILE's, which then\n"
        "stands alone. A reissue names the document that it replaces with --supersedes,\n"
        "and says why with --reason: signed, it makes that issue superseded. A letter that\n"
        "FILE holds in edited form is named with --edited too: the verdict then says\n"
        "who edited it, and shows what.",
    .example = "  chancery issue S-2012-727.txt --carries cover.txt \\\n"
               "      --from 'Documents Registry; Documents Registry; United Nations'",
    .run = run,
};
