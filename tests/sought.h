/*
 * sought.h - signed paragraphs that are looked for in a document. For unit tests, after
 * cmocka.h.
 */
#ifndef CHY_TESTS_SOUGHT_H
#define CHY_TESTS_SOUGHT_H

#include "base/limits.h"
#include "custody/match.h"

/* Signed paragraphs, and a document in which they are looked for. */
struct sought {
    chancery_text *text;
    struct chy_statement statement;
    struct chy_search search;
    struct chy_match match;
};

static inline void set_up(struct sought *s, const char *signed_text, const char *document)
{
    chancery_text *own = NULL;
    *s = (struct sought){0};
    assert_true(chy_text_new(&own, chy_span_str(signed_text), NULL));
    assert_true(chy_statement_set_text(&s->statement, own, NULL));
    assert_true(chy_text_new(&s->text, chy_span_str(document), NULL));
    chancery_text_free(own);
    s->search = (struct chy_search){.text = s->text, .left = CHY_MAX_MATCH_BYTES};
}

static inline void find(struct sought *s, uint32_t from, uint32_t to)
{
    chy_match_done(&s->match);
    assert_true(chy_match_find(&s->match, &s->statement, &s->search, from, to, NULL));
}

static inline void done(struct sought *s)
{
    chy_match_done(&s->match);
    chy_search_done(&s->search);
    chy_statement_done(&s->statement);
    chancery_text_free(s->text);
}

static inline void stands(const struct sought *s, size_t paragraph, enum chy_stand stand,
                          uint32_t first, uint32_t count)
{
    const struct chy_place *place = &s->match.place[paragraph];
    assert_int_equal(place->stand, stand);
    assert_int_equal(place->range.count, count);
    if (count > 0)
        assert_int_equal(place->range.first, first);
}

#endif
