"""Letters: drafted, read as they will be read, sent once, followed, stopped."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.desk import reach
from tocsin.desk.forms.campaigns import LetterForm
from tocsin.desk.roles import CAMPAIGNER
from tocsin.mailings import actions
from tocsin.mailings.models import Envelope, Exclusion, Letter
from tocsin.mailings.queries import progress

from .base import ActionView, ButtonView, ConfirmView, Crumb, RoomMixin, RoomView, address


class LettersMixin(RoomMixin):
    roles = (CAMPAIGNER,)
    header_icon = "mail"

    def crumbs(self) -> list[Crumb]:
        return [(_("Letters"), address("letters"))]


class LetterList(LettersMixin, RoomView):
    template_name = "desk/letters.html"
    page_title = gettext_lazy("Letters")

    def crumbs(self) -> list[Crumb]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letters = Letter.objects.select_related("campaign").prefetch_related("texts").order_by("-created_at")
        rows = [(letter, reach.subject(letter), progress(letter)) for letter in letters]
        return super().get_context_data(rows=rows, **kwargs)


class LetterAdd(LettersMixin, ActionView):
    form_class = LetterForm
    template_name = "desk/pairs.html"
    page_title = gettext_lazy("Write a letter")

    def get_initial(self) -> dict[str, Any]:
        return {"campaign": self.request.GET.get("campaign"), "kind": self.request.GET.get("kind")}

    def act(self, form: LetterForm) -> None:
        told = {key: form.cleaned_data[key] for key in ("kind", "campaign", "release")}
        self.letter = actions.draft_letter(actor=self.actor, texts=form.texts, **told)

    def back(self) -> str:
        return address("letter", self.letter.pk) if hasattr(self, "letter") else address("letters")


class OneLetter(LettersMixin):
    def prepare(self) -> None:
        found = Letter.objects.select_related("campaign").filter(pk=self.kwargs["letter"]).first()
        if found is None:
            raise Http404
        self.letter = found

    def crumbs(self) -> list[Crumb]:
        return [*super().crumbs(), (reach.subject(self.letter), address("letter", self.letter.pk))]

    def get_page_subtitle(self) -> str:
        return reach.subject(self.letter)

    def back(self) -> str:
        return address("letter", self.letter.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(letter=self.letter, **kwargs)


class LetterView(OneLetter, RoomView):
    template_name = "desk/letter.html"

    def crumbs(self) -> list[Crumb]:
        return LettersMixin.crumbs(self)

    def get_page_title(self) -> str:
        return reach.subject(self.letter)

    def get_page_subtitle(self) -> str:
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = progress(self.letter)
        return super().get_context_data(
            now=now,
            envelopes=[(Envelope.State(state).label, n, state) for state, n in now.envelopes.items()],
            excluded=[(Exclusion.Reason(reason).label, n) for reason, n in now.excluded.items()],
            texts=self.letter.texts.order_by("language"),
            rendered=[(row, reach.as_read(row)) for row in self.letter.rendered.order_by("language", "variant")],
            refresh=self.letter.state == Letter.State.SENDING,
            **kwargs,
        )


class LetterPrepare(OneLetter, ButtonView):
    done_message = gettext_lazy("The leak guard has read it in every language. Read it too, then send it.")

    def act(self, form: forms.Form) -> None:
        actions.prepare_letter(actor=self.actor, letter=self.letter)


class LetterSend(OneLetter, ConfirmView):
    template_name = "desk/letter_send.html"
    page_title = gettext_lazy("Send this letter?")
    submit_label = gettext_lazy("Send it now")
    explanation = gettext_lazy("It reaches each person once, in their language, and cannot be called back.")
    done_message = gettext_lazy("The letter is on its way.")

    def act(self, form: forms.Form) -> None:
        actions.send_letter(actor=self.actor, letter=self.letter)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(reached=reach.reached(self.letter), **kwargs)


class LetterStop(OneLetter, ConfirmView):
    danger = True
    page_title = gettext_lazy("Stop this letter?")
    submit_label = gettext_lazy("Stop it now")
    explanation = gettext_lazy("Whoever has not got it yet will not get it.")
    done_message = gettext_lazy("Stopped.")

    def act(self, form: forms.Form) -> None:
        actions.stop_letter(actor=self.actor, letter=self.letter)
