"""What disclosure announces to the rooms below, within the transaction of the action."""

from django.dispatch import Signal

# Keywords ``release``, ``actor``.
release_approved = Signal()
# Keywords ``release``, ``actor``. The window's pages that were built on it are dark already.
release_withdrawn = Signal()
# Keywords ``version``, ``actor``. The guard has learnt names: what waits to be sent must be examined once more.
guard_changed = Signal()
