"""What the public process carries: no Django, nothing of the rooms behind it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROBE = """
import importlib, json, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(sorted(sys.modules)))
"""


def modules_after(*names: str, environ: dict[str, str] | None = None) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *names],
        cwd=ROOT, env={"PATH": "/usr/bin:/bin", **(environ or {})}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(json.loads(done.stdout))


def front_environment(home: Path) -> dict[str, str]:
    return {
        "TOCSIN_PROCESS": "front",
        "TOCSIN_HOME": str(home),
        "TOCSIN_DEMO": "yes",
        "TOCSIN_DATABASE_PASSWORD": "none",
    }


def test_the_front_imports_no_django_and_no_other_room(test_home: Path) -> None:
    loaded = modules_after("tocsin.site.front", "tocsin.site.run.front", environ=front_environment(test_home))
    assert "tocsin.front.server" in loaded
    assert not {name for name in loaded if name.split(".")[0] in ("django", "wagtail", "allauth", "procrastinate")}
    rooms = {name.split(".")[1] for name in loaded if name.startswith("tocsin.") and name.count(".") >= 1}
    assert rooms <= {"core", "front", "site"}


@pytest.mark.parametrize(
    "name", ["tocsin.core.sealing", "tocsin.core.links", "tocsin.core.keyring", "tocsin.site.config"]
)
def test_what_is_said_to_be_free_of_django_is(name: str) -> None:
    assert "django" not in modules_after(name)


def test_the_probe_sees_django_where_it_is() -> None:
    assert "django" in modules_after("django")
