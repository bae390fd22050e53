#include "cli/command.h"

static bool run(struct cli *cli)
{
    static const struct cli_list nothing;

    return cli_draft_act(cli, "attestation", &nothing);
}

static const unsigned options[] = {CLI_OPT_ATTESTED | CLI_REQUIRED,
                                   CLI_OPT_BASIS | CLI_REQUIRED, CLI_LATER_OPTIONS,
                                   CLI_OPT_END};

const struct cli_command cli_attest = {
    .name = "attest",
    .summary = "draft the attestation of a signature on paper",
    .operands = "FILE",
    .wanted = "the file that is attested",
    .least = 1,
    .most = 1,
    .options = options,
    .about = "Draft the letter FILE first (draft, forward, issue). Then this writes\n"
             "FILE.statement.json for an attestation by an office that the directory lets\n"
             "attest (--from): whose signature (--for), from what (--basis\n"
             "hand-signed-original, certified-copy or archival-holding), and where that is\n"
             "kept (--reference). The letter's draft waits in FILE.attested.json until sign\n"
             "adds both to FILE's record. A letter that some have signed with keys is\n"
             "attested for the others.",
    .example = "  chancery draft annex.txt\n"
               "  chancery attest annex.txt --basis hand-signed-original \\\n"
               "      --reference 'Box 12, folder 7' \\\n"
               "      --for 'Cheick Modibo Diarra; Prime Minister; Mali' \\\n"
               "      --from 'Documents Registry; Documents Registry; United Nations'\n"
               "  chancery sign annex.txt --key registry.key",
    .run = run,
};
