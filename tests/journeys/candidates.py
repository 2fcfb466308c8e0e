"""A list of people of whom half signed, and how a thief would sort it. Signers and others are drawn alike, their
lengths from a wide range, so that any leak of a length, a country or a key would tell them apart."""

from __future__ import annotations

import hashlib
import hmac
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from tocsin.core.sealing import SealKey
from tocsin.front.payloads import Sign, encode
from tocsin.front.server.letterbox import LetterboxRow
from tocsin.supporters.canonical import canonical_address

COUNTRIES = ("KR", "US", "GB", "DE", "FR", "JP", "CA", "NL", "SE", "BR", "IN", "KE")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Scores = list[float]


@dataclass(frozen=True)
class Candidate:
    """What the thief knows of somebody beforehand."""

    name: str
    email: str
    country: str
    language: str

    def row(self, seal: SealKey, form: str) -> LetterboxRow:
        """The letterbox row that the front makes of this person's signature."""
        sign = Sign(language=self.language, at=int(time.time()), campaign="save-my-friend", name=self.name,
                    email=self.email, country=self.country, updates=False, newsletter=True, form=form)  # fmt: skip
        return LetterboxRow("sign", sign.at, seal.seal(encode(sign)))


def draw(number: int, seed: int) -> list[Candidate]:
    dice = random.Random(seed)  # noqa: S311 - a list, not a secret

    def word(most: int) -> str:
        return "".join(dice.choices(LETTERS, k=dice.randint(3, most)))

    def one(count: int) -> Candidate:
        country = dice.choice(COUNTRIES)
        address = f"{word(50)}{count}@{word(30)}.{country.lower()}.example"
        return Candidate(f"{word(30)} {word(20)}", address, country, "ko" if country == "KR" else "en")

    return [one(count) for count in range(number)]


def auc(scores: Sequence[float], signed: Sequence[bool]) -> float:
    """The chance that a signer is sorted before another person, ties counting half (Mann-Whitney U)."""
    ranks: dict[float, float] = {}
    place = 0
    for score, times in sorted(Counter(scores).items()):
        ranks[score] = place + (times + 1) / 2
        place += times
    ours, others = sum(signed), len(signed) - sum(signed)
    rank_sum = sum(ranks[score] for score, is_signer in zip(scores, signed, strict=True) if is_signer)
    return (rank_sum - ours * (ours + 1) / 2) / (ours * others)


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """Rank correlation of two orders without ties."""
    number = len(one)
    first, second = ({value: rank for rank, value in enumerate(sorted(values))} for values in (one, other))
    gaps = sum((first[a] - second[b]) ** 2 for a, b in zip(one, other, strict=True))
    return 1 - 6 * gaps / (number * (number**2 - 1))


def spellings(candidate: Candidate) -> set[bytes]:
    address = candidate.email
    forms = {address, address.lower(), address.upper(), canonical_address(address), address.partition("@")[0]}
    return {form.encode() for form in forms}


Digest = Callable[[bytes, bytes], bytes]
KEYED: tuple[Digest, ...] = (
    lambda key, said: hashlib.blake2b(said, key=key[:64], digest_size=32).digest(),
    lambda key, said: hashlib.blake2b(said, key=key[:64]).digest(),
    lambda key, said: hmac.digest(key, said, "sha256"),
    lambda key, said: hashlib.sha256(key + said).digest(),
    lambda key, said: hashlib.sha256(said + key).digest(),
)
PLAIN = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")


def parts(values: Sequence[bytes]) -> frozenset[bytes]:
    """Values as they are, without a heading of one or two bytes, and their first 16 and 32 bytes."""
    bare = {value[skip:] for value in values for skip in (0, 1, 2) if len(value) <= 80}
    return frozenset(bare | {value[:size] for value in bare for size in (16, 32) if len(value) >= size})


def by_digests(people: Sequence[Candidate], values: Sequence[bytes]) -> Scores:
    """How many unkeyed digests of each address lie in the loot."""
    known = parts(values)

    def hits(person: Candidate) -> int:
        made = (hashlib.new(kind, said).digest() for kind, said in product(PLAIN, spellings(person)))
        return sum(digest in known or digest[:16] in known for digest in made)

    return [float(hits(person)) for person in people]


def working_keys(
    own: Sequence[Candidate], values: Sequence[bytes], keys: Sequence[bytes]
) -> Iterator[tuple[bytes, Digest]]:
    """Keys and digests that give something in the loot for people who the thief knows have signed."""
    known = parts(values)
    for key, digest in product({key for key in keys if 8 <= len(key) <= 256}, KEYED):
        if any(digest(key, said) in known for person in own for said in spellings(person)):
            yield key, digest


def by_keys(people: Sequence[Candidate], values: Sequence[bytes], keys: Sequence[bytes]) -> Scores:
    """The same with every key in the loot that fits the first three signers, whom the thief sent himself."""
    known, working = parts(values), list(working_keys(people[:3], values, keys))
    return [
        float(sum(digest(key, said) in known for key, digest in working for said in spellings(person)))
        for person in people
    ]


def by_lengths(plain: Sequence[Sequence[int]], sealed: Sequence[Sequence[int]]) -> Scores:
    """How many sealed rows have the lengths that each person's would, if sealing added to all what fits most often."""
    rows = Counter(tuple(lengths) for lengths in sealed)
    added = Counter(tuple(map(int.__sub__, row, one)) for row in rows.elements() for one in plain)
    more = max(added, key=added.__getitem__)
    return [float(rows[tuple(map(int.__add__, one, more))]) for one in plain]


def by_share(wanted: Sequence[str], seen: Sequence[str]) -> Scores:
    """How often each person's country or language stands in the loot."""
    often = Counter(seen)
    return [float(often[one]) for one in wanted]
