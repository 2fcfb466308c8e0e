"""The public process: Granian with the window and the letterbox. Imports no Django."""

from __future__ import annotations

from granian import Granian
from granian.constants import Interfaces

from tocsin.site import config
from tocsin.site.lifeline import follow_parent


def main() -> None:
    """Serve until SIGTERM, then answer what has been received and end. No request is logged."""
    here = config.load()
    follow_parent()
    Granian(
        "tocsin.site.front:app",
        address=here.listen,
        port=here.front_port,
        interface=Interfaces.ASGI,
        workers=here.front_processes,
        websockets=False,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=15,
        process_name=None,
    ).serve()


if __name__ == "__main__":
    main()
