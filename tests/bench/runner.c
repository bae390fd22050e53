/*
 * runner.c - runner RUNS COMMAND... -- COMMAND...: runs two commands in turn, RUNS times each,
 * and prints the median wall time of each in microseconds, the largest resident set of each in
 * KiB, and the median processor time of each, which other work on the machine does not
 * lengthen:
 *
 *   MEDIAN1 MEDIAN2 RESIDENT1 RESIDENT2 PROCESSOR1 PROCESSOR2
 *
 * In turn, so that what disturbs the machine disturbs both alike. "@" in an argument is the
 * number of the run, for commands that each need a folder of their own. A command that fails
 * ends the program with status 1. What the commands print is dropped.
 */
#include "bench.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { MAX_RUNS = 100000, MAX_ARGS = 256, MAX_ARG = 512, WARM_UP = 3 };

extern char **environ;

struct command {
    char **args; /* ends with NULL */
    double *micros, *processor;
    long resident;
};

/* args with each "@" replaced by the number; false if one is too long or they are too many. */
static bool number_args(char out[MAX_ARGS][MAX_ARG], char *argv[MAX_ARGS + 1],
                        char *const *args, long number)
{
    size_t count = 0;
    for (; args[count]; count++) {
        const char *at = strchr(args[count], '@');
        int len;
        if (count == MAX_ARGS)
            return false;
        if (at)
            len = snprintf(out[count], MAX_ARG, "%.*s%ld%s", (int)(at - args[count]),
                           args[count], number, at + 1);
        else
            len = snprintf(out[count], MAX_ARG, "%s", args[count]);
        if (len < 0 || len >= MAX_ARG)
            return false;
        argv[count] = out[count];
    }
    argv[count] = NULL;
    return true;
}

static double micros_of(struct timeval t)
{
    return (double)t.tv_sec * 1e6 + (double)t.tv_usec;
}

static bool run_once(struct command *command, long number, double *micros, double *processor,
                     const posix_spawn_file_actions_t *quiet)
{
    char text[MAX_ARGS][MAX_ARG], *argv[MAX_ARGS + 1];
    struct rusage usage;
    pid_t child;
    int status;
    if (!number_args(text, argv, command->args, number)) {
        fputs("runner: a command is too long\n", stderr);
        return false;
    }
    double began = now_micros(CLOCK_MONOTONIC);
    int failed = posix_spawnp(&child, argv[0], quiet, NULL, argv, environ);
    if (failed || wait4(child, &status, 0, &usage) < 0) {
        fprintf(stderr, "runner: %s: %s\n", argv[0], strerror(failed ? failed : errno));
        return false;
    }
    *micros = now_micros(CLOCK_MONOTONIC) - began;
    *processor = micros_of(usage.ru_utime) + micros_of(usage.ru_stime);
    if (usage.ru_maxrss > command->resident)
        command->resident = usage.ru_maxrss;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "runner: %s failed\n", argv[0]);
        return false;
    }
    return true;
}

static bool run_all(struct command command[2], long runs,
                    const posix_spawn_file_actions_t *quiet)
{
    for (long i = 0; i < runs + WARM_UP; i++) {
        for (int c = 0; c < 2; c++) {
            double micros, processor;
            if (!run_once(&command[c], i, &micros, &processor, quiet))
                return false;
            if (i < WARM_UP)
                continue;
            command[c].micros[i - WARM_UP] = micros;
            command[c].processor[i - WARM_UP] = processor;
        }
    }
    return true;
}

/* Splits the arguments at "--". */
static bool read_args(struct command command[2], long *runs, int argc, char **argv)
{
    char *end = NULL;
    *runs = argc > 1 ? strtol(argv[1], &end, 10) : 0;
    if (!end || *end || *runs < 1 || *runs > MAX_RUNS)
        return false;
    command[0].args = argv + 2;
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0) {
            argv[i] = NULL;
            command[1].args = argv + i + 1;
            return i > 2 && i + 1 < argc;
        }
    }
    return false;
}

int main(int argc, char **argv)
{
    struct command command[2] = {{0}};
    posix_spawn_file_actions_t quiet;
    long runs;
    bool ok = false;
    if (!read_args(command, &runs, argc, argv)) {
        fputs("usage: runner RUNS COMMAND... -- COMMAND...\n", stderr);
        return 64;
    }
    bool room = true;
    for (int c = 0; c < 2; c++) {
        command[c].micros = calloc((size_t)runs, sizeof *command[c].micros);
        command[c].processor = calloc((size_t)runs, sizeof *command[c].processor);
        room = room && command[c].micros && command[c].processor;
    }
    if (room && posix_spawn_file_actions_init(&quiet) == 0) {
        ok = posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0) == 0 &&
             run_all(command, runs, &quiet);
        posix_spawn_file_actions_destroy(&quiet);
    }
    if (ok)
        printf("%.0f %.0f %ld %ld %.0f %.0f\n", median(command[0].micros, (size_t)runs),
               median(command[1].micros, (size_t)runs), command[0].resident,
               command[1].resident, median(command[0].processor, (size_t)runs),
               median(command[1].processor, (size_t)runs));
    for (int c = 0; c < 2; c++) {
        free(command[c].micros);
        free(command[c].processor);
    }
    return ok ? 0 : 1;
}
