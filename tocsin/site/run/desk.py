"""The staff's process: Granian with Django and Wagtail, in threads."""

from __future__ import annotations

from granian import Granian
from granian.constants import Interfaces

from tocsin.site import config
from tocsin.site.lifeline import follow_parent

THREADS = 4


def main() -> None:
    """Serve until SIGTERM, then answer what has been received and end. No request is logged."""
    here = config.load()
    follow_parent()
    Granian(
        "tocsin.site.wsgi:application",
        address=here.listen,
        port=here.desk_port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        websockets=False,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=15,
    ).serve()


if __name__ == "__main__":
    main()
