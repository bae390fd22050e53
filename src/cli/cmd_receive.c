#include "cli/command.h"

static bool run(struct cli *cli)
{
    static const struct cli_list nothing;

    return cli_draft_act(cli, "receipt", &nothing);
}

static const unsigned options[] = {CLI_OPT_RECEIVED, CLI_LATER_OPTIONS, CLI_OPT_END};

const struct cli_command cli_receive = {
    .name = "receive",
    .summary = "draft the receipt of what was signed",
    .operands = "FILE",
    .wanted = "the file of what was received",
    .least = 1,
    .most = 1,
    .options = options,
    .about = "Writes FILE.statement.json for a receipt of the letter or forward FILE by an\n"
             "office that it is addressed to, or by one that the directory authorises to\n"
             "receive for it: --from says who. --reference is the receiver's own number.",
    .example = "  chancery receive annex.txt --received 2012-09-19T08:30:00Z \\\n"
               "      --reference 'SG/2012/4711' \\\n"
               "      --from 'BAN Ki-moon; Secretary-General; United Nations'\n"
               "  chancery sign annex.txt --key ban.key",
    .run = run,
};
