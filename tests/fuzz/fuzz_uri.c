/*
 * fuzz_uri.c - pkcs11: URIs: what is read lies in the URI's own memory, ends with NUL, and
 * names a key; what is not is refused with a reason.
 */
#include "base/limits.h"
#include "sign/pkcs11_uri.h"
#include "vector.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_view(const struct chy_pkcs11_uri *uri, chancery_span view, size_t size)
{
    if (!view.ptr)
        return;
    require(view.ptr >= uri->bytes && view.ptr + view.len <= uri->bytes + size);
    require(view.ptr[view.len] == '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct vector v = vector_of("", chy_span(data, size));
    struct chy_pkcs11_uri uri;
    chancery_error error = CHANCERY_ERROR_INIT;
    const char *path;
    chancery_span line = vector_line(&v);
    if (!chy_pkcs11_uri_parse(&uri, line, &error)) {
        require(error.code != CHANCERY_OK && error.text[0] && !uri.bytes);
        return 0;
    }
    require(uri.object.ptr || uri.id.ptr);
    const chancery_span views[] = {uri.token,      uri.manufacturer, uri.model,      uri.serial,
                                   uri.slot_id,    uri.object,       uri.id,         uri.type,
                                   uri.pin_source, uri.module_name,  uri.module_path};
    for (size_t i = 0; i < sizeof views / sizeof *views; i++)
        check_view(&uri, views[i], line.len);
    if (uri.pin_source.ptr && chy_pkcs11_pin_file(&path, &uri, &error))
        require(path[0] != '\0');
    chy_pkcs11_uri_done(&uri);
    return 0;
}
