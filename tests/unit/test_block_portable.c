/*
 * test_block_portable.c - test_block.c for machines without SSE2.
 */
#define CHY_PORTABLE
#include "test_block.c" /* NOLINT(bugprone-suspicious-include): the same tests */
