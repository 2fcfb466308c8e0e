"""What an organisation may set, read from the environment into one frozen value. Imports no Django.

`docs/operations/settings.md` documents every name. What was set at `tocsin up` is kept (secrets excepted) in the
home's `instance.json`, so that later commands need only TOCSIN_HOME; the environment wins over it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from tocsin.site import sending
from tocsin.site.errors import SiteError

PROCESSES = frozenset({"front", "worker", "desk", "owner", "tests", "tools"})
# One process of the front for each core, and no more than a small machine's memory is good for. Each takes five of the
# front's 40 connections.
FRONTS, MOST_FRONTS = str(min(len(os.sched_getaffinity(0)), 4)), 8
# What `tools` (type checks, catalogues) and the demo run with; the Nones must be set by everyone else.
DEFAULTS: dict[str, tuple[str, str | None]] = {
    # name: (in the demo, for an organisation)
    "TOCSIN_DEMO": ("yes", "no"),
    "TOCSIN_ORGANISATION": ("Lantern Bridge", None),
    "TOCSIN_POSTAL_ADDRESS": ("Lantern Bridge, 1 Example Street, 00000 Exampleton", None),
    "TOCSIN_ORGANISATION_EMAIL": ("hello@lanternbridge.example", None),
    "TOCSIN_SOURCE_URL": ("", ""),
    "TOCSIN_PUBLIC_URL": ("", None),  # the demo's are those of its ports
    "TOCSIN_DESK_URL": ("", None),
    "TOCSIN_SENDER_DOMAIN": ("lanternbridge.example", None),
    "TOCSIN_DKIM_SELECTOR": ("tocsin", "tocsin"),
    "TOCSIN_DKIM_EDWARDS_SELECTOR": ("", ""),
    "TOCSIN_SMTP_HOST": ("127.0.0.1", None),
    "TOCSIN_SMTP_PORT": ("1025", "587"),
    "TOCSIN_SMTP_SECURITY": ("none", "starttls"),
    "TOCSIN_SMTP_USER": ("", ""),
    "TOCSIN_SMTP_PASSWORD": ("", ""),
    "TOCSIN_SMTP_WEIGHT": ("1", "1"),
    "TOCSIN_SMTP_MORE": ("", ""),
    "TOCSIN_MAIL_CONNECTIONS": ("4", "8"),
    "TOCSIN_MAIL_PACE": ("", ""),
    "TOCSIN_MAIL_WARM_UP": ("", ""),
    "TOCSIN_WORKERS": ("1", "1"),
    "TOCSIN_LISTEN": ("127.0.0.1", "127.0.0.1"),
    "TOCSIN_FRONT_PORT": ("8000", "8000"),
    "TOCSIN_FRONT_PROCESSES": (FRONTS, FRONTS),
    "TOCSIN_DESK_PORT": ("8001", "8001"),
    "TOCSIN_MAILBOX_PORT": ("8025", "8025"),
    "TOCSIN_DATABASE_HOST": ("127.0.0.1", "127.0.0.1"),
    "TOCSIN_DATABASE_PORT": ("5432", "5432"),
    "TOCSIN_DATABASE_NAME": ("tocsin", "tocsin"),
    "TOCSIN_DATABASE_PASSWORD": ("", ""),
    "TOCSIN_DATABASE_TLS": ("prefer", "prefer"),
    "TOCSIN_KEYS": ("", ""),
    "TOCSIN_SPOOL": ("", ""),
    "TOCSIN_CASE_REVIEW_MONTHS": ("24", "24"),
}
# Read from the environment alone: where things are and who reads them, not how the organisation works.
OTHERS = ("TOCSIN_HOME", "TOCSIN_PROCESS", "DATABASE_URL")
SECRETS = frozenset({"TOCSIN_SMTP_PASSWORD", "TOCSIN_DATABASE_PASSWORD"})


@dataclass(frozen=True)
class Database:
    """How this process reaches PostgreSQL; `role` is tocsin_front, _worker, _desk or _owner."""

    host: str
    port: int
    name: str
    role: str
    password: str
    tls: str


@dataclass(frozen=True)
class Smtp:
    """Where mail is handed over: `security` is one of `sending.SECURITIES`, `weight` 0 for while others are away."""

    host: str
    port: int
    security: str
    user: str
    password: str
    weight: int = 1


@dataclass(frozen=True)
class Config:
    process: str
    home: Path
    keys: Path
    spool: Path
    demo: bool
    organisation: str
    postal_address: str
    organisation_email: str
    source_url: str
    public_url: str
    desk_url: str
    sender_domain: str
    dkim_selector: str
    listen: str
    front_port: int
    front_processes: int
    desk_port: int
    mailbox_port: int
    case_review_months: int
    workers: int
    mail_connections: int
    mail_pace: Mapping[str, float]
    mail_warm_up: date | None
    dkim_edwards_selector: str
    smtp: Smtp
    more_smtp: tuple[Smtp, ...]
    database: Database


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """The configuration of this process. Raises SiteError, whose one sentence names the variable."""
    process = environ.get("TOCSIN_PROCESS", "tools")
    if process not in PROCESSES:
        raise SiteError(f"TOCSIN_PROCESS is '{process}': it must be one of {', '.join(sorted(PROCESSES))}.")
    if process != "tools" and not environ.get("TOCSIN_HOME"):
        raise SiteError("TOCSIN_HOME is not set: it names the folder in which this instance lives.")
    home = Path(environ.get("TOCSIN_HOME") or "var/none").absolute()
    values = _Values(environ, kept(home), demo_defaults=process == "tools")
    keys = Path(values.text("TOCSIN_KEYS") or home / "keys" / _folder(process))
    return Config(
        process=process,
        home=home,
        keys=keys,
        spool=Path(values.text("TOCSIN_SPOOL") or home / "spool"),
        demo=values.demo,
        organisation=values.text("TOCSIN_ORGANISATION"),
        postal_address=values.text("TOCSIN_POSTAL_ADDRESS"),
        organisation_email=values.text("TOCSIN_ORGANISATION_EMAIL"),
        source_url=values.link("TOCSIN_SOURCE_URL"),
        public_url=values.url("TOCSIN_PUBLIC_URL", "TOCSIN_FRONT_PORT"),
        desk_url=values.url("TOCSIN_DESK_URL", "TOCSIN_DESK_PORT"),
        sender_domain=values.text("TOCSIN_SENDER_DOMAIN"),
        dkim_selector=values.text("TOCSIN_DKIM_SELECTOR"),
        listen=values.text("TOCSIN_LISTEN"),
        front_port=values.port("TOCSIN_FRONT_PORT"),
        front_processes=values.number("TOCSIN_FRONT_PROCESSES", 1, MOST_FRONTS),
        desk_port=values.port("TOCSIN_DESK_PORT"),
        mailbox_port=values.port("TOCSIN_MAILBOX_PORT"),
        case_review_months=values.number("TOCSIN_CASE_REVIEW_MONTHS", 1, 120),
        workers=values.number("TOCSIN_WORKERS", 1, 64),
        mail_connections=values.number("TOCSIN_MAIL_CONNECTIONS", 1, 64),
        mail_pace=sending.paces(values.text("TOCSIN_MAIL_PACE")),
        mail_warm_up=sending.day(values.text("TOCSIN_MAIL_WARM_UP")),
        dkim_edwards_selector=values.text("TOCSIN_DKIM_EDWARDS_SELECTOR"),
        smtp=_smtp(values, keys),
        more_smtp=_more_smtp(values, keys),
        database=_database(values, keys, process),
    )


def kept(home: Path) -> dict[str, str]:
    """The settings kept in the home's instance.json, by name; empty if there is none."""
    path = home / "instance.json"
    try:
        found = json.loads(path.read_text())["settings"]
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError):
        raise SiteError(f"TOCSIN_HOME is broken: {path} cannot be read as settings.") from None
    return {str(name): str(value) for name, value in found.items()}


