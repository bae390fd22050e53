/*
 * test_audit_tell.c - which items are audited, and what other programs are told
 * (spec/audit.md).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "audited.h"

static size_t items(void)
{
    size_t count = 0;
    for (const char *at = (char *)shown.ptr; (at = strstr(at, "\"item\":")); at++)
        count++;
    return count;
}

/* U31 */
static void chosen(void **state)
{
    (void)state;
    struct chy_buf first = {0};
    chancery_audit_options options = plain();
    options.sample = 4;
    options.seed = 7;
    audited(&options, 0);
    assert_int_equal(items(), 4);
    assert_true(holds((char *)shown.ptr, "\"sample\":4,\"seed\":7"));
    chy_buf_span(&first, chy_buf_view(&shown));
    audited(&options, 0);
    assert_true(chy_span_eq(chy_buf_view(&first), chy_buf_view(&shown)));
    bool differs = false;
    for (options.seed = 8; options.seed < 20; options.seed++) {
        audited(&options, 0);
        differs |= strstr((char *)shown.ptr, ITEM) != NULL;
    }
    assert_true(differs);
    chy_buf_done(&first);
    options = plain();
    options.pattern = "S_2012_70[13]-*";
    audited(&options, 0);
    assert_int_equal(items(), 2);
    assert_true(holds(line_of(ITEM), "authentic"));
}

/* U31: what the last report holds as good is left out. */
static void since(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    spoil(BAG("data/issue.txt"), "Distr", "Dostr");
    options.output = "last";
    audited(&options, 1);
    options.output = NULL;
    options.since = (const char *const[]){"last"};
    options.since_count = 1;
    audited(&options, 1);
    assert_int_equal(items(), 1);
    assert_true(holds(line_of(ITEM), "file-altered"));
    /* Not what is not there any more, nor what is another bag by now. */
    moved(KEEP "/S_2012_700-en-1", "gone");
    audited(&options, 1);
    assert_true(holds(line_of("S_2012_700-en-1"), "bag-missing"));
    moved("gone", KEEP "/S_2012_700-en-1");
    spoil(KEEP "/S_2012_701-en-1/tagmanifest-sha256.txt", "bag-info", "bag-inf0");
    audited(&options, 1);
    assert_true(holds(line_of("S_2012_701-en-1"), "bag-differs"));
    assert_int_equal(items(), 2);
    /* And not by what is told of another archive, or of a log that was longer. */
    char *last = content("last");
    assert_true(chy_file_write("other", chy_span_str(last), 0644, true, NULL));
    assert_true(chy_file_write("longer", chy_span_str(last), 0644, true, NULL));
    free(last);
    spoil("other", "{\"audit\":{\"archive\":\"", "{\"audit\":{\"archive\":\"x");
    options.since = (const char *const[]){"other"};
    refused(&options, CHANCERY_E_CONFLICT, "another archive");
    spoil("longer", "\"size\":6", "\"size\":7"); /* at its beginning ... */
    spoil("longer", "\"size\":6", "\"size\":7"); /* ... and at its end */
    options.since = (const char *const[]){"longer"};
    audited(&options, 1);
    assert_true(holds((char *)shown.ptr, "log-behind"));
    options.since = (const char *const[]){"none"};
    refused(&options, CHANCERY_E_MISSING, "");
    options.since = (const char *const[]){KEEP "/index.jsonl"};
    refused(&options, CHANCERY_E_FORMAT, "");
}

/* U31: but not what was judged by another directory, for another term, or of a later time. */
static void since_judged(void **state)
{
    (void)state;
    struct chancery_trust *trust = &keep_story.trust;
    chancery_audit_options options = plain(), now = plain();
    options.output = "last";
    audited(&options, 0);
    now.since = (const char *const[]){"last"};
    now.since_count = 1;
    audited(&now, 0);
    assert_int_equal(items(), 0);
    trust->digest.b[0] ^= 1;
    audited(&now, 0);
    assert_int_equal(items(), 6);
    now.integrity_only = true; /* which no directory judges */
    audited(&now, 0);
    assert_int_equal(items(), 0);
    now.integrity_only = false;
    trust->digest.b[0] ^= 1;
    now.lapse_days = 91;
    audited(&now, 0);
    assert_int_equal(items(), 6);
    now.lapse_days = 89;
    audited(&now, 0);
    assert_int_equal(items(), 0);
    now.now--;
    audited(&now, 0);
    assert_int_equal(items(), 6);
}

