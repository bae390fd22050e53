/*
 * token_request.c - what is sent to a timestamp authority, and what comes back: spec/time.md,
 * rules P1 to P4. A request is so small that its bytes are written out.
 */
#include "sign/token.h"

#include "base/limits.h"
#include "sign/der.h"

#include <sys/random.h>

/* SEQUENCE { INTEGER 1, SEQUENCE { SEQUENCE { id-sha256, NULL }, OCTET STRING 32 } ... */
static const uint8_t head[] = {0x30, 0x43, 0x02, 0x01, 0x01, 0x30, 0x31, 0x30,
                               0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65,
                               0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
static const uint8_t middle[] = {0x02, 0x08};     /* INTEGER: the nonce */
static const uint8_t tail[] = {0x01, 0x01, 0xff}; /* certReq TRUE */
enum {
    AT_IMPRINT = sizeof head,
    AT_MIDDLE = AT_IMPRINT + 32,
    AT_NONCE = AT_MIDDLE + sizeof middle,
    AT_TAIL = AT_NONCE + CHY_NONCE
};
_Static_assert(AT_TAIL + sizeof tail == CHY_REQUEST, "a request has one size");

bool chy_request_make(uint8_t out[CHY_REQUEST], const chancery_digest *imprint,
                      chancery_error *error)
{
    memcpy(out, head, sizeof head);
    memcpy(out + AT_IMPRINT, imprint->b, sizeof imprint->b);
    memcpy(out + AT_MIDDLE, middle, sizeof middle);
    memcpy(out + AT_TAIL, tail, sizeof tail);
    if (getrandom(out + AT_NONCE, CHY_NONCE, 0) != CHY_NONCE)
        return chy_fail_errno(error, "", "the system gives no random numbers");
    /* positive, and always of eight bytes */
    out[AT_NONCE] = (uint8_t)((out[AT_NONCE] & 0x3f) | 0x40);
    return true;
}

bool chy_request_nonce(uint8_t nonce[CHY_NONCE], chancery_span request,
                       const chancery_digest *imprint)
{
    if (request.len != CHY_REQUEST || memcmp(request.ptr, head, sizeof head) != 0 ||
        memcmp(request.ptr + AT_IMPRINT, imprint->b, sizeof imprint->b) != 0 ||
        memcmp(request.ptr + AT_MIDDLE, middle, sizeof middle) != 0 ||
        memcmp(request.ptr + AT_TAIL, tail, sizeof tail) != 0)
        return false;
    memcpy(nonce, request.ptr + AT_NONCE, CHY_NONCE);
    return true;
}

/* --- the answer --- */

static bool malformed(chancery_error *error)
{
    chy_fail(error, CHANCERY_E_TOKEN, "it is no answer of a timestamp authority in DER");
    return chy_fail_next(error, "Look at it with openssl ts -reply -in FILE -text.");
}

/* Why the authority gave no token: its number, and the first line of its words. */
static bool was_refused(unsigned number, chancery_span rest, chancery_error *error)
{
    struct chy_der words, line;
    char *said = NULL;
    if (chy_der_take_tag(&words, &rest, CHY_DER_SEQUENCE) &&
        chy_der_take_tag(&line, &words.content, CHY_DER_UTF8))
        said = chy_esc(line.content);
    chy_fail(error, CHANCERY_E_TOKEN, "the authority gave no timestamp (status %u)%s%s", number,
             said ? ": " : "", said ? said : "");
    chancery_free(said);
    return chy_fail_next(error, "Ask another authority, or this one again later.");
}

bool chy_response_token(chancery_span *out, chancery_span response, chancery_error *error)
{
    struct chy_der whole, status, number, token;
    if (response.len > CHY_MAX_TOKEN)
        return chy_fail(error, CHANCERY_E_LIMIT, "it has %zu bytes; at most %u are allowed",
                        response.len, CHY_MAX_TOKEN);
    if (!chy_der_is_strict(response) ||
        !chy_der_take_tag(&whole, &response, CHY_DER_SEQUENCE) ||
        !chy_der_take_tag(&status, &whole.content, CHY_DER_SEQUENCE) ||
        !chy_der_take_tag(&number, &status.content, CHY_DER_INTEGER) || number.content.len != 1)
        return malformed(error);
    if (number.content.ptr[0] > 1) /* granted, or granted with modifications */
        return was_refused(number.content.ptr[0], status.content, error);
    if (!chy_der_take_tag(&token, &whole.content, CHY_DER_SEQUENCE) || whole.content.len > 0)
        return malformed(error);
    *out = token.whole;
    return true;
}
