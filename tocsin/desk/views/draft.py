"""What the steps of the release editor share: the draft, its case, and saving over the edition that was read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from tocsin.cases import queries as case_queries
from tocsin.desk.release_lines import Editor
from tocsin.disclosure import drafts
from tocsin.disclosure.drafts import Body
from tocsin.disclosure.models import Audience

from .base import ActionView, Crumb, address
from .cases import CasesMixin

STEPS = (
    ("draft_facts", gettext_lazy("What of")),
    ("draft_rungs", gettext_lazy("How much")),
    ("draft_words", gettext_lazy("Words")),
    ("draft_pictures", gettext_lazy("Pictures")),
    ("draft_preview", gettext_lazy("Preview")),
    ("draft_propose", gettext_lazy("Propose")),
)


class OneDraft(CasesMixin):
    """Everything below one draft; ``edition`` is the one that the person has read."""

    step = ""

    def prepare(self) -> None:
        self.draft = drafts.draft_for(self.actor, self.kwargs["draft"])
        self.case = self.draft.row.case
        self.opened = case_queries.opened_case(self.actor, self.case)
        self.editor = Editor(self.actor, self.case, self.opened, self.draft.body)

    @property
    def body(self) -> Body:
        return self.draft.body

    def crumbs(self) -> list[Crumb]:
        return [*super().crumbs(), (self.opened.title, address("case", self.case.pk))]

    def save(self, body: Body) -> None:
        sent = self.request.POST.get("edition", "")
        edition = int(sent) if sent.isdecimal() else self.draft.row.edition
        drafts.save_draft(actor=self.actor, draft=self.draft.row, body=body, edition=edition)

    def back(self) -> str:
        return address(self.step, self.draft.row.pk)

    def following(self) -> str:
        names = [name for name, _label in STEPS]
        return address(names[names.index(self.step) + 1], self.draft.row.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        steps = [(address(name, self.draft.row.pk), label, name == self.step) for name, label in STEPS]
        audience = Audience(self.body.audience).label
        return super().get_context_data(draft=self.draft.row, steps=steps, audience=audience, case=self.case, **kwargs)


class DraftStep(OneDraft, ActionView):
    """A step that saves what it shows and goes on to the next."""

    submit_label = gettext_lazy("Save and go on")

    def back(self) -> str:
        return self.following() if getattr(self, "went_on", False) else address("case", self.case.pk)

    def act(self, form: forms.Form) -> None:
        self.save(self.changed(form))
        self.went_on = True

    def changed(self, form: forms.Form) -> Body:
        """The body with what was typed here."""
        raise NotImplementedError


def subjects(editor: Editor) -> list[tuple[str, str]]:
    return [(key, editor.title(subject)) for key, subject in editor.subjects.items()]
