#include "cli/options.h"

#include "cli/output.h"

#include <stdlib.h>
#include <string.h>

size_t cli_distance(const char *given, const char *known)
{
    enum { LONGEST = 64 };
    size_t row[LONGEST + 1];
    size_t n = strlen(given), m = strlen(known);

    if (n > 0 && m >= n && memcmp(given, known, n) == 0)
        return 0;
    if (m > LONGEST)
        return n + m;
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = diagonal + (given[i - 1] == known[j - 1] ? 0 : 1);
            diagonal = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[m];
}

struct parser {
    struct cli_values *values;
    const unsigned *takes;
    int argc, next;
    char *const *argv;
    bool seen[CLI_OPT_COUNT];
    chancery_error *error;
};

/* The id of an option that the command takes, by its name; CLI_OPT_END if it takes none of
 * that name. name need not end after len bytes. */
static unsigned find(const unsigned *takes, const char *name, size_t len)
{
    for (size_t i = 0; takes[i] != CLI_OPT_END; i++) {
        unsigned id = takes[i] & ~CLI_REQUIRED;
        if (strlen(cli_options[id].name) == len && memcmp(cli_options[id].name, name, len) == 0)
            return id;
    }
    if (len == strlen("help") && memcmp(name, "help", len) == 0)
        return CLI_OPT_HELP;
    return CLI_OPT_END;
}

/* arg: with its dashes; len: without what stands after the =. */
static bool unknown_option(const struct parser *p, const char *arg, size_t len)
{
    size_t dashes = strspn(arg, "-");
    char name[64] = "";
    unsigned nearest = CLI_OPT_HELP;

    memcpy(name, arg + dashes, len - dashes < sizeof name ? len - dashes : sizeof name - 1);
    size_t best = cli_distance(name, cli_options[nearest].name);
    for (size_t i = 0; p->takes[i] != CLI_OPT_END; i++) {
        unsigned id = p->takes[i] & ~CLI_REQUIRED;
        size_t distance = cli_distance(name, cli_options[id].name);
        if (distance < best) {
            best = distance;
            nearest = id;
        }
    }
    cli_fail(p->error, CHANCERY_E_USAGE, NULL, "there is no option %.*s%s here", (int)dashes,
             arg, name);
    return cli_fail_next(p->error, "The nearest is --%s.", cli_options[nearest].name);
}

static bool append(struct cli_list *list, const char *item, size_t most, chancery_error *error)
{
    if (list->item == NULL)
        list->item = calloc(most, sizeof *list->item);
    if (list->item == NULL)
        return cli_fail(error, CHANCERY_E_MEMORY, NULL, "memory ran out");
    list->item[list->count++] = item;
    return true;
}

/* A number from 1 to 2^53, in plain digits. */
static bool parse_number(int64_t *out, const char *text)
{
    const int64_t most = (int64_t)1 << 53;
    int64_t n = 0;

    for (const char *c = text; *c != '\0'; c++) {
        if (*c < '0' || *c > '9' || n > (most - 9) / 10)
            return false;
        n = n * 10 + (*c - '0');
    }
    *out = n;
    return n >= 1;
}

static bool store(const struct parser *p, unsigned id, const char *value)
{
    const struct cli_option *o = &cli_options[id];
    unsigned char *field = (unsigned char *)p->values + o->at;

    switch (o->kind) {
    case CLI_FLAG:
        *(bool *)(void *)field = true;
        return true;
    case CLI_TEXT:
        *(const char **)(void *)field = value;
        return true;
    case CLI_LIST:
        return append((struct cli_list *)(void *)field, value, (size_t)p->argc, p->error);
    case CLI_NUMBER:
        if (parse_number((int64_t *)(void *)field, value))
            return true;
        return cli_fail(p->error, CHANCERY_E_USAGE, NULL,
                        "--%s takes a whole number from 1, not \"%s\"", o->name, value);
    }
    return false;
}

/* The value of an option: what stands after the =, else the next argument. What begins like
 * an option is taken for a forgotten value. */
static const char *take_value(struct parser *p, unsigned id, const char *equals)
{
    const struct cli_option *o = &cli_options[id];
    const char *value = equals != NULL ? equals + 1 : NULL;

    if (value == NULL && p->next < p->argc && strncmp(p->argv[p->next], "--", 2) != 0)
        value = p->argv[p->next++];
    if (value != NULL && value[0] != '\0')
        return value;
    cli_fail(p->error, CHANCERY_E_USAGE, NULL, "--%s lacks its value", o->name);
    cli_fail_next(p->error, "Write --%s %s.", o->name, o->value);
    return NULL;
}

static bool parse_option(struct parser *p, const char *arg)
{
    const char *name = arg + 2, *equals = strchr(name, '=');
    size_t len = equals != NULL ? (size_t)(equals - name) : strlen(name);
    unsigned id = find(p->takes, name, len);
    const char *value = NULL;

    if (id == CLI_OPT_END)
        return unknown_option(p, arg, len + 2);
    const struct cli_option *o = &cli_options[id];
    if (p->seen[id] && o->kind != CLI_LIST)
        return cli_fail(p->error, CHANCERY_E_USAGE, NULL, "--%s is given twice", o->name);
    p->seen[id] = true;
    if (o->kind == CLI_FLAG && equals != NULL)
        return cli_fail(p->error, CHANCERY_E_USAGE, NULL, "--%s takes no value", o->name);
    if (o->kind != CLI_FLAG) {
        value = take_value(p, id, equals);
        if (value == NULL)
            return false;
    }
    return store(p, id, value);
}

static bool check_required(const struct parser *p)
{
    for (size_t i = 0; p->takes[i] != CLI_OPT_END; i++) {
        unsigned id = p->takes[i] & ~CLI_REQUIRED;
        if ((p->takes[i] & CLI_REQUIRED) == 0 || p->seen[id])
            continue;
        cli_fail(p->error, CHANCERY_E_USAGE, NULL, "--%s is missing", cli_options[id].name);
        return cli_fail_next(p->error, "Add --%s %s: %s.", cli_options[id].name,
                             cli_options[id].value, cli_options[id].help);
    }
    return true;
}

bool cli_parse(struct cli_values *values, const unsigned *takes, int argc, char *const *argv,
               chancery_error *error)
{
    struct parser p = {
        .values = values, .takes = takes, .argc = argc, .argv = argv, .error = error};
    bool options = true, ok = true;

    *values = (struct cli_values){0};
    while (p.next < argc) {
        const char *arg = argv[p.next++];
        if (options && strcmp(arg, "--") == 0)
            options = false;
        else if (options && strcmp(arg, "-h") == 0)
            values->help = true;
        else if (options && strncmp(arg, "--", 2) == 0)
            ok = parse_option(&p, arg) && ok;
        else if (options && strcmp(arg, "-o") == 0 && find(takes, "output", 6) != CLI_OPT_END)
            ok = parse_option(&p, "--output") && ok;
        else if (options && arg[0] == '-' && arg[1] != '\0')
            ok = unknown_option(&p, arg, strlen(arg)) && ok;
        else
            ok = append(&values->operands, arg, (size_t)argc, error) && ok;
    }
    return ok && (values->help || check_required(&p));
}

void cli_values_done(struct cli_values *values)
{
    struct cli_list *lists[] = {&values->operands,   &values->annexes,     &values->carries,
                                &values->from,       &values->to,          &values->roots,
                                &values->aliases,    &values->authorities, &values->reports,
                                &values->renditions, &values->attested,    &values->written,
                                &values->edited,     &values->proofs};

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        free(lists[i]->item);
    *values = (struct cli_values){0};
}
