#include "cli/command.h"
#include "cli/passphrase.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Both names are looked at before anything is written or asked. Writing refuses again. */
static bool check_free(const char *path, chancery_error *error)
{
    struct stat st;

    if (lstat(path, &st) != 0)
        return true;
    cli_fail(error, CHANCERY_E_EXISTS, path, "a file of this name is there already");
    return cli_fail_next(error, "Choose another name: keys are never replaced.");
}

/* The pair is written as a whole: half of one is of no use to anybody. */
static bool write_pair(const chancery_key *key, const char *secret_path,
                       const char *public_path, const uint8_t *passphrase, size_t len,
                       chancery_error *error)
{
    chancery_public_key public = chancery_key_public(key);

    if (!chancery_key_write(key, secret_path, passphrase, len, error))
        return false;
    if (chancery_public_key_write(&public, public_path, error))
        return true;
    (void)unlink(secret_path);
    return false;
}

static void print_path(const char *path, const char *what)
{
    char *safe = chancery_escape((chancery_span){(const uint8_t *)path, strlen(path)});

    printf("%s: %s\n", safe != NULL ? safe : "(memory ran out)", what);
    chancery_free(safe);
}

static void report(const chancery_key *key, const char *secret_path, const char *public_path)
{
    chancery_public_key public = chancery_key_public(key);
    char id[65];

    chancery_key_id(id, &public);
    if (secret_path != NULL)
        print_path(secret_path, "the secret key; keep it where only you can read it");
    print_path(public_path, "the public key; give it to the keepers of the directory");
    printf("keyid %s\n", id);
}

static bool make(struct cli *cli, struct cli_passphrase *source, const char *secret_path,
                 const char *public_path)
{
    uint8_t passphrase[CLI_MAX_PASSPHRASE] = {0};
    chancery_key *key = NULL;
    size_t len = 0;
    bool ok;

    (void)mlock(passphrase, sizeof passphrase);
    ok = (cli->values.no_passphrase ||
          cli_passphrase_choose(source, secret_path, passphrase, &len)) &&
         chancery_key_generate(&key, &cli->error) &&
         write_pair(key, secret_path, public_path, passphrase, len, &cli->error);
    explicit_bzero(passphrase, sizeof passphrase);
    (void)munlock(passphrase, sizeof passphrase);
    if (ok)
        report(key, secret_path, public_path);
    chancery_key_free(key);
    return ok;
}

/* Of a key that is there already, in an agent or on a token, the public half is enough. */
static bool write_public(struct cli *cli, const char *path)
{
    chancery_key *key = NULL;
    bool ok = check_free(path, &cli->error) && cli_key_open(&key, cli);

    if (ok) {
        chancery_public_key public = chancery_key_public(key);
        ok = chancery_public_key_write(&public, path, &cli->error);
    }
    if (ok)
        report(key, NULL, path);
    chancery_key_free(key);
    return ok;
}

static bool run(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    struct cli_passphrase source = {.fd = -1};
    char *secret_path = NULL, *public_path = NULL;
    bool ok = false;

    if (v->no_passphrase && v->passphrase_file != NULL)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--no-passphrase and --passphrase-file exclude each other");
    if (v->no_passphrase && v->key != NULL)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--no-passphrase and --key exclude each other");
    if (asprintf(&secret_path, "%s.key", v->operands.item[0]) < 0) {
        secret_path = NULL;
        cli_fail(&cli->error, CHANCERY_E_MEMORY, NULL, "memory ran out");
        goto out;
    }
    if (asprintf(&public_path, "%s.pub", v->operands.item[0]) < 0) {
        public_path = NULL;
        cli_fail(&cli->error, CHANCERY_E_MEMORY, NULL, "memory ran out");
        goto out;
    }
    if (v->key != NULL) {
        ok = write_public(cli, public_path);
        goto out;
    }
    ok = check_free(secret_path, &cli->error) && check_free(public_path, &cli->error) &&
         cli_passphrase_open(&source, v->passphrase_file, &cli->error) &&
         make(cli, &source, secret_path, public_path);
out:
    cli_passphrase_close(&source);
    free(secret_path);
    free(public_path);
    return ok;
}

static const unsigned options[] = {CLI_OPT_NO_PASSPHRASE, CLI_OPT_PASSPHRASE_FILE,
                                   CLI_OPT_OF_KEY, CLI_OPT_END};

const struct cli_command cli_keygen = {
    .name = "keygen",
    .summary = "make a key pair, NAME.key and NAME.pub",
    .operands = "NAME",
    .wanted = "the key: its files are NAME.key and NAME.pub",
    .least = 1,
    .most = 1,
    .options = options,
    .about = "Writes NAME.key, the secret key (only for you to read, encrypted with a\n"
             "passphrase that is asked twice on the terminal), and NAME.pub, the public key\n"
             "that the directory needs. Prints the keyid. Files that exist are never\n"
             "replaced. With --key no key is made: NAME.pub is the public key of one that\n"
             "ssh-agent or a token holds.",
    .example = "  chancery keygen traore\n"
               "  chancery keygen seal --key 'pkcs11:token=Office;object=seal'",
    .run = run,
};
