"""`make bench-guard`: how fast the guard reads, how it grows, what it finds and how often it cries wolf.

Says what each corpus is; the last line is one JSON object. Ends with 1 when a target is missed. ``--misses`` lists what
was not found of the development set (never of the held-out one: nobody tunes on that).
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from . import alarms, recall

HERE = Path(__file__).parent
GROWTH = (100, 1_000, 5_000, 10_000, 20_000)
TARGET, MOST_MS, MOST_MB, LEAST_RECALL, MOST_ALARMS = 10_000, 50.0, 1024, 0.98, 1.0


def main() -> int:
    """Measure, print, and judge."""
    told: dict[str, object] = {"growth": _growth()}
    told["recall"] = _recall("held-out", HERE / "corpora" / "heldout.tsv")
    told["recall_development"] = _recall("development", HERE / "development.tsv", misses="--misses" in sys.argv)
    told["false_alarms"] = _alarms()
    missed = _judge(told)
    _say(f"\nMissed: {', '.join(missed) or 'nothing'}.\n")
    _say(json.dumps(told | {"missed": missed}, ensure_ascii=False))
    return 1 if missed else 0


def _growth() -> list[dict[str, float]]:
    _say(
        "Speed: invented identifiers of every kind (bench/guard/identifiers.py) against pages of 100 kB of HTML made of"
    )
    _say("the corpora's prose; medians of five pages, after loading; each row is a process of its own.\n")
    _say(f"{'identifiers':>12}{'load s':>9}{'MB':>7}{'en ms':>8}{'(cpu)':>8}{'ko ms':>8}{'(cpu)':>8}")
    rows = []
    for number in GROWTH:
        words = [sys.executable, "-m", "bench.guard.speed", str(number)]
        row = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)  # noqa: S603
        _say(
            f"{number:>12,}{row['load_s']:>9}{row['mb']:>7}{row['en_ms']:>8}{row['en_cpu_ms']:>8}"
            f"{row['ko_ms']:>8}{row['ko_cpu_ms']:>8}"
        )
        rows.append(row)
    return rows


def _recall(name: str, path: Path, *, misses: bool = False) -> dict[str, float]:
    found = recall.measure(path)
    _say(f"\nRecall, {name} spellings ({path.relative_to(HERE)}):\n")
    for group in found.all:
        aside = "  (not counted)" if group in recall.NOT_COUNTED else ""
        _say(f"{group:>26}{found.found[group]:>6} of {found.all[group]:<5}{found.share(group):>7.3f}{aside}")
    _say(f"{'all that count':>26}{found.share():>22.4f}")
    for miss in found.missed if misses else ():
        _say("   missed: " + " | ".join(miss))
    return {"all": round(found.share(), 4)} | {group: round(found.share(group), 4) for group in found.all}


def _alarms() -> dict[str, float]:
    _say("\nFalse alarms: 200 invented people (corpora/sealed200.tsv) against prose that tells of none of them:\n")
    rates = {}
    for language in ("en", "ko"):
        found = alarms.measure(language)
        _say(f"  {language}: {found.places} in {found.words:,} words = {found.per_10000:.2f} in 10,000")
        rates[language] = round(found.per_10000, 2)
    return rates


def _judge(told: dict[str, object]) -> list[str]:
    rows, rates, shares = told["growth"], told["false_alarms"], told["recall"]
    assert isinstance(rows, list) and isinstance(rates, dict) and isinstance(shares, dict)  # noqa: S101, PT018
    (row,) = [each for each in rows if each["identifiers"] == TARGET]
    wanted = {
        "time (en)": row["en_ms"] < MOST_MS,
        "time (ko)": row["ko_ms"] < MOST_MS,
        "memory": row["mb"] < MOST_MB,
        "recall": shares["all"] >= LEAST_RECALL,
        **{f"false alarms ({language})": rate <= MOST_ALARMS for language, rate in rates.items()},
    }
    return [name for name, met in wanted.items() if not met]


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
