"""What the cases announce to the rooms below, within the transaction of the action."""

from uuid import UUID

from django.dispatch import Signal

from tocsin.core.actions import Actor

# An identifier was sealed (``cases.identifiers``): keywords ``case_id``, ``actor``. Disclosure's guard learns it before
# the action commits.
identifiers_sealed = Signal()
# A case is to be destroyed: keywords ``case_id``, ``actor``. Whoever knows what stands against it raises Refused.
destruction_wanted = Signal()
# A case is destroyed, its key is gone: keywords ``case_id``, ``actor``. What else is kept of it goes now.
case_destroyed = Signal()


def announce(*, sender: type, case_id: UUID, actor: Actor) -> None:
    """Something that the guard must look for is sealed now."""
    identifiers_sealed.send(sender=sender, case_id=case_id, actor=actor)
