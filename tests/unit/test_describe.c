/*
 * test_describe.c - what is shown before a signature: every member of the statement.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/encode.h"
#include "custody/describe.h"
#include "desk.h"

static void expect_line(const char *said, const char *label, const char *value)
{
    char *line = chy_dupf(NULL, "  %-10s %s\n", label, value);
    if (!strstr(said, line))
        fail_msg("no line \"%s\" in:\n%s", line, said);
    free(line);
}

static void expect_digest(const char *said, const char *label, const chancery_digest *digest)
{
    char hex[65];
    chy_hex(hex, digest->b, 32);
    expect_line(said, label, hex);
}

/* An issue that carries a forward, and the forward that carries a letter and a file. */
static void every_member(void **state)
{
    (void)state;
    static const char *const files[] = {"annex.txt", "map.png"};
    desk_signed_annex();
    put("map.png", "a picture");
    desk_ok(desk_draft(
        &(chancery_draft_options){
            .act = "forward", .file = "cover.txt", .carries = files, .carries_count = 2},
        true));
    struct chy_statement s = desk_read(DRAFT("cover.txt"));
    char *said = desk_summary("cover.txt", SEED_GAMMA);
    expect_line(said, "carries",
                "Annex I: letter of 2012-09-18, Letter dated 18 September 2012 from the "
                "President and the Prime Minister of Specimenia addressed to the "
                "Secretary-General, 2 of 2 signatures");
    expect_line(said, "  as", "verbatim");
    expect_digest(said, "  act", &s.carries[0].statement);
    expect_digest(said, "  seen", &s.carries[0].seen[0]);
    expect_digest(said, "  seen", &s.carries[0].seen[1]);
    expect_line(said, "carries", "Annex II: the file map.png, image/png");
    expect_digest(said, "  sha256", &s.carries[1].sha256);
    chancery_free(said);
    chy_statement_done(&s);
    desk_ok(desk_sign("cover.txt", SEED_GAMMA));
    desk_ok(desk_issue("issue.txt", "cover.txt"));
    struct chy_buf out = {0};
    s = desk_read(DRAFT("issue.txt"));
    chy_describe(&out, &s, NULL);
    said = chy_buf_take(&out, NULL, NULL);
    expect_line(said, "symbol", "S/2012/727");
    expect_line(said, "issue", "1");
    expect_line(said, "distr.", "General");
    expect_line(said, "masthead", "2012-10-01");
    expect_line(said, "original", "en");
    expect_line(said, "job", "12-52626");
    expect_line(said, "carries", "an act that the record does not hold, 1 signature");
    free(said);
    chy_statement_done(&s);
}

static void renditions(void **state)
{
    (void)state;
    struct chy_rendition rendition = {.name = (char[]){"a\x1b.pdf"},
                                      .media_type = (char[]){"application/pdf"}};
    struct chy_statement s = desk.act[LETTER];
    struct chy_buf out = {0};
    rendition.sha256.b[0] = 0xAB;
    s.rendition = &rendition;
    s.renditions = 1;
    chy_describe(&out, &s, NULL);
    char *said = chy_buf_take(&out, NULL, NULL);
    assert_non_null(strstr(said, ".pdf, application/pdf\n"));
    assert_null(strchr(said, '\x1b'));
    expect_digest(said, "  sha256", &rendition.sha256);
    free(said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(every_member),
        AT_DESK(renditions),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
