/*
 * fuzz_envelope.c - an envelope that is read keeps its promises, and writing it again gives an
 * envelope that reads the same.
 */
#include "sign/envelope.h"
#include "vector.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check(const struct chy_envelope *envelope)
{
    const chancery_public_key key = {{1}};
    chancery_span payload = chy_span(envelope->payload, envelope->payload_len);
    struct chy_envelope again;
    struct chy_buf line = {0}, pae = {0};

    require(envelope->payload_type && envelope->signatures >= 1);
    chy_envelope_pae(&pae, envelope->payload_type, payload);
    require(chy_span_ends(chy_buf_view(&pae), payload));
    chy_envelope_write(&line, envelope->payload_type, payload, &key,
                       &envelope->signature[0].signature);
    require(chy_envelope_read(&again, chy_span(line.ptr, line.len - 1), NULL));
    require(strcmp(again.payload_type, envelope->payload_type) == 0);
    require(chy_span_eq(chy_span(again.payload, again.payload_len), payload));
    require(again.signatures == 1 && again.signature[0].has_keyid);
    require(memcmp(&again.signature[0].signature, &envelope->signature[0].signature, 64) == 0);
    chy_envelope_done(&again);
    chy_buf_done(&line);
    chy_buf_done(&pae);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct vector v = vector_of("", chy_span(data, size));
    struct chy_envelope envelope;
    chancery_error error = CHANCERY_ERROR_INIT;
    if (chy_envelope_read(&envelope, vector_line(&v), &error)) {
        check(&envelope);
        chy_envelope_done(&envelope);
    } else {
        require(error.code != CHANCERY_OK && error.text[0]);
    }
    return 0;
}
