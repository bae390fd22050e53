/*
 * fuzz_proof.c - a proof that is read is written again as it was, and so is the entry in it.
 */
#include "archive/checkpoint.h"
#include "archive/entry.h"
#include "archive/tlog_proof.h"
#include "base/encode.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_entry(chancery_span bytes)
{
    struct chy_entry entry;
    struct chy_buf again = {0};
    chancery_digest withdrawn;
    chancery_span rest = bytes;
    size_t names = 0;
    while (chy_entry_withdrawn_next(&withdrawn, &rest))
        names++;
    if (!chy_entry_parse(&entry, bytes, NULL)) {
        require(!entry.signature);
        return;
    }
    require(names == entry.withdrawn);
    chy_buf_str(&again, "chancery-entry/v1\ndocument ");
    chy_buf_hex(&again, entry.document.b, sizeof entry.document.b);
    if (entry.has_bag) {
        chy_buf_str(&again, "\nbag ");
        chy_buf_hex(&again, entry.bag.b, sizeof entry.bag.b);
    }
    if (entry.withdrawn > 0) { /* of which only the number is kept */
        const size_t length = sizeof "\nwithdraws " - 1 + 64;
        chy_buf_span(&again, chy_span_sub(bytes, again.len, entry.withdrawn * length));
    }
    for (size_t i = 0; i < entry.signatures; i++) {
        chy_buf_str(&again, "\nsignature ");
        chy_buf_hex(&again, entry.signature[i].b, sizeof entry.signature[i].b);
    }
    chy_buf_byte(&again, '\n');
    require(chy_span_eq(chy_buf_view(&again), bytes));
    chy_buf_done(&again);
    chy_entry_done(&entry);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chancery_span bytes = chy_span(data, size);
    chancery_error error = CHANCERY_ERROR_INIT;
    struct chy_tlog_proof proof;
    struct chy_buf again = {0};
    if (chy_tlog_proof_parse(&proof, bytes, &error)) {
        chancery_digest leaf = chy_merkle_leaf(chy_buf_view(&proof.extra)), root = {{0}};
        chy_tlog_proof_format(&again, &proof);
        require(chy_span_eq(chy_buf_view(&again), bytes));
        check_entry(chy_buf_view(&proof.extra));
        require(!chy_merkle_includes(&root, CHY_MAX_LOG, proof.index, &leaf, &proof.path));
    } else {
        require(error.code != CHANCERY_OK && error.text[0]);
    }
    chy_tlog_proof_done(&proof);
    chy_buf_done(&again);
    check_entry(bytes);
    return 0;
}
