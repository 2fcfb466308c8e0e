"""What this room announces, within the transaction that did it. Receivers get ids, never addresses."""

from django.dispatch import Signal

# signature_ids: frozenset[UUID]; each needs one mail that asks the owner of the address to confirm.
confirmation_wanted = Signal()

# signature_ids: frozenset[UUID]; somebody signed once more with the address of a confirmed signature.
already_signed = Signal()

# campaign: Campaign; its state, release or words changed (its count does not announce itself).
campaign_changed = Signal()
