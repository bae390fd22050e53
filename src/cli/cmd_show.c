#include "cli/command.h"

/* The one of --pae, --payload and --signature that was given: its line, 0 for none. False if
 * it is not one alone. */
static bool choose_extract(struct cli *cli, enum chancery_extract *what, size_t *line)
{
    const struct cli_values *v = &cli->values;
    int given = (v->pae != 0) + (v->payload != 0) + (v->signature != 0) + (v->json ? 1 : 0);

    if (given > 1)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--pae, --payload, --signature and --json exclude each other");
    if (v->words && given > (v->json ? 1 : 0))
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--words does not go with --pae, --payload or --signature");
    *what = v->pae != 0       ? CHANCERY_EXTRACT_PAE
            : v->payload != 0 ? CHANCERY_EXTRACT_PAYLOAD
                              : CHANCERY_EXTRACT_SIGNATURE;
    *line = (size_t)(v->pae + v->payload + v->signature);
    return true;
}

/* What others verify notes with: a public key with its owner's name. */
static bool show_verifier_key(struct cli *cli, size_t given)
{
    const struct cli_values *v = &cli->values;
    chancery_public_key key;

    if (given > 0 || v->words || v->record != NULL)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--name goes with no other option of show");
    return chancery_public_key_read(&key, v->operands.item[0], &cli->error) &&
           cli_print_free(chancery_verifier_key(v->name, &key, &cli->error));
}

static bool run(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    const char *file = v->operands.item[0];
    enum chancery_extract what = CHANCERY_EXTRACT_PAE;
    uint8_t *bytes = NULL;
    size_t line = 0, len = 0;

    if (!choose_extract(cli, &what, &line))
        return false;
    if (v->name != NULL)
        return show_verifier_key(cli, line + (v->json ? 1 : 0));
    if (line == 0)
        return cli_print_free(
            chancery_show(file, v->record, v->words, v->json, cli_color(stdout), &cli->error));
    if (!chancery_extract(&bytes, &len, file, v->record, line, what, &cli->error))
        return false;
    cli_write((chancery_span){bytes, len});
    chancery_free(bytes);
    return true;
}

static const unsigned options[] = {CLI_OPT_RECORD,        CLI_OPT_SPOKEN,    CLI_OPT_PAE,
                                   CLI_OPT_PAYLOAD,       CLI_OPT_SIGNATURE, CLI_OPT_JSON,
                                   CLI_OPT_VERIFIER_NAME, CLI_OPT_END};

const struct cli_command cli_show = {
    .name = "show",
    .summary = "show what a custody record holds, verifying nothing",
    .operands = "FILE",
    .wanted = "the letter's file or its record; with --name a public key",
    .least = 1,
    .most = 1,
    .options = options,
    .about = "Lists the acts and signatures of FILE, which is a document or a custody\n"
             "record, and says what waits to be signed. Nothing is verified. --pae,\n"
             "--payload and --signature write one part of one line as bytes, for other\n"
             "programs to check. --words says the digest of each statement as 24 words, so\n"
             "that two people can compare it over the telephone. With --name FILE is a public\n"
             "key, and its verifier key under that name is printed, as --signer takes it.",
    .example =
        "  chancery show S-2012-727.txt\n"
        "  chancery show S-2012-727.txt --pae 1 >pae; "
        "chancery show S-2012-727.txt --signature 1 >sig\n"
        "  openssl pkeyutl -verify -rawin -pubin -inkey traore.pub -in pae -sigfile sig\n"
        "  chancery show auditor.pub --name archive.example/audit >auditor.vkey",
    .run = run,
};
