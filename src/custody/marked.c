/*
 * marked.c - text that is no letter's: pages of a word processor or a browser, messages,
 * and what was quoted in one. Their marks would be signed as words.
 */
#include "custody/marked.h"

#include <strings.h>

static bool begins(chancery_span text, const char *with)
{
    return text.len >= strlen(with) &&
           strncasecmp((const char *)text.ptr, with, strlen(with)) == 0;
}

/* A line "Name: value" that only the head of a message has at its beginning. */
static bool is_message(chancery_span text)
{
    static const char *const fields[] = {"return-path:", "received:",     "mime-version:",
                                         "message-id:",  "delivered-to:", "content-type:"};
    chancery_span line;
    for (unsigned lines = 0; lines < 20 && chy_span_line(&line, &text) && line.len > 0; lines++)
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
            if (begins(line, fields[i]))
                return true;
    return false;
}

/* Most lines that are not blank begin with a quoting mark. */
static bool is_quoted(chancery_span text)
{
    size_t quoted = 0, lines = 0;
    chancery_span line;
    while (chy_span_line(&line, &text)) {
        lines += line.len > 0;
        quoted += line.len > 0 && line.ptr[0] == '>';
    }
    return lines > 2 && 2 * quoted > lines;
}

bool chy_is_marked(chancery_span text, chancery_error *error)
{
    const char *what = NULL, *next = NULL;
    if (begins(text, "{\\rtf"))
        what = "a word processor's file (RTF)";
    else if (begins(text, "<!doctype html") || begins(text, "<html"))
        what = "a web page (HTML)";
    if (what)
        next = "Take the text out of it (pandoc -t plain FILE -o NEWFILE) and read it through.";
    else if (is_message(text))
        what = "an e-mail message with its head",
        next = "Save what the letter says by itself, or the file that was attached.";
    else if (is_quoted(text))
        what = "quoted in a message: its lines begin with >",
        next = "Ask for the letter as a file, or take the marks away (sed 's/^> \\?//').";
    if (!what)
        return false;
    chy_fail(error, CHANCERY_E_CONFLICT, "this is %s, and no letter's own text", what);
    chy_fail_next(error, "%s", next);
    return true;
}
