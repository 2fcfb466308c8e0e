"""A tree as it is kept in the database: its tiles, its entries, its checkpoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from tocsin.campaigns.models import Campaign
from tocsin.campaigns.tree_models import Tree, TreeTile
from tocsin.core.keys import keyring
from tocsin.core.merkle import EMPTY_ROOT, HASH_BYTES, TILE_WIDTH, Edge, TileAt, leaf_hash
from tocsin.core.notes import Checkpoint, NoteSigner

from . import entries as entry_forms

ENTRIES = TreeTile.ENTRIES


@dataclass(frozen=True)
class Grown:
    """What one batch changed: the new entries, and every changed tile (entries at level -1) with its bytes."""

    new: list[bytes]
    tiles: dict[TileAt, bytes]


@dataclass
class KeptTree:
    """One campaign's tree, locked by whoever opened it."""

    campaign: Campaign
    row: Tree
    edge: Edge
    last_bundle: list[bytes] = field(default_factory=list)

    @property
    def size(self) -> int:
        return self.edge.size

    @property
    def root(self) -> bytes:
        return self.edge.root()

    def append(self, new: Sequence[bytes]) -> Grown:
        """Add entries, sign a checkpoint over them, and keep it all. Raises KeyMissing."""
        grown = Grown(list(new), {**self._add_entries(new), **self._add_hashes(new)})
        TreeTile.objects.bulk_create(
            [TreeTile(campaign=self.campaign, level=level, number=number, body=body)
             for (level, number), body in grown.tiles.items()],
            update_conflicts=True, unique_fields=["campaign", "level", "number"], update_fields=["body"],
        )  # fmt: skip
        self.row.size, self.row.root = self.size, self.root
        self.row.standing += sum(entry_forms.CHANGES[entry_forms.Kind(entry[0])] for entry in new)
        self.row.checkpoint = signer(self.campaign).sign(Checkpoint(log_name(self.campaign), self.size, self.root))
        self.row.issued_at = timezone.now()
        self.row.save()
        return grown

    def _add_hashes(self, new: Sequence[bytes]) -> dict[TileAt, bytes]:
        return {at: b"".join(hashes) for at, hashes in self.edge.add([leaf_hash(entry) for entry in new]).items()}

    def _add_entries(self, new: Sequence[bytes]) -> dict[TileAt, bytes]:
        """The bundles that the entries come to stand in."""
        first = self.size // TILE_WIDTH
        standing = [*self.last_bundle, *new]
        parts = [standing[at : at + TILE_WIDTH] for at in range(0, len(standing), TILE_WIDTH)]
        self.last_bundle = parts[-1] if len(parts[-1]) < TILE_WIDTH else []
        return {(ENTRIES, first + offset): entry_forms.bundle(part) for offset, part in enumerate(parts)}


def open_tree(campaign: Campaign) -> KeptTree:
    """The tree as it was kept, or an empty one; to be held under the lock of ``growing``."""
    row = Tree.objects.select_for_update().filter(campaign=campaign).first()
    row = row or empty(campaign)
    edge, size, level = Edge(size=row.size), row.size, 0
    while size:
        if size % TILE_WIDTH:
            body = tile(campaign, level, size // TILE_WIDTH)
            edge.open_tiles[level] = [body[at : at + HASH_BYTES] for at in range(0, len(body), HASH_BYTES)]
        size, level = size // TILE_WIDTH, level + 1
    last = entry_forms.unbundle(tile(campaign, ENTRIES, row.size // TILE_WIDTH)) if row.size % TILE_WIDTH else []
    return KeptTree(campaign, row, edge, last)


def empty(campaign: Campaign) -> Tree:
    """A tree of nothing, not kept, with a checkpoint that says so."""
    checkpoint = signer(campaign).sign(Checkpoint(log_name(campaign), 0, EMPTY_ROOT))
    return Tree(campaign=campaign, root=EMPTY_ROOT, checkpoint=checkpoint, issued_at=timezone.now())


def tile(campaign: Campaign, level: int, number: int) -> bytes:
    return bytes(TreeTile.objects.get(campaign=campaign, level=level, number=number).body)


def log_url(campaign: Campaign) -> str:
    """Where the tree is published."""
    return f"{settings.TOCSIN.public_url}/campaigns/{campaign.slug}/log"


def log_name(campaign: Campaign) -> str:
    """The origin of its checkpoints: the URL without its scheme (C2SP tlog-checkpoint)."""
    return log_url(campaign).partition("://")[2]


def signer(campaign: Campaign) -> NoteSigner:
    """Raises KeyMissing."""
    return NoteSigner(log_name(campaign), keyring().raw("checkpoint")[1])
