"""The family's codes: given once, kept as a keyed hash, replaced, revoked, and used with no account at all."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.cases import vault
from tocsin.cases.models import Case
from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.core.code_words import new_code

from . import contexts, policy
from .ending import end_release
from .family_codes import digest
from .models import Audience, Dossier, FamilyCode, PublicRelease

# What everybody may read, and what a family can therefore take back with its code.
OPEN_TO_ALL = (Audience.PUBLIC, Audience.MEMBERS)


@action("disclosure.family_code_given", policy=policy.may_work)
def give_family_code(*, actor: Actor, case: Case, holder: str) -> Done[str]:
    """A fresh code for somebody of the family. It is returned here and kept nowhere: whoever loses it gets another."""
    if not holder.strip():
        raise Refused(_("A code is given to somebody."), _("Say to whom, in your own words."), code="nobody")
    code = new_code()
    row = FamilyCode.objects.create(
        case=case,
        digest=digest(code),
        sealed_holder=vault.seal(case.pk, contexts.family_code(case.pk), holder),
        made_by_id=actor.person,
    )
    return Done(code, subject=f"family_code:{row.pk}", detail={"case": str(case.pk)})


@action("disclosure.family_code_revoked", policy=policy.may_revoke)
def revoke_family_code(*, actor: Actor, code: FamilyCode) -> Done[FamilyCode]:
    """From now on the code does nothing."""
    standing = FamilyCode.objects.filter(pk=code.pk, revoked_at__isnull=True, used_at__isnull=True)
    if standing.update(revoked_at=timezone.now()) != 1:
        raise Refused(_("This code has ended already."), _("Give the family a new one."), code="ended")
    code.refresh_from_db()
    return Done(code, subject=f"family_code:{code.pk}", detail={"case": str(code.case_id)})


@action("disclosure.family_code_replaced", policy=policy.may_revoke)
def replace_family_code(*, actor: Actor, code: FamilyCode) -> Done[str]:
    """Revoke a code and give the same people another: returned once."""
    holder = vault.open_text(code.case_id, contexts.family_code(code.case_id), code.sealed_holder)
    revoke_family_code(actor=actor, code=code)
    fresh = give_family_code(actor=actor, case=code.case, holder=holder)
    return Done(fresh, subject=f"family_code:{code.pk}", detail={"case": str(code.case_id)})


@action("disclosure.family_code_used", policy=policy.may_use_code)
def use_family_code(*, actor: Actor, code: FamilyCode) -> Done[list[PublicRelease]]:
    """Take back all that was, or was about to be, told to everybody of the case; the code has then served."""
    standing = FamilyCode.objects.filter(pk=code.pk, revoked_at__isnull=True, used_at__isnull=True)
    if standing.update(used_at=timezone.now()) != 1:
        return Done([], subject=f"family_code:{code.pk}", detail={"case": str(code.case_id), "releases": []})
    mine = Dossier.objects.filter(case=code.case_id).values("release")
    under_way = PublicRelease.objects.filter(
        pk__in=mine, audience__in=OPEN_TO_ALL, state__in=PublicRelease.UNDER_WAY
    ).order_by("-live_at", "pk")
    ended = [end_release(actor=actor, release=one, ending=Dossier.Ending.FAMILY) for one in under_way]
    facts = {"case": str(code.case_id), "releases": [str(release.pk) for release in ended]}
    return Done(ended, subject=f"family_code:{code.pk}", detail=facts)
