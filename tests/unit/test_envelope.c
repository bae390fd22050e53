/*
 * test_envelope.c - DSSE envelopes: tests/vectors/envelope, the published example, and writing.
 */
#include "base/limits.h"
#include "base/encode.h"
#include "base/json.h"
#include "rfc8032.h"
#include "sign/envelope.h"
#include "vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* Does one of the signatures verify under the key of RFC 8032 test 1? */
static bool verifies(const struct chy_envelope *envelope)
{
    chancery_key *key = rfc8032_key();
    chancery_public_key public_key = chancery_key_public(key);
    struct chy_buf pae = {0};
    bool found = false;
    chy_envelope_pae(&pae, envelope->payload_type,
                     chy_span(envelope->payload, envelope->payload_len));
    for (size_t i = 0; i < envelope->signatures; i++)
        found |= chy_ed25519_verify(&public_key, chy_buf_view(&pae),
                                    &envelope->signature[i].signature);
    chy_buf_done(&pae);
    chancery_key_free(key);
    return found;
}

static void check_count(const struct vector *vector, const char *header, size_t got)
{
    char text[24];
    snprintf(text, sizeof text, "%zu", got);
    if (!vector_header_is(vector, header, text))
        fail_msg("%s: %s: %zu", vector->name, header, got);
}

static void check_vector(const struct vector *vector)
{
    struct chy_envelope envelope;
    chancery_error error = CHANCERY_ERROR_INIT;
    bool ok = chy_envelope_read(&envelope, vector_line(vector), &error);
    if (!vector_header_is(vector, "expect", chancery_error_name(error.code)))
        fail_msg("%s: %s: %s", vector->name, chancery_error_name(error.code), error.text);
    if (!ok)
        return;
    size_t keyids = 0;
    for (size_t i = 0; i < envelope.signatures; i++)
        keyids += envelope.signature[i].has_keyid;
    check_count(vector, "signatures", envelope.signatures);
    check_count(vector, "keyids", keyids);
    if (vector_header_is(vector, "verifies", "yes") != verifies(&envelope))
        fail_msg("%s: verifies: the other way", vector->name);
    chy_envelope_done(&envelope);
}

static void vectors(void **state)
{
    (void)state;
    assert_true(vector_each("envelope", check_vector) > 100);
}

/* https://github.com/secure-systems-lab/dsse/blob/master/protocol.md, "Test Vectors" */
static void published_pae(void **state)
{
    (void)state;
    struct chy_buf pae = {0};
    chy_envelope_pae(&pae, "http://example.com/HelloWorld", CHY_LITERAL("hello world"));
    assert_true(chy_span_is(chy_buf_view(&pae),
                            "DSSEv1 29 http://example.com/HelloWorld 11 hello world"));
    chy_buf_done(&pae);
}

/* Lengths are bytes, not characters; an empty payload still has its length and its space. */
static void pae_of_edges(void **state)
{
    (void)state;
    struct chy_buf pae = {0};
    chy_envelope_pae(&pae, "\xc3\xa9", (chancery_span){0});
    assert_true(chy_span_is(chy_buf_view(&pae), "DSSEv1 2 \xc3\xa9 0 "));
    chy_buf_clear(&pae);
    chy_envelope_pae(&pae, "", CHY_LITERAL("\n"));
    assert_true(chy_span_is(chy_buf_view(&pae), "DSSEv1 0  1 \n"));
    chy_buf_done(&pae);
}

static void write_signed(struct chy_buf *out, const char *type, chancery_span payload)
{
    chancery_key *key = rfc8032_key();
    chancery_public_key public_key = chancery_key_public(key);
    chancery_signature signature;
    struct chy_buf pae = {0};
    chy_envelope_pae(&pae, type, payload);
    assert_true(chy_ed25519_sign(&signature, key, chy_buf_view(&pae), NULL));
    chy_envelope_write(out, type, payload, &public_key, &signature);
    chy_buf_done(&pae);
    chancery_key_free(key);
}

/* The signature of vector "canonical" was made by another program. */
static void written_is_byte_exact(void **state)
{
    (void)state;
    struct chy_buf file = {0}, line = {0};
    assert_true(chy_file_read(&file, "tests/vectors/envelope/canonical", 1u << 20, NULL));
    struct vector v = vector_of("canonical", chy_buf_view(&file));
    write_signed(&line, CHY_STATEMENT_TYPE,
                 CHY_LITERAL("{\"_type\":\"https://in-toto.io/Statement/v1\"}"));
    assert_true(chy_span_eq(chy_buf_view(&line), v.input));
    chy_buf_done(&line);
    chy_buf_done(&file);
}

/* What is written is canonical JSON and is read back as it was, for any bytes. */
static void round_trip(void **state)
{
    (void)state;
    uint8_t bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 7);
    for (size_t len = 0; len <= sizeof bytes; len += 1 + len / 8) {
        struct chy_buf line = {0};
        struct chy_envelope envelope;
        write_signed(&line, "a/b\"\\\xc3\xa9", chy_span(bytes, len));
        assert_int_equal(line.ptr[line.len - 1], '\n');
        line.len--;
        assert_true(chy_envelope_read(&envelope, chy_buf_view(&line), NULL));
        assert_string_equal(envelope.payload_type, "a/b\"\\\xc3\xa9");
        assert_int_equal(envelope.payload_len, len);
        assert_true(len == 0 || memcmp(envelope.payload, bytes, len) == 0);
        assert_int_equal(envelope.signatures, 1);
        assert_true(envelope.signature[0].has_keyid);
        assert_true(verifies(&envelope));
        struct chy_json *json = NULL;
        bool canonical;
        assert_true(chy_json_read(&json, &canonical, chy_buf_view(&line), NULL));
        assert_true(canonical);
        chy_json_free(json);
        chy_envelope_done(&envelope);
        chy_buf_done(&line);
    }
}

