"""Reading the tree of signatures, and a signature's receipt."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tocsin.campaigns.models import NOT_AS_IN_TREE, Campaign, Signature
from tocsin.campaigns.tree_models import OwedWithdrawal, Tree
from tocsin.core.sealing import SealingError

from . import boxes


@dataclass(frozen=True)
class Standing:
    """A campaign's tree as last signed: entries, root (hex), and what stands."""

    size: int
    root: str
    standing: int


def standing(campaign: Campaign) -> Standing | None:
    """None where the tree has not begun."""
    tree = Tree.objects.filter(campaign=campaign).first()
    if tree is None:
        return None
    return Standing(tree.size, bytes(tree.root).hex(), tree.standing)


def waiting(campaign: Campaign) -> int:
    """How many changes are still to enter the tree. For who may read both tables."""
    changed = Signature.objects.filter(NOT_AS_IN_TREE, campaign=campaign).count()
    return changed + OwedWithdrawal.objects.filter(campaign=campaign).count()


def tree_agrees(campaign: Campaign) -> bool:
    """Whether what stands in the tree is what the signatures say that it holds."""
    tree = Tree.objects.filter(campaign=campaign).first()
    inside = Signature.objects.filter(campaign=campaign, in_tree=True).count()
    owed = OwedWithdrawal.objects.filter(campaign=campaign).count()
    return (tree.standing if tree else 0) == inside + owed


def receipt_text(signature_id: UUID) -> str:
    """What a link needs to hand out the receipt; '' where there is none (any more). Raises KeyMissing."""
    sealed = Signature.objects.filter(pk=signature_id).values_list("sealed_leaf", flat=True).first()
    if sealed is None:
        return ""
    try:
        return boxes.open_box(signature_id, sealed).receipt_text
    except SealingError:
        return ""