class _Values:
    """The texts behind the settings, each read with a sentence for what is wrong with it."""

    def __init__(self, environ: Mapping[str, str], kept: Mapping[str, str], *, demo_defaults: bool) -> None:
        self._given = {**kept, **{name: environ[name] for name in DEFAULTS if name in environ}}
        self.demo = demo_defaults or self._yes(self._given.get("TOCSIN_DEMO", "no"))

    @staticmethod
    def _yes(text: str) -> bool:
        if text not in ("yes", "no"):
            raise SiteError(f"TOCSIN_DEMO is '{text}': it must be yes or no.")
        return text == "yes"

    def text(self, name: str) -> str:
        value = self._given.get(name) or DEFAULTS[name][0 if self.demo else 1]
        if value is None:
            raise SiteError(f"{name} is not set: docs/operations/settings.md says what it is for.")
        return value

    def choice(self, name: str, *allowed: str) -> str:
        value = self.text(name)
        if value not in allowed:
            raise SiteError(f"{name} is '{value}': it must be one of {', '.join(allowed)}.")
        return value

    def port(self, name: str) -> int:
        value = self.text(name)
        if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
            raise SiteError(f"{name} is '{value}': it must be a port number, 1 to 65535.")
        return int(value)

    def number(self, name: str, low: int, high: int) -> int:
        value = self.text(name)
        if not (value.isascii() and value.isdigit() and low <= int(value) <= high):
            raise SiteError(f"{name} is '{value}': it must be a number from {low} to {high}.")
        return int(value)

    def url(self, name: str, port: str) -> str:
        value = self.text(name).rstrip("/") or f"http://127.0.0.1:{self.port(port)}"
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
            raise SiteError(f"{name} is '{value}': it must be a scheme and a host, such as https://example.org.")
        if parts.scheme == "http" and not self.demo:
            raise SiteError(f"{name} is '{value}': outside the demo it must begin with https://.")
        return value

    def link(self, name: str) -> str:
        """An address that people may follow, or '' for none."""
        value = self.text(name)
        if value and urlsplit(value).scheme not in ("https", "http"):
            raise SiteError(f"{name} is '{value}': it must begin with https://.")
        return value


