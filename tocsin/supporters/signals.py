"""What this room announces, within the transaction that did it. Receivers get ids, never addresses."""

from django.dispatch import Signal

# subscription_ids: frozenset[UUID]; each needs one mail that asks the owner of the address to confirm.
subscription_confirmation_wanted = Signal()

# contact_ids: frozenset[UUID]; address, name and index are gone.
contacts_erased = Signal()