/* A changed type or payload does not verify: both are under the signature. */
static void type_is_signed(void **state)
{
    (void)state;
    struct chy_buf line = {0};
    struct chy_envelope envelope;
    write_signed(&line, "text/plain", CHY_LITERAL("pay 10"));
    line.len--;
    assert_true(chy_envelope_read(&envelope, chy_buf_view(&line), NULL));
    assert_true(verifies(&envelope));
    envelope.payload_type[0] ^= 1;
    assert_false(verifies(&envelope));
    envelope.payload_type[0] ^= 1;
    envelope.payload[4] ^= 1;
    assert_false(verifies(&envelope));
    chy_envelope_done(&envelope);
    chy_buf_done(&line);
}

/* The longest type, and one longer, as this program writes it. */
static void longest_type(void **state)
{
    (void)state;
    for (size_t more = 0; more <= 1; more++) {
        char type[CHY_MAX_STRING + 2];
        struct chy_buf line = {0};
        struct chy_envelope envelope = {0};
        memset(type, 'a', sizeof type);
        type[CHY_MAX_STRING + more] = '\0';
        write_signed(&line, type, CHY_LITERAL("pay 10"));
        line.len--;
        assert_int_equal(chy_envelope_read(&envelope, chy_buf_view(&line), NULL), more == 0);
        chy_envelope_done(&envelope);
        chy_buf_done(&line);
    }
}

static void error_says_where(void **state)
{
    (void)state;
    struct chy_envelope envelope;
    chancery_error error = CHANCERY_ERROR_INIT;
    assert_false(chy_envelope_read(
        &envelope, CHY_LITERAL("{\"payloadType\":\"t\",\"payload\":\"*\",\"signatures\":[]}"),
        &error));
    assert_string_equal(error.where, "$.payload");
    chancery_error_init(&error);
    assert_false(
        chy_envelope_read(&envelope,
                          CHY_LITERAL("{\"payloadType\":\"t\",\"payload\":\"\",\"signatures\":["
                                      "{\"sig\":\"\"},{\"sig\":\"*\"}]}"),
                          &error));
    assert_string_equal(error.where, "$.signatures[1].sig");
}

/* A line as this program writes it is read in one go; with white space after it, as any other.
 * Whatever its bytes are, both read the same. */
static void same_both_ways(chancery_span line)
{
    struct chy_envelope plain = {0}, any = {0};
    struct chy_buf spaced = {0};
    chy_buf_span(&spaced, line);
    chy_buf_byte(&spaced, ' ');
    bool ok = chy_envelope_read(&plain, line, NULL);
    if (ok != chy_envelope_read(&any, chy_buf_view(&spaced), NULL))
        fail_msg("read %d, and the other way %d: %.*s", ok, !ok, (int)line.len,
                 (const char *)line.ptr);
    if (ok) {
        assert_string_equal(plain.payload_type, any.payload_type);
        assert_int_equal(plain.payload_len, any.payload_len);
        assert_memory_equal(plain.payload, any.payload, any.payload_len);
        assert_int_equal(plain.signatures, any.signatures);
        for (size_t i = 0; i < any.signatures; i++) {
            assert_memory_equal(&plain.signature[i].signature, &any.signature[i].signature, 64);
            assert_int_equal(plain.signature[i].has_keyid, any.signature[i].has_keyid);
            assert_memory_equal(&plain.signature[i].keyid, &any.signature[i].keyid, 32);
        }
    }
    chy_envelope_done(&plain);
    chy_envelope_done(&any);
    chy_buf_done(&spaced);
}

static void plain_lines(void **state)
{
    (void)state;
    static const uint8_t other[] = {'"', '\\', '=', '-', '/', 0, 0x80, 'A', ' ', '}'};
    struct chy_buf line = {0}, text = {0};
    chancery_key *key = rfc8032_key();
    chancery_public_key public_key = chancery_key_public(key);
    chancery_signature signature;
    memset(&signature, 0xFB, sizeof signature);
    chy_envelope_write(&line, "text/x; a=b", chy_span_str("{\"p\":\"\xFF\xFE?>\"}"),
                       &public_key, &signature);
    line.len--; /* its LF */
    same_both_ways(chy_buf_view(&line));
    for (size_t i = 0; i < line.len; i++) {
        for (size_t k = 0; k < sizeof other; k++) {
            uint8_t was = line.ptr[i];
            line.ptr[i] = other[k];
            same_both_ways(chy_buf_view(&line));
            line.ptr[i] = was;
        }
        same_both_ways(chy_span_sub(chy_buf_view(&line), 0, i));
        chy_buf_clear(&text);
        chy_buf_add(&text, line.ptr, i + 1);
        chy_buf_add(&text, line.ptr + i, line.len - i);
        same_both_ways(chy_buf_view(&text));
    }
    chancery_key_free(key);
    chy_buf_done(&line);
    chy_buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_lines),           cmocka_unit_test(vectors),
        cmocka_unit_test(published_pae),         cmocka_unit_test(pae_of_edges),
        cmocka_unit_test(written_is_byte_exact), cmocka_unit_test(round_trip),
        cmocka_unit_test(type_is_signed),        cmocka_unit_test(longest_type),
        cmocka_unit_test(error_says_where),
    };
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
