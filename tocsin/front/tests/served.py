"""The front as Granian serves it in a test: everything it may know comes by the environment."""

from __future__ import annotations

import os

from tocsin.core.links import LinkVerifier
from tocsin.core.sealing import SealKey
from tocsin.front.server import build

app = build(
    database_dsn=os.environ["FRONT_DSN"],
    contact_seal=SealKey(bytes.fromhex(os.environ["FRONT_SEAL"])),
    report_seal=SealKey(bytes.fromhex(os.environ["FRONT_SEAL"])),
    verifier=LinkVerifier({1: bytes.fromhex(os.environ["FRONT_VERIFY"])}),
    origins=frozenset({"https://tocsin.example"}),
    languages=("en", "ko"),
    default_language="en",
)
