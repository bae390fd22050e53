#include "cli/command.h"

static bool run(struct cli *cli)
{
    static const struct cli_list nothing;

    return cli_draft_act(cli, "translation", &nothing);
}

static const unsigned options[] = {CLI_OPT_TRANSLATION_OF | CLI_REQUIRED,
                                   CLI_OPT_FROM | CLI_REQUIRED,
                                   CLI_OPT_LANGUAGE,
                                   CLI_OPT_ORIGINAL_LANGUAGE,
                                   CLI_OPT_WRITTEN,
                                   CLI_OPT_DATE,
                                   CLI_OPT_TITLE,
                                   CLI_OPT_REFERENCE,
                                   CLI_OPT_RENDITION,
                                   CLI_OPT_RECORD,
                                   CLI_OPT_FORCE,
                                   CLI_OPT_JSON,
                                   CLI_TRUST_OPTIONS,
                                   CLI_OPT_END};

const struct cli_command cli_translate = {
    .name = "translate",
    .summary = "draft an office's word that a text translates a signed letter",
    .operands = "FILE",
    .wanted = "the file of the translation",
    .least = 1,
    .most = 1,
    .options = options,
    .about = "Writes FILE.statement.json for an act of translation: an office (--from) that\n"
             "signed the letter, is its addressee, or is authorised for one of them, vouches\n"
             "that FILE says in its language what the letter says in its own. The letter's\n"
             "record is copied into FILE's, which then stands alone. The day is today's,\n"
             "unless --date says another. FILE's signature marks are those of the letter's\n"
             "signatories; where it writes their names otherwise, say so with --written. An\n"
             "issue or a forward that carries FILE carries the letter in translation.",
    .example = "  chancery translate annex.fr.txt --of annex.txt \\\n"
               "      --from 'Documents Registry; Documents Registry; United Nations'\n"
               "  chancery sign annex.fr.txt --key registry.key",
    .run = run,
};
