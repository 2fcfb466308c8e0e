"""Check the corpora by themselves: columns, duplicates, lengths, variety, and no sealed person in the prose.

`python bench/guard/corpora/check.py` prints the counts that README.md quotes and exits 1 when something is wrong.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
LEAST = {
    "korean-hangul-to-latin": 250,
    "korean-latin-to-hangul": 40,
    "korean-latin-to-latin": 80,
    "korean-hanja": 30,
    "korean-habits": 60,
    "chinese": 60,
    "chinese-cantonese": 1,
    "arabic": 50,
    "russian": 50,
    "burmese": 15,
}
SCRIPTS = {"hangul", "hanja", "han", "latin", "arabic", "cyrillic", "burmese"}
PROSE = {"prose.en.txt": (12_000, 0.2), "prose.ko.txt": (10_000, 0.5)}


def table(name: str, header: list[str]) -> list[list[str]]:
    """The rows of a tab separated file below its header. Raises ValueError if a row is ragged or has an empty cell."""
    first, *rows = [line.split("\t") for line in (HERE / name).read_text(encoding="utf-8").splitlines()]
    ragged = [row for row in rows if len(row) != len(header) or not all(cell and cell == cell.strip() for cell in row)]
    if first != header or ragged:
        raise ValueError(f"{name}: header {first}, ragged rows {ragged[:3]}")
    return rows


def check_heldout() -> list[str]:
    """What is wrong with heldout.tsv, one sentence a fault."""
    rows = table("heldout.tsv", ["group", "sealed", "written", "source"])
    counts = Counter(row[0] for row in rows)
    for group, count in counts.items():
        names = len({row[1] for row in rows if row[0] == group})
        sys.stdout.write(f"{group:24}{count:6} pairs{names:6} sealed names\n")
    faults = [f"{group}: fewer than {least}" for group, least in LEAST.items() if counts[group] < least]
    pairs = Counter((row[1], row[2]) for row in rows)
    faults += [f"twice: {pair}" for pair, times in pairs.items() if times > 1]
    return faults + [f"the same: {row}" for row in rows if row[1].lower() == row[2].lower()]


def sealed_names() -> list[tuple[str, str, str]]:
    """(id, name, script) of each line of sealed200.tsv."""
    return [(row[0], row[1], row[2]) for row in table("sealed200.tsv", ["id", "name", "script"])]


def check_sealed() -> list[str]:
    """What is wrong with sealed200.tsv."""
    rows = sealed_names()
    people = Counter(script for _, _, script in rows)
    sys.stdout.write(f"{len({row[0] for row in rows})} sealed people, {len(rows)} names {dict(people)}\n")
    faults = [f"unknown script {row}" for row in rows if row[2] not in SCRIPTS]
    faults += [] if len({row[0] for row in rows}) == 200 else ["not 200 people"]
    return faults + [f"twice: {name}" for name, times in Counter(row[1] for row in rows).items() if times > 1]


def check_prose(name: str, least: int, variety: float) -> list[str]:
    """What is wrong with one prose file; `least` in words or eojeol, `variety` in distinct words per word."""
    text = (HERE / name).read_text(encoding="utf-8")
    body = text.replace("* * *", " ")
    words = re.findall(r"\w+", body.lower())
    ratio = len(set(words)) / len(words)
    sentences = Counter(part.strip() for part in re.split(r"(?<=[.!?])[\"”']?\s+", body) if len(part.split()) > 3)
    length = len(body.split())
    sys.stdout.write(f"{name}: {length} words, {ratio:.3f} distinct, {len(sentences)} sentences\n")
    faults = [f"{name}: repeats {part!r}" for part, times in sentences.items() if times > 1]
    faults += [f"{name}: {length} words"] if length < least else []
    faults += [f"{name}: {ratio:.3f} distinct"] if ratio < variety else []
    run = re.sub(r"[^a-z]+", " ", text.lower())
    for _, sealed, script in sealed_names():
        latin = " ?".join(re.findall(r"[a-z]+", sealed.lower()))
        met = re.search(rf"\b{latin}\b", run) if script == "latin" else sealed in text
        faults += [f"{name}: holds {sealed}"] if met else []
    return faults


def main() -> int:
    """Print the counts, then the faults; the exit code."""
    faults = check_heldout() + check_sealed()
    for name, (least, variety) in PROSE.items():
        faults += check_prose(name, least, variety)
    sys.stdout.writelines(f"WRONG: {fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
