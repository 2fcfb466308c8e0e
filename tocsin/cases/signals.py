"""What the cases announce to the rooms below, within the transaction of the action."""

from django.dispatch import Signal

# A person's name was sealed: keywords ``case_id``, ``actor``. Disclosure's guard learns it before the action commits.
names_sealed = Signal()
