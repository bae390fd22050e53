"""check_in_toto.py CASE.json...: the statement in each envelope, by in-toto-attestation.

Prints "accepted CASE" where it parses, is valid, and its subject is the file of that name beside the
envelopes; else "refused CASE".
"""
import base64
import hashlib
import json
import sys
from pathlib import Path

from google.protobuf.json_format import Parse, ParseError
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement


def judge(path: Path) -> str:
    payload = base64.b64decode(json.loads(path.read_text())["payload"])
    try:
        statement = Statement.copy_from_pb(Parse(payload, statement_pb2.Statement()))
        statement.validate()
    except (ParseError, ValueError):
        return "refused"
    subject = statement.pb.subject[0]
    digest = hashlib.sha256(path.with_name(subject.name).read_bytes()).hexdigest()
    return "accepted" if dict(subject.digest) == {"sha256": digest} else "refused"


for name in sys.argv[1:]:
    print(judge(Path(name)), Path(name).stem)
