"""What this room announces, within the transaction that did it."""

from django.dispatch import Signal

# campaign: Campaign; a handover, reply or outcome was recorded, so what is told of it must be told anew.
delivered = Signal()
