"""What intake announces to the rooms below, within the transaction of the action."""

from django.dispatch import Signal

# A reporter's name, contact or organisation was sealed: keywords ``report_id``, ``actor``. The guard learns it.
identifiers_sealed = Signal()

# Blobs that only receipt codes open are to stand in the window: keywords ``blobs`` ({path: bytes}), ``actor``. Whoever
# listens has them read by the guard and publishes them, or raises Refused.
answers_sealed = Signal()

# Blobs are to leave the window: keywords ``paths``, ``actor``.
answers_withdrawn = Signal()
