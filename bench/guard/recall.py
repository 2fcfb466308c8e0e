"""What share of spellings the guard finds: each pair is an index of one sealed name and a page with one spelling."""

from __future__ import annotations

import html
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tocsin.disclosure.examination import examine_bytes
from tocsin.disclosure.guard_index import Index, Sealed, build

HERE = Path(__file__).parent
# Other readings of the same characters, which the guard does not promise (corpora/README.md).
NOT_COUNTED = frozenset({"chinese-cantonese"})


@dataclass
class Recall:
    """Found and all, by group of spellings; ``missed`` as (group, sealed, written)."""

    found: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, str, str]] = field(default_factory=list)

    def share(self, group: str = "") -> float:
        """Of one group, or of all that count."""
        groups = [group] if group else [each for each in self.all if each not in NOT_COUNTED]
        return sum(self.found[each] for each in groups) / max(1, sum(self.all[each] for each in groups))


def measure(path: Path) -> Recall:
    """Recall on a file of ``group, sealed, written[, source]`` with tabs between; a first line of titles is skipped."""
    recall, indexes = Recall(), dict[str, Index]()
    for line in path.read_text(encoding="utf-8").splitlines():
        group, sealed, written, *_source = line.split("\t") if "\t" in line else ("", "", "")
        if not sealed or group in ("group", "# group"):
            continue
        if sealed not in indexes:
            indexes[sealed] = build(1, [Sealed(sealed, "name", sealed)])
        recall.all[group] += 1
        if examine_bytes(indexes[sealed], f"<p>{html.escape(written)}</p>".encode()):
            recall.found[group] += 1
        else:
            recall.missed.append((group, sealed, written))
    return recall
