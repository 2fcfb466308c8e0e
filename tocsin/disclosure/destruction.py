"""What disclosure has to say when a case is to be destroyed, and what goes with it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Refused
from tocsin.intake.destroying import destroy_reports

from . import sweep, withdrawn_words
from .models import Dossier, PublicRelease


def require_nothing_told(sender: type, case_id: UUID, **_signal: object) -> None:
    """Receiver of ``cases.signals.destruction_wanted``. Raises Refused (standing_release, unsealed_words)."""
    ours = Dossier.objects.filter(case_id=case_id)
    if ours.filter(release__state__in=PublicRelease.UNDER_WAY).exists():
        raise Refused(
            _("A release of this case stands, or is waiting."),
            _("Withdraw it, or call it off, first: what was told outlives the case."),
            code="standing_release",
        )
    for dossier in ours.filter(withdrawn_words__isnull=True).select_related("release"):
        if not withdrawn_words.seal_words(dossier.release):
            raise Refused(
                _("The words of an ended release still lie in the clear."),
                _("Ask whoever runs the desk to look at its log."),
                code="unsealed_words",
            )


def forget_case(sender: type, case_id: UUID, actor: Actor, **_signal: object) -> None:
    """Receiver of ``cases.signals.case_destroyed``: the reports in its file go, and the guard forgets its names."""
    destroy_reports(actor=actor, case_id=case_id)
    sweep.learn_names(sender=sender, actor=actor)
