"""The floor: pgbench inserts bare rows one by one, 16 clients, on the same server, committed as durably."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from bench.stage import Stage, pgbench
from tocsin.site.pgfiles import SUPERUSER

CLIENTS, SECONDS = 16, 5
ROW_BYTES = 634
"""Of a sealed signature."""
_TABLE = (
    "CREATE TABLE IF NOT EXISTS bare_row (id uuid PRIMARY KEY, kind text NOT NULL, hour timestamptz NOT NULL,"
    " payload bytea NOT NULL)"
)
_INSERT = (
    "INSERT INTO bare_row (id, kind, hour, payload)"
    " VALUES (gen_random_uuid(), 'sign', date_trunc('hour', now()), :payload);\n"
)


def bare_inserts_per_second(stage: Stage) -> float:
    """One run of SECONDS, prepared statements, the row sent by the client; the table is emptied before."""
    with stage.connect() as connection:
        connection.execute(_TABLE)
        connection.execute("TRUNCATE bare_row")
        connection.execute("CHECKPOINT")
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(_INSERT)
        script.flush()
        return _run(stage, Path(script.name))


def _run(stage: Stage, script: Path) -> float:
    command = [str(pgbench()), "--host=127.0.0.1", f"--port={stage.database_port}", f"--username={SUPERUSER}"]
    command += ["--no-vacuum", f"--client={CLIENTS}", "--jobs=2", f"--time={SECONDS}", "--protocol=prepared"]
    command += [f"--file={script}", "--define", rf"payload=\x{'ab' * ROW_BYTES}", "tocsin"]
    done = subprocess.run(  # noqa: S603 (our own binary)
        command, env={"PGPASSWORD": stage.password}, capture_output=True, text=True, check=True
    )
    found = re.search(r"tps = ([\d.]+) \(without initial", done.stdout)
    if found is None or "number of failed transactions: 0 " not in done.stdout:
        raise RuntimeError("pgbench did not do what it should")
    return float(found[1])
