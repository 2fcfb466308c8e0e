"""Bring the database and the desk's static files up to date: `python -m tocsin.site.prepare`, as the owner.

One process does it all, since starting Django costs more than what there usually is to do.
"""

from __future__ import annotations

import hashlib
import sys
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from tocsin.site import config, readiness
from tocsin.site.errors import SiteError
from tocsin.site.granting import apply_grants
from tocsin.site.places import PACKAGE


def main() -> int:
    """Migrate, grant, collect; one line on stderr and exit code 2 for a SiteError."""
    django.setup()
    try:
        migrate_and_grant()
        collect_static(Path(settings.STATIC_ROOT))
    except SiteError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    return 0


def migrate_and_grant() -> None:
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    with closing(readiness.connect(config.load().database)) as connection:
        apply_grants(connection)


def collect_static(root: Path) -> None:
    """Collect unless nothing has changed since; the stamp is over versions, sizes and times."""
    stamp, now = root / ".stamp", _fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, skip_checks=True)
    for path in [root, *root.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    stamp.write_text(now)


def _fingerprint() -> str:
    own = sorted(path for path in PACKAGE.glob("*/static/**/*") if path.is_file())
    facts = [f"{path}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in own]
    facts += [f"{name} {version(name)}" for name in ("django", "wagtail", "django-allauth", "whitenoise")]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
