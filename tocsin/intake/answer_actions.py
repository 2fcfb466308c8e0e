"""Answering a reporter through their receipt, and taking a file out."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.front import receipts

from . import answering, contexts, policy, readers, vault
from .keeping import IncomingFile, keep_entry, subject
from .models import Attachment, Entry, Receipt, Report


@action("intake.report_answered", policy=policy.may_sort)
def answer_report(*, actor: Actor, report: Report, text: str) -> Done[Entry]:
    """Say something to who reported; whoever has the receipt code reads it within seconds.

    An answer is never changed: what was wrong is put right by a further one. Raises Refused: no_receipt, empty,
    too_long, guard_unavailable.
    """
    receipt = Receipt.objects.select_for_update().filter(pk=report.pk).first()
    if receipt is None:
        raise Refused(
            _("Who sent this report left no way back through our site."),
            _("Answer them by the way they came, if that is safe for them."),
            code="no_receipt",
        )
    said = text.strip()
    if not said:
        raise Refused(_("There is nothing in this answer."), _("Write what they should read."), code="empty")
    if not receipts.fits(said):
        raise Refused(_("This answer is too long."), _("Shorten it, or send it in two parts."), code="too_long")
    # The day alone is told; a second answer of one day stands after the first.
    entry = keep_entry(report, said, kind=Entry.Kind.ANSWER, at=timezone.now(), written_by=actor.person)
    Report.objects.filter(pk=report.pk).update(news=False)
    answering.publish(actor, [receipt])
    return Done(entry, subject=subject(report), detail={"entry": str(entry.pk)})


@action("intake.attachment_taken_out", policy=policy.may_take_out)
def take_out_attachment(*, actor: Actor, attachment: Attachment) -> Done[IncomingFile]:
    """A file as it came, with all its metadata, for the person's own machine."""
    report_id = attachment.report_id
    readers.note_reading(actor, attachment.report.case_id, attachment.pk)
    file = IncomingFile(
        vault.open_text(report_id, contexts.file_name(attachment.pk), attachment.sealed_name),
        vault.open_bytes(report_id, contexts.file_body(attachment.pk), attachment.sealed_body),
    )
    return Done(file, subject=f"report:{report_id}", detail={"attachment": str(attachment.pk)})
