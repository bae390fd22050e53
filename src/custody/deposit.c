#include "custody/deposit.h"

#include "base/file.h"
#include "custody/carry.h"
#include "sign/envelope.h"

#include <stdlib.h>

char *chy_deposit_path(const char *file, chancery_error *error)
{
    return chy_dupf(error, "%s.attested.json", file);
}

bool chy_deposit_read(struct chy_buf *payload, struct chy_statement *statement,
                      const char *path, chancery_error *error)
{
    bool ok = chy_draft_read(payload, statement, path, error);
    if (ok && statement->type > CHY_ACT_ISSUE) {
        chy_statement_done(statement);
        chy_fail(error, CHANCERY_E_CONFLICT, "the draft that is there is no letter's");
        chy_fail_where(error, path);
        ok = chy_fail_next(error, "Sign that one first, or remove it.");
    }
    return ok;
}

bool chy_deposit_write(const char *path, chancery_span payload, chancery_error *error)
{
    struct chy_json *json = NULL;
    struct chy_buf pretty = {0};
    bool ok = chy_json_parse(&json, payload, error);
    if (ok) {
        chy_json_write_pretty(&pretty, json);
        chy_buf_byte(&pretty, '\n');
        ok = chy_buf_finish(&pretty, error) &&
             chy_file_write(path, chy_buf_view(&pretty), 0644, true, error);
    }
    chy_json_free(json);
    chy_buf_done(&pretty);
    return ok;
}

void chy_deposit_line(struct chy_buf *lines, chancery_span payload)
{
    static const chancery_public_key no_key;
    static const chancery_signature no_signature;
    chy_envelope_write(lines, CHY_STATEMENT_TYPE, payload, &no_key, &no_signature);
}
