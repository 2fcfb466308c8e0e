"""Where an instance's files are and who owns them: the home folder, or for the database a place it can reach."""

from __future__ import annotations

import hashlib
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tocsin.site.errors import SiteError
from tocsin.site.osusers import OsUser, can_enter, ensure_user, give, is_root
from tocsin.site.pgfiles import binaries

PROCESSES = ("front", "worker", "desk", "mailbox")
ELSEWHERE = Path("/var/lib/tocsin")
PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Places:
    """`users` is empty where every process runs as whoever started it; `notes` are lines to be printed."""

    home: Path
    data: Path
    binaries: Path
    database_user: OsUser | None
    users: dict[str, OsUser] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def logs(self) -> Path:
        return self.home / "logs"


def settle(home: Path, *, demo: bool = False) -> Places:
    """Make the home's folders with their owners. Raises SiteError where that is not allowed."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o711 if is_root() else 0o700)
        for name, mode in (("keys", 0o711), ("logs", 0o700), ("static", 0o755), ("recovery", 0o700)):
            (home / name).mkdir(exist_ok=True)
            (home / name).chmod(mode)
    except PermissionError as error:
        raise SiteError(f"The folder {error.filename or home} belongs to someone else: choose another home.") from None
    users, notes = _users(home)
    (home / "media").mkdir(exist_ok=True)
    give(home / "media", users.get("desk"), 0o750)
    (home / "spool").mkdir(exist_ok=True)
    give(home / "spool", users.get("front"), 0o700)
    if demo:
        (home / "mailbox").mkdir(exist_ok=True)
        give(home / "mailbox", users.get("mailbox"), 0o700)
    return _with_database(home, users, notes)


def _users(home: Path) -> tuple[dict[str, OsUser], list[str]]:
    if not is_root():
        return {}, ["Separation is off: not started by root, every process runs as the same user."]
    users = {process: ensure_user(f"tocsin-{process}") for process in PROCESSES}
    needed = [home, PACKAGE, Path(sys.executable).resolve().parent, Path(sys.prefix)]
    closed = [place for place in needed if not all(can_enter(place, user) for user in users.values())]
    if closed:
        return {}, [f"Separation is off: other users of this machine cannot reach {closed[0]}."]
    return users, []


def _with_database(home: Path, users: dict[str, OsUser], notes: list[str]) -> Places:
    data, tools = home / "postgres", binaries()
    if not is_root():
        return Places(home, data, tools, None, users, tuple(notes))
    user = ensure_user("tocsin-db")
    away = elsewhere(home)
    if not can_enter(home, user) or data.is_symlink():
        away.mkdir(parents=True, exist_ok=True)
        if not data.is_symlink():
            data.symlink_to(away / "postgres")
        notes.append(f"The database lives in {away}: its own user cannot reach {home}.")
    if not can_enter(tools, user):
        tools = _copied(tools, away)
    place = data.resolve()
    if not place.exists():
        place.mkdir()
        give(place, user, 0o700)
    return Places(home, place, tools, user, users, tuple(notes))


def elsewhere(home: Path) -> Path:
    """The folder of a database whose home its user cannot reach."""
    name = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:10]
    return ELSEWHERE / f"{home.name.replace(' ', '-')}-{name}"


def _copied(tools: Path, away: Path) -> Path:
    """A copy of the database's binaries which everyone can reach, made once for each build of them."""
    build = (tools / "postgres").stat()
    copy = away / f"postgresql-{build.st_size:x}-{build.st_mtime_ns:x}"
    package, leave_out = tools.parents[1], shutil.ignore_patterns("include", "pkgconfig")
    if not copy.exists():
        fresh = copy.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        install = Path(package.name) / tools.parent.name
        shutil.copytree(tools.parent, fresh / install, symlinks=True, ignore=leave_out)
        libraries = package.with_name(f"{package.name}.libs")  # where the wheel's binaries look for theirs
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        for old in away.glob("postgresql-*[!w]"):
            shutil.rmtree(old)
        fresh.rename(copy)
    return copy / package.name / tools.parent.name / tools.name
