"""The public process as an ASGI application, built from the configuration. Imports no Django."""

from __future__ import annotations

import logging
from urllib.parse import quote, urlencode

from tocsin.core.keyring import Keyring
from tocsin.front.server import Front, build
from tocsin.site import config
from tocsin.site.lifeline import follow_parent
from tocsin.site.logs import FORMAT, SilentFormatter

LANGUAGES = ("en", "ko")


def make() -> Front:
    """The front of this process's configuration and keys."""
    here = config.load()
    keyring = Keyring(here.keys)
    return build(
        database_dsn=dsn(here.database),
        contact_seal=keyring.seal_key("contact"),
        report_seal=keyring.seal_key("reports"),
        verifier=keyring.link_verifier(),
        origins=frozenset({here.public_url}),
        languages=LANGUAGES,
        default_language=LANGUAGES[0],
        spool=here.spool,
    )


def dsn(database: config.Database) -> str:
    """The address of the database as a URI (libpq's Connection URIs)."""
    login = f"{quote(database.role, safe='')}:{quote(database.password, safe='')}"
    options = urlencode({"sslmode": database.tls, "application_name": "tocsin-front"})
    host = f"[{database.host}]" if ":" in database.host else quote(database.host, safe="")
    return f"postgresql://{login}@{host}:{database.port}/{quote(database.name, safe='')}?{options}"


_stderr = logging.StreamHandler()
_stderr.setFormatter(SilentFormatter(FORMAT))
logging.basicConfig(level=logging.INFO, handlers=[_stderr])
follow_parent()
app = make()
