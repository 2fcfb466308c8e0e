"""The release editor: what each audience will read and who could be told apart, then proposing it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from tocsin.core.actions import Refused
from tocsin.desk import release_findings, release_preview
from tocsin.desk.forms.drafting import languages
from tocsin.desk.forms.going_public import GoingPublicForm
from tocsin.desk.release_pictures import drawn_of
from tocsin.disclosure import actions, drafts, grounds, queries

from .base import ActionView, ButtonView, RoomView, address
from .draft import OneDraft


class DraftPreview(OneDraft, RoomView):
    """What each audience will read, what the guard says of each line, and who could be told apart."""

    template_name = "desk/release_draft_preview.html"
    page_title = gettext_lazy("Preview")
    step = "draft_preview"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = [
            (what, release_preview.NAMES[what], [
                (code, name, address("draft_shown", self.draft.row.pk, what, code))
                for code, name in languages() if code in self.body.languages
            ])
            for what in release_preview.SHOWN_TO[self.body.audience]
        ]  # fmt: skip
        guarded, refusal = release_findings.guarded(self.editor)
        return super().get_context_data(
            shown=shown,
            refusal=refusal,
            guarded=guarded,
            missing=release_findings.missing(self.editor),
            apart=release_findings.apart(self.editor),
            following=self.following(),
            **kwargs,
        )


class DraftShown(OneDraft, RoomView):
    """One of those pages by itself, for a frame."""

    step = "draft_preview"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        what, language = self.kwargs["what"], self.kwargs["language"]
        if what not in release_preview.SHOWN_TO[self.body.audience] or language not in self.body.languages:
            raise Http404
        facts = [line.words[language] for line in self.editor.written if line.words.get(language, "").strip()]
        pictures = [
            release_preview.Shown(drawn_of(self.actor, one), one.words.get(language, ""))
            for one in self.body.pictures
            if self.editor.photograph(one.attachment) is not None
        ]
        return HttpResponse(release_preview.body_of(what, language, facts, pictures))


class DraftPropose(OneDraft, ActionView):
    """The last step: why, and when; then it waits for an approver, and the draft is gone."""

    form_class = GoingPublicForm
    template_name = "desk/release_draft_propose.html"
    page_title = gettext_lazy("Propose")
    step = "draft_propose"
    submit_label = gettext_lazy("Propose it to an approver")
    done_message = gettext_lazy("The release waits for an approver's decision.")

    def get_form_kwargs(self) -> dict[str, Any]:
        correctable = queries.correctable(self.actor, self.case, self.body.audience)
        return {**super().get_form_kwargs(), "correctable": correctable}

    def get_initial(self) -> dict[str, Any]:
        return {"tried_quietly": grounds.tried_so_far(self.opened), **self.body.public}

    @transaction.atomic
    def act(self, form: GoingPublicForm) -> None:
        self.release = actions.propose_release(
            actor=self.actor, case=self.case, audience=self.body.audience, lines=self.editor.lines(), **form.told
        )
        drafts.discard_draft(actor=self.actor, draft=self.draft.row)

    def refused(self, form: GoingPublicForm, refusal: Refused) -> HttpResponse:
        """What was typed is kept in the draft, should the browser close now."""
        if refusal.code != "second_factor":
            self.save(replace(self.body, public={key: str(form.data.get(key, "")) for key in form.fields}))
            self.draft = drafts.draft_for(self.actor, self.draft.row.pk)
        return super().refused(form, refusal)

    def back(self) -> str:
        return address("release", self.release.pk) if hasattr(self, "release") else address("case", self.case.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            lines=self.editor.written,
            languages=self.body.languages,
            missing=release_findings.missing(self.editor),
            **kwargs,
        )


class DraftDiscard(OneDraft, ButtonView):
    done_message = gettext_lazy("The draft is thrown away.")

    def act(self, form: forms.Form) -> None:
        drafts.discard_draft(actor=self.actor, draft=self.draft.row)

    def back(self) -> str:
        return address("case", self.case.pk)
