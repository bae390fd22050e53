"""check_securesystemslib.py CASE.json...: each envelope under the key beside it, CASE.pub, by securesystemslib.

Prints "accepted CASE" or "refused CASE" for each. CASE.pub belongs to all files CASE.*.json.
"""
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_public_key
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey


def judge(path: Path) -> str:
    data = json.loads(path.read_text())
    keyid = data["signatures"][0]["keyid"]
    public = load_pem_public_key(path.with_name(path.name.split(".")[0] + ".pub").read_bytes())
    try:
        Envelope.from_dict(data).verify([SSlibKey.from_crypto(public, keyid)], 1)
    except VerificationError:
        return "refused"
    return "accepted"


for name in sys.argv[1:]:
    print(judge(Path(name)), Path(name).stem)
