#include "cli/command.h"

static bool run(struct cli *cli)
{
    return cli_draft_act(cli, "forward", &cli->values.annexes);
}

static const unsigned options[] = {CLI_OPT_ANNEX | CLI_REQUIRED, CLI_OPT_EDITED,
                                   CLI_DRAFT_OPTIONS, CLI_OPT_END};

const struct cli_command cli_forward = {
    .name = "forward",
    .summary = "draft a covering letter that carries signed letters",
    .operands = "FILE",
    .wanted = "the covering letter's file",
    .least = 1,
    .most = 1,
    .options = options,
    .about = "Writes FILE.statement.json for the covering letter FILE, and copies the\n"
             "custody record of each annex into FILE's. An annex may be any file; one that\n"
             "has no custody record is carried by its digest. A letter with annexes of its\n"
             "own is drafted so too. With a translation goes the letter that it translates.",
    .example = "  chancery forward cover.txt --annex annex.txt",
    .run = run,
};
