"""The release editor: what of, how much, and the words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from tocsin.core.actions import Refused
from tocsin.desk.forms.drafting import FactsForm, languages
from tocsin.desk.release_lines import Editor, nothing_said
from tocsin.disclosure import drafts
from tocsin.disclosure.drafts import Body

from .base import ActionView, address
from .cases import OneCase
from .draft import DraftStep, subjects


class DraftBegin(OneCase, ActionView):
    """The first step, which begins a draft; those that were begun before stand above it."""

    form_class = FactsForm
    template_name = "desk/release_draft.html"
    page_title = gettext_lazy("Draft a release")
    submit_label = gettext_lazy("Go on: how much is told")
    explanation = gettext_lazy("Write only what may be told. Nothing leaves before an approver has read it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "subjects": subjects(Editor(self.actor, self.case, self.opened, Body()))}

    def act(self, form: FactsForm) -> None:
        body = Body().choosing(form.cleaned_data["subjects"])
        body = replace(body, audience=form.cleaned_data["audience"], languages=form.cleaned_data["languages"])
        self.draft = drafts.begin_draft(actor=self.actor, case=self.case, body=body)

    def back(self) -> str:
        return address("draft_rungs", self.draft.pk) if hasattr(self, "draft") else super().back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(drafts=drafts.drafts_of(self.actor, self.case), **kwargs)


class DraftFacts(DraftStep):
    form_class = FactsForm
    template_name = "desk/release_draft.html"
    page_title = gettext_lazy("What of")
    step = "draft_facts"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "subjects": subjects(self.editor)}

    def get_initial(self) -> dict[str, Any]:
        chosen = [line.subject for line in self.body.lines if line.subject]
        return {"audience": self.body.audience, "languages": self.body.languages, "subjects": chosen}

    def changed(self, form: FactsForm) -> Body:
        told = form.cleaned_data
        return replace(self.body.choosing(told["subjects"]), audience=told["audience"], languages=told["languages"])


class DraftRungs(DraftStep):
    """For each fact the rungs of its ladder, the least exact chosen beforehand."""

    template_name = "desk/release_draft_rungs.html"
    page_title = gettext_lazy("How much")
    step = "draft_rungs"
    explanation = gettext_lazy(
        "Of each, from exact to nothing. What says least is chosen for you; what nobody agreed to cannot be chosen."
    )

    def changed(self, form: forms.Form) -> Body:
        sent = self.request.POST
        return replace(self.body, lines=[self.editor.choosing(line, sent) for line in self.body.lines])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = [
            (line, self.editor.title(self.editor.subjects.get(line.subject)), self.editor.rungs(line))
            for line in self.body.lines
            if line.subject
        ]
        return super().get_context_data(lines=lines, languages=self.body.languages, nothing=nothing_said(), **kwargs)


class DraftWords(DraftStep):
    """The words of each line in each language: proposed, and written anew as one likes. Each button saves first."""

    template_name = "desk/release_draft_words.html"
    page_title = gettext_lazy("Words")
    step = "draft_words"
    explanation = gettext_lazy("These words are proposals. Write them as the family would want them said.")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        what, _colon, key = request.POST.get("do", "").partition(":")
        if not what:
            return super().post(request, *args, **kwargs)
        changes = {
            "up": lambda body: body.moved(key, -1), "down": lambda body: body.moved(key, 1),
            "remove": lambda body: body.without_line(key), "own": lambda body: body.with_own_line(),
        }  # fmt: skip
        if what not in changes:
            raise Http404
        try:
            self.save(changes[what](self.changed(self.get_form())))
        except Refused as refusal:
            return self.refused(self.get_form(), refusal)
        anchor = f"#line-{key}" if what in ("up", "down") else ""
        return redirect(address(self.step, self.draft.row.pk) + anchor)

    def changed(self, form: forms.Form) -> Body:
        sent = self.request.POST
        lines = []
        for line in self.body.lines:
            words = {code: sent.get(f"{line.key}.{code}", line.words.get(code, "")) for code in self.body.languages}
            rests_on = [one for one in sent.getlist(f"{line.key}.rests_on") if one in self.allowed]
            lines.append(replace(line, words={**line.words, **words}, rests_on=rests_on))
        return replace(self.body, lines=lines)

    @cached_property
    def allowed(self) -> dict[str, str]:
        return dict(self.editor.bases())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # What was typed is shown again after a refusal.
        body = self.changed(self.get_form()) if self.request.method == "POST" else self.body
        named = dict(languages())
        lines = []
        for line in body.lines:
            texts = [
                (code, named.get(code, code), line.words.get(code, ""), self._other(line, code))
                for code in body.languages
            ]
            needs = [(key, words, key in line.rests_on) for key, words in self.allowed.items()]
            lines.append((line, self.editor.title(self.editor.subjects.get(line.subject)), texts, needs))
        return super().get_context_data(lines=lines, **kwargs)

    def _other(self, line: drafts.DraftLine, code: str) -> str:
        """What was proposed, where it is not what stands there."""
        proposed = line.proposed.get(code, "")
        return "" if proposed == line.words.get(code, "") else proposed
