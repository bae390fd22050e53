#include "cli/command.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* What the callbacks know: when the audit began and has to end, and who signs it. */
struct auditing {
    struct cli *cli;
    chancery_key *key; /* NULL: nobody */
    bool shown;        /* on the terminal of standard error */
    double began, told;
    uint64_t before; /* items that an earlier run had done */
    double most;     /* seconds; 0: as long as it takes */
};

static double seconds_now(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool show(void *context, chancery_span bytes)
{
    (void)context;
    cli_write(bytes);
    return ferror(stdout) == 0;
}

static void tell(struct auditing *a, uint64_t done, uint64_t total, double now)
{
    double rate = (double)(done - a->before) / (now - a->began);
    long long left = rate > 0 ? (long long)((double)(total - done) / rate) : 0;

    a->told = now;
    fprintf(stderr, "\r%llu of %llu, %.0f a second, %lld:%02lld left \033[K",
            (unsigned long long)done, (unsigned long long)total, rate, left / 60, left % 60);
    if (done == total)
        fputs("\r\033[K", stderr);
}

static bool progress(void *context, uint64_t done, uint64_t total)
{
    struct auditing *a = context;
    double now;

    if (!a->shown && a->most == 0)
        return true;
    now = seconds_now();
    if (a->shown && (done == total || now - a->told > 0.2) && now - a->began > 0.5)
        tell(a, done, total, now);
    if (a->most == 0 || now - a->began < a->most || done == total)
        return true;
    if (a->shown)
        fputs("\r\033[K", stderr);
    return false;
}

/* Digits at the beginning, at most nine; what follows them. NULL: there are none. */
static const char *digits(int64_t *out, const char *text)
{
    const char *at = text;

    for (*out = 0; *at >= '0' && *at <= '9' && at - text < 9; at++)
        *out = *out * 10 + (*at - '0');
    return at == text ? NULL : at;
}

static bool parse_shard(struct cli *cli, chancery_audit_options *out)
{
    const char *text = cli->values.shard, *at;

    if (text == NULL)
        return true;
    at = digits(&out->shard, text);
    if (at != NULL && *at == '/')
        at = digits(&out->shards, at + 1);
    else
        at = NULL;
    if (at != NULL && *at == '\0' && out->shard >= 1 && out->shard <= out->shards)
        return true;
    return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                    "--shard takes a part and the number of parts, as in 3/8, not \"%s\"",
                    text);
}

static bool parse_time(struct cli *cli, double *out)
{
    static const char units[] = "smh";
    static const double seconds[] = {1, 60, 3600};
    const char *text = cli->values.max_time, *at, *unit;
    int64_t number;

    if (text == NULL)
        return true;
    at = digits(&number, text);
    unit = at != NULL && at[0] != '\0' && at[1] == '\0' ? strchr(units, at[0]) : NULL;
    if (unit != NULL && number > 0) {
        *out = (double)number * seconds[unit - units];
        return true;
    }
    return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                    "--max-time takes a time as in 90s, 30m or 8h, not \"%s\"", text);
}

/* What makes no sense together. */
static bool check_options(struct cli *cli)
{
    const struct cli_values *v = &cli->values;

    if (v->json && v->nagios)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--json and --nagios exclude each other");
    if (v->baseline != NULL && !v->nagios)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--baseline is of use only with --nagios");
    if (v->seed != 0 && v->sample == 0)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--seed is of use only with --sample");
    if (v->merge &&
        (v->shard != NULL || v->sample != 0 || v->reports.count != 0 || v->kept_since != NULL ||
         v->kept_until != NULL || v->pattern != NULL || v->integrity_only || v->jobs != 0 ||
         v->at != NULL || v->max_time != NULL || v->lapse_days != 0 || v->log_key != NULL ||
         v->directory != NULL))
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--merge takes the parts as they are: how they were audited is said in "
                        "them");
    if (v->key != NULL && (v->output == NULL || v->name == NULL))
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--key signs a report: it needs --output and --name");
    if (v->key == NULL && (v->name != NULL || v->previous != NULL))
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--name and --previous are of use only with --key");
    if (v->signer != NULL)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--signer is of use only with --check");
    if (!v->merge && v->operands.count > 1)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL, "it takes one archive");
    if (v->at != NULL && !chancery_time_parse(&cli->now, v->at))
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--at takes YYYY-MM-DD or a time like 2012-10-01T12:00:00Z, not \"%s\"",
                        v->at);
    return true;
}