/* U33 */
static void nagios(void **state)
{
    (void)state;
    chancery_audit_options options = plain(), report = plain();
    options.json = false;
    options.nagios = true;
    audited(&options, 0);
    assert_string_equal((char *)shown.ptr,
                        "CHANCERY OK - 6 of 6 authentic | items=6 authentic=6 intact=0 "
                        "not_authentic=0 indeterminate=0 completed=0 new_critical=0 "
                        "new_warning=0 known_critical=0 entries=6\n");
    put(BAG("data/more.txt"), "more");
    audited(&options, 1);
    assert_true(holds((char *)shown.ptr, "CHANCERY WARNING - 5 of 6 authentic"));
    assert_true(holds((char *)shown.ptr, "first: file-extra " ITEM " data/more.txt |"));
    spoil(BAG("data/issue.txt"), "Distr", "Dostr");
    audited(&options, 2);
    assert_true(holds((char *)shown.ptr, "CHANCERY CRITICAL - 5 of 6 authentic"));
    report.output = "last";
    audited(&report, 1);
    options.baseline = "last";
    audited(&options, 1); /* what is known stays a warning until it is mended */
    assert_true(holds((char *)shown.ptr,
                      "CHANCERY WARNING - 5 of 6 authentic, 1 not "
                      "authentic; nothing new; 2 known before and not "
                      "mended, first: file-altered " ITEM " data/issue.txt |"));
    assert_true(holds((char *)shown.ptr, " new_critical=0 new_warning=0 known_critical=2 "));
    moved(KEEP "/S_2012_701-en-1", "kept");
    audited(&options, 2);
    assert_true(
        holds((char *)shown.ptr, "; 1 new finding, first: bag-missing S_2012_701-en-1"));
    options.baseline = KEEP "/index.jsonl";
    refused(&options, CHANCERY_E_FORMAT, "");
}

/* The first digest in a tagmanifest has another digit there. */
static void other_digit_at(size_t at)
{
    static const char path[] = KEEP "/S_2012_701-en-1/tagmanifest-sha256.txt";
    char from[65], to[65], *text = content(path);
    snprintf(from, sizeof from, "%.64s", text);
    memcpy(to, from, sizeof to);
    to[at] = from[at] == '0' ? '1' : '0';
    spoil(path, from, to);
    chancery_free(text);
}

/* U33: a file that is altered anew is new, and so is a bag. */
static void nagios_altered_anew(void **state)
{
    (void)state;
    chancery_audit_options options = plain(), report = plain();
    options.json = false;
    options.nagios = true;
    spoil(BAG("data/issue.txt"), "Distr", "Dostr");
    other_digit_at(0);
    report.output = "last";
    audited(&report, 1);
    options.baseline = "last";
    audited(&options, 1);
    assert_true(holds((char *)shown.ptr, "; nothing new; "));
    spoil(BAG("data/issue.txt"), "Dostr", "Dastr");
    audited(&options, 2);
    assert_true(holds((char *)shown.ptr, "; 1 new finding, first: file-altered " ITEM));
    spoil(BAG("data/issue.txt"), "Dastr", "Dostr");
    other_digit_at(1); /* the files are as they were */
    audited(&options, 2);
    assert_true(holds((char *)shown.ptr, " S_2012_701-en-1 "));
}

/* U33: but what only is to be seen to is no alarm for ever. */
static void nagios_known(void **state)
{
    (void)state;
    chancery_audit_options options = plain(), report = plain();
    options.json = false;
    options.nagios = true;
    put(BAG("data/more.txt"), "more");
    report.output = "last";
    audited(&report, 2);
    options.baseline = "last";
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, "1 indeterminate; nothing new |"));
}

/* U33, U34: whoever watches is told that not everything was looked at, and no success. */
static void nagios_selection(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    options.json = false;
    options.nagios = true;
    options.pattern = "S_2012_70[13]-*";
    options.sample = 1;
    options.seed = 7;
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, "CHANCERY OK - 1 of 1 authentic; only a selection: "
                                         "names like S_2012_70[13]-*, a sample of 1 by seed "
                                         "7 | items=1 "));
    options = plain();
    options.json = false;
    options.nagios = options.integrity_only = true;
    options.shard = options.shards = 1;
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, "CHANCERY OK - 6 of 6 intact; only a selection: part "
                                         "1 of 1; no signatures looked at |"));
}

/* U31: nothing chosen of something is no audit. */
static void none_chosen(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    options.pattern = "nosuch*";
    refused(&options, CHANCERY_E_MISSING, "none of its 6 items");
    options.pattern = NULL;
    options.kept_until = "2012-10-01";
    refused(&options, CHANCERY_E_MISSING, "none of its 6 items");
    options = plain();
    options.output = "last";
    audited(&options, 0);
    options.output = NULL;
    options.since = (const char *const[]){"last"};
    options.since_count = 1;
    audited(&options, 0); /* nothing to be looked at is not nothing chosen */
    assert_int_equal(items(), 0);
}

