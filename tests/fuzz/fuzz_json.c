/* fuzz_json.c - what chy_json_parse takes is what jansson takes, and is read, written and
 * parsed again without harm. */
#include "base/json.h"
#include "json_oracle.h"
#include "vector.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every accessor on every value: wrong types must be refused, not crash. */
static void visit(const struct chy_cursor *at)
{
    static const char *const names[] = {"a", "payload"};
    struct chy_cursor below;
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_span text;
    chancery_digest digest;
    chancery_date date;
    int64_t integer;
    size_t count = 0;
    bool ok = chy_json_string(&text, at, 100, &error);
    ok = chy_json_integer(&integer, at, 0, 100, &error) || ok;
    ok = chy_json_digest(&digest, at, NULL) || ok;
    ok = chy_json_date(&date, at, NULL) || ok;
    if (ok && (chy_json_object(at, NULL) || chy_json_is_null(at)))
        abort();
    if (chy_json_member(&below, at, "a", &error))
        visit(&below);
    if (chy_json_object(at, NULL))
        (void)chy_json_unknown(at, names, 2);
    if (chy_json_array(&count, at, 1000, &error)) {
        for (size_t i = 0; i < count; i++) {
            if (!chy_json_element(&below, at, i, &error))
                abort();
            visit(&below);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chancery_span input = vector_of("", chy_span(data, size)).input;
    struct chy_json *json = NULL, *again = NULL;
    struct chy_buf canonical = {0}, pretty = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    if (json_oracle(input))
        abort();
    bool is_canonical, again_is;
    if (!chy_json_read(&json, &is_canonical, input, &error)) {
        if (json || is_canonical || error.code == CHANCERY_OK || error.text[0] == '\0')
            abort();
        return 0;
    }
    struct chy_cursor root = chy_json_root(json);
    visit(&root);
    chy_json_write_canonical(&canonical, json);
    chy_json_write_pretty(&pretty, json);
    /* only a number with a fraction or an exponent has no serialisation */
    if (chy_buf_ok(&canonical) != chy_buf_ok(&pretty))
        abort();
    if (is_canonical !=
        (chy_buf_ok(&canonical) && chy_span_eq(chy_buf_view(&canonical), input)))
        abort();
    if (chy_buf_ok(&canonical)) {
        if (!chy_json_read(&again, &again_is, chy_buf_view(&canonical), NULL) || !again_is)
            abort();
        chy_json_free(again);
        if (!chy_json_parse(&again, chy_buf_view(&pretty), NULL) ||
            !json_oracle_canonical(again, chy_buf_view(&canonical)))
            abort();
    }
    chy_json_free(again);
    chy_json_free(json);
    chy_buf_done(&pretty);
    chy_buf_done(&canonical);
    return 0;
}