/* An audit that is gone on with judges as of when it began. What is signed is not gone on with:
 * a line that somebody else may have written is not to be signed. */
static bool take_time(struct cli *cli, int64_t *real)
{
    const struct cli_values *v = &cli->values;
    int64_t begun;
    bool found = false;

    *real = cli->now;
    if (v->output == NULL || v->at != NULL || v->merge || v->key != NULL)
        return true;
    if (!chancery_audit_begun(&begun, &found, v->output, &cli->error))
        return false;
    if (found && begun < cli->now)
        cli->now = begun;
    return true;
}

static void take_options(chancery_audit_options *out, const struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    const char *scratch = getenv("TMPDIR");

    out->scratch = scratch && scratch[0] ? scratch : NULL;
    out->archive = v->merge ? NULL : v->operands.item[0];
    out->parts = v->merge ? v->operands.item : NULL;
    out->part_count = v->merge ? v->operands.count : 0;
    out->home = cli->home;
    out->log_key = v->log_key;
    out->now = cli->now;
    out->integrity_only = v->integrity_only;
    out->jobs = v->jobs;
    out->sample = v->sample;
    out->seed = v->seed != 0 ? v->seed : 1;
    out->lapse_days = v->lapse_days != 0 ? v->lapse_days : 90;
    out->pattern = v->pattern;
    out->kept_since = v->kept_since;
    out->kept_until = v->kept_until;
    out->since = v->reports.item;
    out->since_count = v->reports.count;
    out->output = v->output;
    out->fresh = v->key != NULL;
    out->previous = v->previous;
    out->baseline = v->baseline;
    out->prometheus = v->prometheus;
    out->premis = v->premis;
    out->json = v->json;
    out->nagios = v->nagios;
    out->color = cli_color(stdout);
}

/* Signed reports, and nothing else is done. */
static bool run_check(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    char *done = NULL;
    bool ok;

    if (v->signer == NULL)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL, "--check needs --signer");
    if (v->merge || v->output != NULL || v->key != NULL || v->json || v->nagios)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL, "--check only reads reports");
    ok = chancery_audit_check(&done, &cli->status, v->operands.item, v->operands.count,
                              v->signer, &cli->error);
    return ok && cli_print_free(done);
}

/* Its verifier key is said on standard error: what the audit says has standard output. */
static bool sign_report(void *context, chancery_error *error)
{
    const struct auditing *a = context;
    const struct cli_values *v = &a->cli->values;
    char *vkey = NULL;
    bool ok;

    if (a->key == NULL)
        return true;
    ok = chancery_audit_sign(&vkey, v->output, v->previous, v->name, a->key, error);
    if (ok)
        fprintf(stderr, "signed: %s\n", vkey);
    chancery_free(vkey);
    return ok;
}

/* As of the time at which an unfinished report of the same audit was begun; where it is of
 * another, as of now. */
static bool audit(struct cli *cli, chancery_audit_options *options, int64_t real)
{
    chancery_trust *trust = NULL;
    int status = CHANCERY_EXIT_UNDECIDED;
    bool ok;

    options->now = cli->now;
    options->going_on = cli->now != real;
    ok = options->integrity_only || options->parts != NULL || cli_trust_open(&trust, cli);
    ok = ok && chancery_audit(&status, options, trust, &cli->error);
    chancery_trust_free(trust);
    if (!ok && options->going_on && cli->error.code == CHANCERY_E_CONFLICT) {
        chancery_error_init(&cli->error);
        cli->now = real;
        return audit(cli, options, real);
    }
    if (options->going_on || *options->resumed > 0)
        fprintf(
            stderr, "It went on with %s.part%s; %llu item%s taken from there.\n",
            options->output, options->going_on ? ", and judged as of when that was begun" : "",
            (unsigned long long)*options->resumed, *options->resumed == 1 ? " was" : "s were");
    cli->status = status;
    return ok;
}

