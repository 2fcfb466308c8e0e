"""Consents of a case, what follows from their end, decisions in somebody's best interests, and the family's codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.cases.models import Person
from tocsin.desk import consent_matrix
from tocsin.desk.forms.consents import GROUP, BestInterestsForm, ConversationForm, FamilyCodeForm
from tocsin.disclosure import actions, darkening, opening, queries
from tocsin.disclosure.models import Audience, BestInterests, Consent, Dossier, FamilyCode, PublicRelease

from .base import ActionView, ConfirmView, Crumb, RoomView, address
from .cases import OneCase


class OfConsents(OneCase):
    """Below the consents of a case."""

    def crumbs(self) -> list[Crumb]:
        return [*super().crumbs(), (_("Consents"), address("consents", self.case.pk))]

    def back(self) -> str:
        return address("consents", self.case.pk)

    def person(self, chosen: str) -> Person | None:
        return None if chosen == GROUP else get_object_or_404(Person, case=self.case, pk=chosen)


class Consents(OneCase, RoomView):
    """Person by item for one audience, then every consent with who gave it and how."""

    template_name = "desk/consents.html"
    page_title = gettext_lazy("Consents")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.request.GET.get("audience", Audience.PUBLIC)
        audience = chosen if chosen in Audience else Audience.PUBLIC
        ledger = queries.ledger(self.actor, self.case)
        rows = consent_matrix.matrix(self.opened, ledger, audience)
        return super().get_context_data(
            case=self.case,
            audience=audience,
            audiences=Audience.choices,
            rows=rows,
            conflicts=consent_matrix.conflicts(rows),
            consents=[(one, consent_matrix.describe(self.opened, one.person)) for one in reversed(ledger.consents)],
            decisions=[(one, consent_matrix.describe(self.opened, one.person)) for one in reversed(ledger.decisions)],
            codes=ledger.codes,
            **kwargs,
        )


class ConsentAdd(OfConsents, ActionView):
    """One conversation at once. A no to what is live is told before it takes effect."""

    form_class = ConversationForm
    template_name = "desk/consent_add.html"
    page_title = gettext_lazy("Record what the family said")
    submit_label = gettext_lazy("Record it")
    explanation = gettext_lazy(
        "Everything of one conversation at once: tick what they said yes to. What is not ticked may not be told."
    )
    warned: Sequence[Dossier] = ()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "persons": self.persons()}

    def form_valid(self, form: ConversationForm) -> HttpResponse:
        self.warned = self._would_darken(form)
        if self.warned and not form.cleaned_data["understood"]:
            return self.render_to_response(self.get_context_data(form=form), status=409)
        return super().form_valid(form)

    def act(self, form: ConversationForm) -> None:
        kept = ("giver", "how", "relation", "obtained", "given_on", "language", "explained")
        told = actions.Conversation(**{key: form.cleaned_data[key] for key in kept})
        answer = {True: Consent.Answer.YES, False: Consent.Answer.NO}
        said = [
            actions.Said(self.person(person), item, audience, answer[yes], form.cleaned_data["until"])
            for person, item, yes in form.said
            for audience in form.cleaned_data["audiences"]
        ]
        actions.record_conversation(actor=self.actor, case=self.case, told=told, said=said)

    def _would_darken(self, form: ConversationForm) -> list[Dossier]:
        found = {
            dossier.pk: dossier
            for person, item, yes in form.said
            for audience in form.cleaned_data["audiences"]
            if not yes
            for dossier in darkening.would_refuse(self.case, self.person(person), item, audience)
        }
        return sorted(found.values(), key=lambda dossier: dossier.version)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(warned=self.warned, **kwargs)


class Ending(OfConsents, ConfirmView):
    """Taking something back, after it was said what goes dark with it."""

    template_name = "desk/consent_withdraw.html"
    danger = True

    def would_darken(self) -> list[Dossier]:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        live = [d for d in self.would_darken() if d.release.state == PublicRelease.State.APPROVED]
        waiting = [d for d in self.would_darken() if d.release.state != PublicRelease.State.APPROVED]
        return super().get_context_data(live=live, waiting=waiting, **kwargs)


class ConsentWithdraw(Ending):
    page_title = gettext_lazy("Take back a consent")
    submit_label = gettext_lazy("Take it back now")

    def prepare(self) -> None:
        super().prepare()
        self.consent = get_object_or_404(Consent, case=self.case, pk=self.kwargs["consent"])

    def would_darken(self) -> list[Dossier]:
        return darkening.would_darken(consent=self.consent)

    def act(self, form: forms.Form) -> None:
        actions.withdraw_consent(actor=self.actor, consent=self.consent)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = opening.open_consent(self.consent)
        whose = consent_matrix.describe(self.opened, shown.person)
        return super().get_context_data(consent=shown, whose=whose, **kwargs)


class BestInterestsAdd(OfConsents, ActionView):
    form_class = BestInterestsForm
    page_title = gettext_lazy("Propose a decision in somebody's best interests")
    submit_label = gettext_lazy("Propose it to a second person")
    explanation = gettext_lazy(
        "Only where consent cannot be had, or where a child cannot give it. A second person must confirm it before"
        " anything can rest on it. It settles each no that stands against it now, except a grown person's own."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "persons": self.persons()}

    @transaction.atomic
    def act(self, form: forms.Form) -> None:
        kept = form.cleaned_data
        parts = ("unreachable", "risk", "benefit", "alternatives", "views")
        grounds = actions.Grounds(**{key: kept[key] for key in parts})
        for item in kept["items"]:
            actions.propose_best_interests(
                actor=self.actor, case=self.case, person=self.person(kept["person"]), item=item,
                audience=kept["audience"], until=kept["until"], review_on=kept["review_on"], grounds=grounds,
            )  # fmt: skip


class BestInterestsConfirm(OfConsents, ConfirmView):
    """By another caseworker of the case; an approver confirms on a screen that does not name it."""

    template_name = "desk/best_interests_confirm.html"
    proof = True
    page_title = gettext_lazy("Confirm a decision in somebody's best interests")
    submit_label = gettext_lazy("Confirm")

    def prepare(self) -> None:
        super().prepare()
        self.decision = get_object_or_404(BestInterests, case=self.case, pk=self.kwargs["decision"])

    def act(self, form: forms.Form) -> None:
        actions.confirm_best_interests(actor=self.actor, decision=self.decision)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = opening.open_decision(self.decision)
        whose = consent_matrix.describe(self.opened, shown.person)
        return super().get_context_data(decision=shown, whose=whose, **kwargs)


class BestInterestsWithdraw(Ending):
    page_title = gettext_lazy("End a decision in somebody's best interests")
    submit_label = gettext_lazy("End it now")

    def prepare(self) -> None:
        super().prepare()
        self.decision = get_object_or_404(BestInterests, case=self.case, pk=self.kwargs["decision"])

    def would_darken(self) -> list[Dossier]:
        return darkening.would_darken(decision=self.decision)

    def act(self, form: forms.Form) -> None:
        actions.withdraw_best_interests(actor=self.actor, decision=self.decision)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = opening.open_decision(self.decision)
        whose = consent_matrix.describe(self.opened, shown.person)
        return super().get_context_data(decision=shown, whose=whose, **kwargs)


class ShowsCode(OfConsents, ActionView):
    """What gives a code shows it in its answer, once; it is in no address and is kept nowhere."""

    template_name = "desk/family_code.html"
    code = ""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        answer = super().form_valid(form)
        if not self.code:
            return answer
        shown = self.render_to_response(self.get_context_data(form=form))
        shown.headers["Cache-Control"] = "no-store"
        return shown

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        whole = f"{settings.TOCSIN.public_url}/{{}}/family/"
        return super().get_context_data(
            code=self.code, addresses=[whole.format(code) for code, _name in settings.LANGUAGES], **kwargs
        )


class FamilyCodeAdd(ShowsCode):
    form_class = FamilyCodeForm
    page_title = gettext_lazy("A code for the family")
    submit_label = gettext_lazy("Make a code")
    explanation = gettext_lazy(
        "Whoever has it can take back, alone and at any hour, everything that was told to the public of this case."
    )

    def act(self, form: forms.Form) -> None:
        holder = form.cleaned_data["holder"]
        self.code = actions.give_family_code(actor=self.actor, case=self.case, holder=holder)


class OneCode(OfConsents):
    def prepare(self) -> None:
        super().prepare()
        self.family_code = get_object_or_404(FamilyCode, case=self.case, pk=self.kwargs["code"])


class FamilyCodeReplace(OneCode, ShowsCode):
    page_title = gettext_lazy("Replace the family's code")
    submit_label = gettext_lazy("Make a new code")
    explanation = gettext_lazy("The old code does nothing from now on.")

    def act(self, form: forms.Form) -> None:
        self.code = actions.replace_family_code(actor=self.actor, code=self.family_code)


class FamilyCodeRevoke(OneCode, ConfirmView):
    danger = True
    page_title = gettext_lazy("Revoke the family's code")
    submit_label = gettext_lazy("Revoke it")
    explanation = gettext_lazy("The code does nothing from now on. Tell the family.")

    def act(self, form: forms.Form) -> None:
        actions.revoke_family_code(actor=self.actor, code=self.family_code)
