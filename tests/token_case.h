/*
 * token_case.h - a vector of tests/vectors/token: a token in base64 and what is asked of it.
 * The authorities that it names ("ca-rsa", "ca-rsa=1.2.3" with a policy) are files of the same
 * folder. For unit tests and the fuzz target.
 */
#ifndef CHY_TESTS_TOKEN_CASE_H
#define CHY_TESTS_TOKEN_CASE_H

#include "base/encode.h"
#include "sign/token.h"
#include "vector.h"

enum { TOKEN_AUTHORITIES = 4 };

struct token_case {
    struct chy_authorities *authorities;
    struct chy_buf token;
    chancery_digest imprint;
    uint8_t nonce[CHY_NONCE];
    bool has_nonce;
    int64_t now;
};

static inline void token_text(char *out, size_t room, chancery_span text)
{
    snprintf(out, room, "%.*s", (int)text.len, (const char *)text.ptr);
}

static inline bool token_base64(struct chy_buf *out, const struct vector *vector)
{
    return chy_unbase64(out, vector_line(vector));
}

static inline struct chy_authorities *token_authorities(chancery_span names)
{
    struct chy_authority list[TOKEN_AUTHORITIES];
    struct chy_buf file[TOKEN_AUTHORITIES] = {{0}}, der[TOKEN_AUTHORITIES] = {{0}};
    struct chy_authorities *made = NULL;
    char text[200], *rest = text, *name;
    size_t count = 0;
    token_text(text, sizeof text, names);
    while ((name = strsep(&rest, " ")) && *name && count < TOKEN_AUTHORITIES) {
        char path[300], *policy = strchr(name, '=');
        if (policy)
            *policy++ = '\0';
        snprintf(path, sizeof path, "tests/vectors/token/%s", name);
        if (!chy_file_read(&file[count], path, 1u << 20, NULL))
            abort();
        struct vector vector = vector_of(name, chy_buf_view(&file[count]));
        if (!token_base64(&der[count], &vector))
            abort();
        list[count] = (struct chy_authority){chy_buf_view(&der[count]), policy};
        count++;
    }
    if (!chy_authorities_new(&made, list, count, NULL))
        abort();
    for (size_t i = 0; i < count; i++) {
        chy_buf_done(&file[i]);
        chy_buf_done(&der[i]);
    }
    return made;
}

/* False: a vector that is no token, or whose headers were spoiled by a fuzzer. */
static inline bool token_case(struct token_case *out, const struct vector *vector)
{
    char now[40];
    *out = (struct token_case){0};
    token_text(now, sizeof now, vector_header(vector, "now"));
    chancery_span nonce = vector_header(vector, "nonce");
    out->has_nonce = nonce.len > 0;
    return chancery_time_parse(&out->now, now) &&
           chy_unhex(out->imprint.b, 32, vector_header(vector, "imprint")) &&
           (!out->has_nonce || chy_unhex(out->nonce, CHY_NONCE, nonce)) &&
           token_base64(&out->token, vector);
}

static inline bool token_verify(struct chy_token *out, const struct token_case *given,
                                chancery_span der, chancery_error *error)
{
    return chy_token_verify(out, der, &given->imprint, given->has_nonce ? given->nonce : NULL,
                            given->authorities, given->now, error);
}

static inline void token_case_done(struct token_case *given)
{
    chy_authorities_free(given->authorities);
    chy_buf_done(&given->token);
}

#endif