static bool run(struct cli *cli)
{
    struct auditing auditing = {.cli = cli, .shown = isatty(STDERR_FILENO) == 1};
    chancery_audit_options options = {.clock = cli->now,
                                      .show = show,
                                      .progress = progress,
                                      .whole = sign_report,
                                      .context = &auditing};
    uint64_t resumed = 0;
    int64_t real;
    bool ok;

    if (cli->values.check)
        return run_check(cli);
    ok = check_options(cli) && parse_shard(cli, &options) && parse_time(cli, &auditing.most) &&
         take_time(cli, &real);

    if (!ok)
        return false;
    take_options(&options, cli);
    if (cli->values.key != NULL && !cli_key_open(&auditing.key, cli))
        return false;
    auditing.began = auditing.told = seconds_now();
    options.resumed = &resumed;
    ok = audit(cli, &options, real);
    chancery_key_free(auditing.key);
    return ok;
}

/* A plugin of Nagios says on standard output why it knows nothing. */
static void report_unknown(const struct cli *cli)
{
    char *text;

    if (!cli->values.nagios)
        return;
    text = chancery_escape(
        (chancery_span){(const uint8_t *)cli->error.text, strlen(cli->error.text)});
    if (text == NULL)
        return;
    for (char *at = strchr(text, '|'); at != NULL; at = strchr(at, '|'))
        *at = '/'; /* what follows a bar would be data */
    printf("CHANCERY UNKNOWN - %s\n", text);
    chancery_free(text);
}

static const unsigned options[] = {
    CLI_OPT_REPORT,          CLI_OPT_JSON,       CLI_OPT_JOBS,       CLI_OPT_INTEGRITY_ONLY,
    CLI_OPT_SHARD,           CLI_OPT_MERGE,      CLI_OPT_SAMPLE,     CLI_OPT_SEED,
    CLI_OPT_SINCE_REPORT,    CLI_OPT_PATTERN,    CLI_OPT_KEPT_SINCE, CLI_OPT_KEPT_UNTIL,
    CLI_OPT_MAX_TIME,        CLI_OPT_LAPSE_DAYS, CLI_OPT_AT,         CLI_OPT_NAGIOS,
    CLI_OPT_BASELINE,        CLI_OPT_PROMETHEUS, CLI_OPT_PREMIS,     CLI_OPT_AUDIT_KEY,
    CLI_OPT_PASSPHRASE_FILE, CLI_OPT_AUDITOR,    CLI_OPT_PREVIOUS,   CLI_OPT_CHECK,
    CLI_OPT_SIGNER,          CLI_OPT_LOG_KEY,    CLI_TRUST_OPTIONS,  CLI_OPT_END};

const struct cli_command cli_audit = {
    .name = "audit",
    .summary = "verify everything in an archive",
    .operands = "ARCHIVE|PART...",
    .wanted = "the archive's folder, or with --merge the reports of all parts",
    .least = 1,
    .most = 1000,
    .options = options,
    .about = "Verifies every bag of ARCHIVE, the record and the chain of custody of every\n"
             "document, the log, and each against the other; writes nothing there. A bad\n"
             "bag touches no other result. Prints what somebody has to act on, with bag,\n"
             "file, reason and next step, and how many are authentic. Status 0: all are; 1:\n"
             "something is not, or was altered; 2: something is missing or indeterminate; 3:\n"
             "the audit could not be finished. With -o REPORT it goes on where it was\n"
             "interrupted. With --merge, makes one report of those of all parts; with --check\n"
             "verifies signed reports, and says what changed from each to the next.",
    .example = "  chancery audit archive -o 2012-11.report --since 2012-10.report\n"
               "  chancery audit archive --shard 1/2 --at 2012-11-01 -o 1.part\n"
               "  chancery audit --merge 1.part 2.part -o 2012-11.report",
    .run = run,
    .failed = report_unknown,
};
