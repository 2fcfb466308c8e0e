"""Publishing a campaign's tree: tiles, entries, where to find one, and the checkpoint over all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import transaction

from tocsin.campaigns.models import Campaign
from tocsin.campaigns.tree_models import Tree, TreeTile
from tocsin.core.merkle import HASH_BYTES, TILE_WIDTH, TileAt, tile_path
from tocsin.front.logs import log_root
from tocsin.front.models import Published
from tocsin.front.publishing import put_log, remove
from tocsin.front.verify_receipt import FIND_RECORD

from . import keeping
from .entries import Kind, unbundle
from .keeping import ENTRIES, Grown, KeptTree

FIND = -2


def publish(campaign: Campaign, tree: KeptTree, grown: Grown) -> None:
    """What one batch changed, if the campaign is before the public; kept in any case."""
    found = _add_to_find(campaign, tree.size - len(grown.new), grown.new)
    if campaign.state in Campaign.PUBLIC:
        put_log(campaign=campaign.slug, parts=_parts({**grown.tiles, **found}) | _texts(campaign, tree.row))
        _remove_narrow(campaign, grown.tiles)


def publish_missing() -> int:
    """Put whole trees into the window that are not there though their campaigns are before the public; how many.

    One that has not begun has a checkpoint too: over nothing, so that receipts can name its key from the first day.
    """
    paths = {log_root(c.slug) + "checkpoint": c for c in Campaign.objects.filter(state__in=Campaign.PUBLIC)}
    there = set(Published.objects.filter(path__in=paths).values_list("path", flat=True))
    missing = [campaign for path, campaign in paths.items() if path not in there]
    for campaign in missing:
        _publish_whole(campaign)
    return len(missing)


@transaction.atomic
def _publish_whole(campaign: Campaign) -> None:
    locked = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if locked.state in Campaign.PUBLIC:
        row = Tree.objects.filter(campaign=campaign).first() or keeping.empty(campaign)
        tiles = {(t.level, t.number): bytes(t.body) for t in TreeTile.objects.filter(campaign=campaign)}
        put_log(campaign=campaign.slug, parts=_parts(tiles) | _texts(campaign, row))


def _texts(campaign: Campaign, row: Tree) -> dict[str, bytes]:
    key = keeping.signer(campaign).key.text + "\n"
    return {"checkpoint": row.checkpoint.encode(), "key": key.encode()}


def _parts(tiles: Mapping[TileAt, bytes]) -> dict[str, bytes]:
    return {_path(level, number, body): body for (level, number), body in tiles.items()}


def _path(level: int, number: int, body: bytes) -> str:
    if level == FIND:
        return f"find/{number:02x}"
    if level == ENTRIES:
        return tile_path("entries", number, len(unbundle(body)))
    return tile_path(level, number, len(body) // HASH_BYTES)


def _remove_narrow(campaign: Campaign, tiles: Mapping[TileAt, bytes]) -> None:
    """A tile that is full needs its narrower forms no more (C2SP tlog-tiles, 'Partial tiles')."""
    full = [path for path in _parts(tiles) if ".p/" not in path]
    root = log_root(campaign.slug)
    remove(root + f"{path}.p/{width}" for path in full for width in range(1, TILE_WIDTH))


def _add_to_find(campaign: Campaign, first: int, new: Sequence[bytes]) -> dict[TileAt, bytes]:
    """The changed tables of where each signature's entry is."""
    added: dict[int, list[bytes]] = defaultdict(list)
    for index, entry in enumerate(new, first):
        if entry[0] == Kind.SIGNATURE:
            added[entry[1]].append(entry[2:10] + index.to_bytes(FIND_RECORD - 8, "big"))
    kept = TreeTile.objects.filter(campaign=campaign, level=FIND, number__in=added)
    before = {row.number: bytes(row.body) for row in kept}
    tables = {
        byte: b"".join(sorted([*_records(before.get(byte, b"")), *records])) for byte, records in sorted(added.items())
    }
    TreeTile.objects.bulk_create(
        [TreeTile(campaign=campaign, level=FIND, number=byte, body=table) for byte, table in tables.items()],
        update_conflicts=True, unique_fields=["campaign", "level", "number"], update_fields=["body"],
    )  # fmt: skip
    return {(FIND, byte): table for byte, table in tables.items()}


def _records(table: bytes) -> list[bytes]:
    return [table[at : at + FIND_RECORD] for at in range(0, len(table), FIND_RECORD)]
