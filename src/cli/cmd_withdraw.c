#include "cli/command.h"

static bool run(struct cli *cli)
{
    static const struct cli_list nothing;

    return cli_draft_act(cli, "withdrawal", &nothing);
}

static const unsigned options[] = {CLI_OPT_REASON | CLI_REQUIRED, CLI_LATER_OPTIONS,
                                   CLI_OPT_END};

const struct cli_command cli_withdraw = {
    .name = "withdraw",
    .summary = "draft the withdrawal of what was signed",
    .operands = "FILE",
    .wanted = "the file of what is withdrawn",
    .least = 1,
    .most = 1,
    .options = options,
    .about = "Writes FILE.statement.json for a withdrawal of the letter, forward or issue\n"
             "FILE, by those who signed it; with --from by some of them, by who holds their\n"
             "office now, or by an office that the directory authorises. It counts once\n"
             "sign has added it to FILE's record. What was signed stays authentic, and is\n"
             "reported as withdrawn.",
    .example = "  chancery withdraw annex.txt --reason 'Sent in error' \\\n"
               "      --from 'Cheick Modibo Diarra; Prime Minister; Mali'\n"
               "  chancery sign annex.txt --key diarra.key",
    .run = run,
};
