"""What the documents say of versions and settings is what the code says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import tocsin

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_the_version_is_the_same_everywhere() -> None:
    assert "version" in PROJECT["dynamic"]  # flit takes it from tocsin/__init__.py
    changes = re.findall(r"^## \[?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    named = re.findall(r"Tocsin (\d+\.\d+\.\d+)", (ROOT / "README.md").read_text())
    assert re.fullmatch(r"\d+\.\d+\.\d+", tocsin.__version__)
    assert {*changes[:1], *named} <= {tocsin.__version__}


def test_the_python_version_is_the_same_everywhere() -> None:
    oldest = PROJECT["requires-python"].removeprefix(">=")
    for name in ("README.md", "Makefile"):
        assert f"Python {oldest}" in (ROOT / name).read_text(), name
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    assert whole["mypy"]["python_version"] == oldest
    assert whole["ruff"]["target-version"] == "py" + oldest.replace(".", "")


def test_every_dependency_is_locked_with_hashes_and_without_addresses() -> None:
    for lock in ("run", "test"):
        text = (ROOT / "requirements" / f"{lock}.lock").read_text()
        locked = {name.lower() for name in re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)}
        wanted = {re.split(r"[\[><=]", entry)[0].lower() for entry in PROJECT["dependencies"]}
        assert wanted <= locked
        assert "--hash=sha256:" in text
        assert "://" not in text


def test_the_readme_names_the_commands_that_there_are() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)`", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert {name for pair in named for name in pair if name} <= targets
    assert {"demo", "test"} <= targets
