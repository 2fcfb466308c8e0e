"""The release editor: photographs of those in the case, hidden unless somebody chooses otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from tocsin.desk.forms.drafting import PictureForm
from tocsin.desk.release_pictures import drawn_of
from tocsin.disclosure.drafts import Body, DraftPicture
from tocsin.disclosure.models import Item

from .draft import DraftStep


class DraftPictures(DraftStep):
    """The photographs of those in the case; each is hidden whole unless something else is chosen."""

    template_name = "desk/release_draft_pictures.html"
    page_title = gettext_lazy("Pictures")
    step = "draft_pictures"
    explanation = gettext_lazy(
        "A picture is drawn anew, without anything that the file says of itself. A face is a name: hide it if in doubt."
    )

    def prepare(self) -> None:
        super().prepare()
        data = self.request.POST if self.request.method == "POST" else None
        self.forms = [
            (one, self._why_not(one), PictureForm(data, prefix=str(one.id), told_in=self.body.languages,
                                                  initial=self._initial(str(one.id))))
            for one in self.editor.photographs
        ]  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not [each for _one, _why, each in self.forms if not each.is_valid()]:
            return self.form_valid(form)
        return self.form_invalid(form)

    def changed(self, form: forms.Form) -> Body:
        taken = [
            DraftPicture(str(one.id), told["hide"], told["part"], told["crop"], each.words)
            for one, why_not, each in self.forms
            if (told := each.cleaned_data)["take"] and not why_not
        ]
        for picture in taken:
            drawn_of(self.actor, picture)
        return replace(self.body, pictures=taken)

    def _why_not(self, photograph: Any) -> str:
        return self.editor.obstacles([(photograph.person, Item.PHOTO)])

    def _initial(self, attachment: str) -> dict[str, Any]:
        kept = next((one for one in self.body.pictures if one.attachment == attachment), None)
        if kept is None:
            return {}
        numbers = {"part": kept.part, "crop": kept.crop}
        shown = {name: " ".join(f"{one:g}" for one in four) for name, four in numbers.items()}
        return {"take": True, "hide": kept.hide, **shown, **{f"alt_{code}": text for code, text in kept.words.items()}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [(one, self.editor.title_of(one.person), why, form) for one, why, form in self.forms]
        return super().get_context_data(rows=rows, **kwargs)
