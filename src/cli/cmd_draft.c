#include "cli/command.h"

static bool run(struct cli *cli)
{
    const struct cli_list nothing = {0};

    return cli_draft_act(cli, "letter", &nothing);
}

static const unsigned options[] = {CLI_DRAFT_OPTIONS, CLI_OPT_END};

const struct cli_command cli_draft = {
    .name = "draft",
    .summary = "draft the statement that a letter's signatories sign",
    .operands = "FILE",
    .wanted = "the letter's file",
    .least = 1,
    .most = 1,
    .options = options,
    .about = "Writes FILE.statement.json: who signs FILE, to whom, when, and the digests of\n"
             "its text. Date, signatories, addressee and title are read from the letter and\n"
             "the trusted directory; options say what the text does not, and may not\n"
             "contradict it.",
    .example = "  chancery draft annex.txt",
    .run = run,
};
