/*
 * prompt.h - asking the person at the terminal.
 *
 * The terminal is /dev/tty, so that questions work while standard input and output are
 * redirected, and so that what is piped in never answers them.
 */
#ifndef CLI_PROMPT_H
#define CLI_PROMPT_H

#include "chancery.h"

/* A descriptor of the controlling terminal, or -1 if there is none. The caller closes it. */
int cli_terminal_open(void);

/* Writes all of a text to the terminal; what cannot be written is lost. */
void cli_terminal_say(int terminal, const char *text);

/* Asks with the echo off, and puts the terminal back whatever signal comes. Fills at most
 * capacity bytes, without the line end, and returns their number; -1 if there is no answer
 * (end of input), -2 if it is longer. */
long cli_terminal_secret(int terminal, const char *prompt, uint8_t *out, size_t capacity);

/* True only if the answer is "y" or "yes". */
bool cli_terminal_confirm(int terminal, const char *question);

#endif