/* U34: the time of the last success outlives a failure. */
static void prometheus(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    options.prometheus = "metrics";
    audited(&options, 0);
    char *text = content("metrics");
    assert_true(holds(text, "chancery_audit_items{archive=\"archive.example/letters\","
                            "verdict=\"authentic\"} 6\n"));
    assert_true(holds(text,
                      "last_success_timestamp_seconds{archive=\"archive.example/letters\"}"
                      " 1767225600\n"));
    free(text);
    spoil(BAG("data/issue.txt"), "Distr", "Dostr");
    options.now += 86400;
    keep_story.trust.now = options.now;
    audited(&options, 1);
    text = content("metrics");
    assert_true(holds(text,
                      "last_success_timestamp_seconds{archive=\"archive.example/letters\"}"
                      " 1767225600\n"));
    assert_true(holds(text, "chancery_audit_timestamp_seconds{archive=\"archive.example/"
                            "letters\"} 1767312000\n"));
    assert_true(holds(text, "chancery_audit_status{archive=\"archive.example/letters\"} 1\n"));
    free(text);
}

#define AT(text) "last_success_timestamp_seconds{archive=\"archive.example/letters\"" text "\n"

static bool succeeded(const chancery_audit_options *options, int expected, const char *text)
{
    audited(options, expected);
    char *metrics = content("metrics");
    bool does = holds(metrics, text);
    free(metrics);
    return does;
}

/* U34: the last success is of everything, and of no day that is yet to come. */
static void prometheus_success(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    options.prometheus = "metrics";
    options.pattern = "S_2012_70[13]-*";
    assert_true(succeeded(&options, 0, AT("} 0")));
    assert_true(succeeded(&options, 0,
                          "chancery_audit_items{archive=\"archive.example/letters\",selection="
                          "\"names like S_2012_70[13]-*\",verdict=\"authentic\"} 2\n"));
    options.pattern = NULL;
    options.kept_since = "2012-10-01";
    assert_true(succeeded(&options, 0,
                          "chancery_audit_status{archive=\"archive.example/letters\",selection="
                          "\", of those kept since 2012-10-01\"} 0\n"));
    assert_true(succeeded(&options, 0, AT("} 0")));
    options.kept_since = NULL;
    options.integrity_only = true;
    assert_true(succeeded(&options, 0, AT("} 0")));
    assert_true(succeeded(&options, 0, AT(",checks=\"integrity\"} 1767225600")));
    options.integrity_only = false;
    options.clock = options.now - 86400;
    assert_true(succeeded(&options, 0, AT("} 1767139200")));
    options.clock = options.now - 2 * 86400; /* what was told of later is no success */
    options.pattern = "S_2012_70[13]-*";
    assert_true(succeeded(&options, 0, AT("} 0")));
    options.clock = options.now;
    options.pattern = NULL;
    assert_true(succeeded(&options, 0, AT("} 1767225600")));
}

/* U24: soon, and already. */
static void expiry(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    options.lapse_days = 100000;
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, "\"code\":\"directory-expires\""));
    keep_story.trust.expired = true;
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, "\"code\":\"directory-expired\""));
    assert_false(holds((char *)shown.ptr, "\"code\":\"directory-expires\""));
}

/* U35 */
static void premis(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    spoil(BAG("data/issue.txt"), "Distr", "Dostr");
    put(KEEP "/a&b<c>", "x");
    options.premis = "events.xml";
    audited(&options, 1);
    char *text = content("events.xml");
    assert_true(holds(text, "<premis:eventType>fixity check</premis:eventType>"));
    assert_true(holds(text, "<premis:eventType>ingestion</premis:eventType>"
                            "<premis:eventDateTime>2012-10-02</premis:eventDateTime>"));
    assert_true(holds(text, "<premis:eventOutcome>fail</premis:eventOutcome>"
                            "<premis:eventOutcomeDetail><premis:eventOutcomeDetailNote>"
                            "file-altered: data/issue.txt: "));
    assert_true(holds(text, "a&amp;b&lt;c&gt;"));
    assert_true(strstr(text, "</premis:object>\n<premis:event>") > strstr(text, "a&amp;b"));
    assert_true(holds(text, "</premis:agent>\n</premis:premis>\n"));
    assert_false(chy_file_exists("events.xml.events.part"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ARCHIVE(chosen),
        IN_ARCHIVE(since),
        IN_ARCHIVE(since_judged),
        IN_ARCHIVE(nagios),
        IN_ARCHIVE(prometheus),
        IN_ARCHIVE(premis),
        IN_ARCHIVE(nagios_altered_anew),
        IN_ARCHIVE(nagios_known),
        IN_ARCHIVE(nagios_selection),
        IN_ARCHIVE(none_chosen),
        IN_ARCHIVE(prometheus_success),
        IN_ARCHIVE(expiry),
    };
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