def _folder(process: str) -> str:
    return "admin" if process == "owner" else process


def _secret(values: _Values, name: str, file: Path) -> str:
    given = values.text(name)
    return given or (file.read_text().strip() if file.exists() else "")


def _smtp(values: _Values, keys: Path) -> Smtp:
    return Smtp(
        host=values.text("TOCSIN_SMTP_HOST"),
        port=values.port("TOCSIN_SMTP_PORT"),
        security=values.choice("TOCSIN_SMTP_SECURITY", *sending.SECURITIES),
        user=values.text("TOCSIN_SMTP_USER"),
        password=_secret(values, "TOCSIN_SMTP_PASSWORD", keys / "smtp_password"),
        weight=values.number("TOCSIN_SMTP_WEIGHT", 0, 100),
    )


def _more_smtp(values: _Values, keys: Path) -> tuple[Smtp, ...]:
    """Each with the password in the key folder's `smtp_password.HOST`, or that of the first server."""
    found = []
    for server in sending.servers(values.text("TOCSIN_SMTP_MORE")):
        own = keys / f"smtp_password.{server.host}"
        kept = own if own.exists() else keys / "smtp_password"
        password = own.read_text().strip() if own.exists() else _secret(values, "TOCSIN_SMTP_PASSWORD", kept)
        found.append(Smtp(server.host, server.port, server.security, server.user, password, server.weight))
    return tuple(found)


def _database(values: _Values, keys: Path, process: str) -> Database:
    role = "owner" if process in ("owner", "tests", "tools") else process
    file = keys / ("owner_password" if role == "owner" else "database_password")
    tls = values.choice("TOCSIN_DATABASE_TLS", "disable", "prefer", "require", "verify-full")
    return Database(
        host=values.text("TOCSIN_DATABASE_HOST"),
        port=values.port("TOCSIN_DATABASE_PORT"),
        name=values.text("TOCSIN_DATABASE_NAME"),
        role=f"tocsin_{role}",
        password=_secret(values, "TOCSIN_DATABASE_PASSWORD", file),
        tls=tls,
    )
