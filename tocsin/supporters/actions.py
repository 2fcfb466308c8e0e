"""What is done to a contact. On the worker: only it can read blind indexes."""

from __future__ import annotations

from tocsin.core.actions import Actor, Done, action

from . import contacts, policy, subscriptions, suppression
from .hours import this_hour
from .models import Contact, Suppression
from .signals import contacts_erased


@action("supporters.contact_erased", policy=policy.may_erase)
def erase_contact(*, actor: Actor, contact: Contact) -> Done[None]:
    """Destroy address, name and index; the row's bare id stays, for the counts, and the suppression as a hash.

    Everything still open ends. Erasing twice changes nothing more.
    """
    subject = f"contact:{contact.pk}"
    locked = contacts.lock([contact.pk]).get(contact.pk)
    if locked is None or locked.erased_at is not None:
        return Done(None, subject=subject, detail={"erased_before": True})
    hour = this_hour()
    suppression.bar([contact.pk], Suppression.Reason.ERASED, hour)
    subscriptions.end_of([contact.pk], hour)
    Contact.objects.filter(pk=contact.pk).update(
        sealed_address=None, sealed_name=None, blind_index=None, language="", country="", erased_at=hour
    )
    contacts_erased.send(sender=Contact, contact_ids=frozenset({contact.pk}))
    return Done(None, subject=subject)


@action("supporters.contact_suppressed", policy=policy.may_suppress)
def suppress(*, actor: Actor, contact: Contact, reason: Suppression.Reason) -> Done[None]:
    """Never write to this contact's address again (see ``suppression`` for what each reason means)."""
    contacts.lock([contact.pk])
    suppression.bar([contact.pk], Suppression.Reason(reason), this_hour())
    return Done(None, subject=f"contact:{contact.pk}", detail={"reason": str(reason)})
