"""Forms of the release editor: for whom and what of, and a picture with what is hidden of it."""

from __future__ import annotations

import re
from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tocsin.desk.fields import Words
from tocsin.desk.release_pictures import PART, WHOLE_FACE
from tocsin.disclosure.models import Audience

# Beside those of the pages: a release for diplomats or the United Nations may be told in these.
MORE_LANGUAGES = ("zh-hans", "ja", "fr", "es", "ru", "ar", "de")
Choices = list[tuple[str, str]]


def languages() -> Choices:
    """Every language that a release may be told in, named in the language of the reader."""
    spoken = Locale.parse(get_language() or "en", sep="-").languages
    ours = [code for code, _name in settings.LANGUAGES]
    return [(code, spoken.get(code.split("-")[0], code)) for code in (*ours, *MORE_LANGUAGES)]


class FactsForm(forms.Form):
    """``subjects`` are (key, words) of everything in the case that may be told of."""

    audience = forms.ChoiceField(label=_("Who will read it"), choices=Audience.choices, initial=Audience.PUBLIC)
    languages = forms.MultipleChoiceField(
        label=_("In which languages"),
        widget=forms.CheckboxSelectMultiple,
        initial=[code for code, _name in settings.LANGUAGES],
        help_text=_("English and Korean words are proposed to you; in others you write them yourself."),
    )
    subjects = forms.MultipleChoiceField(
        label=_("What of"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("How much is told of each comes next."),
    )

    def __init__(self, *args: Any, subjects: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = languages()
        self.fields["subjects"].choices = subjects


class PartField(forms.CharField):
    """Four numbers from 0 to 100: left, top, width, height, in hundredths of the picture. Cleans to a list."""

    SHAPE = re.compile(r"^\s*(\d{1,3})[,\s]+(\d{1,3})[,\s]+(\d{1,3})[,\s]+(\d{1,3})\s*$")

    def clean(self, value: Any) -> list[float]:
        text = super().clean(value)
        if not text:
            return []
        found = self.SHAPE.match(text)
        numbers = [float(number) for number in found.groups()] if found else []
        if not numbers or numbers[0] + numbers[2] > 100 or numbers[1] + numbers[3] > 100 or 0 in numbers[2:]:
            raise forms.ValidationError(_("Four numbers from 0 to 100, within the picture."), code="part")
        return numbers


class PictureForm(forms.Form):
    """One photograph. A description in each language is required where it is taken."""

    take = forms.BooleanField(label=_("Show this picture"), required=False)
    hide = forms.ChoiceField(
        label=_("Make unknowable"),
        choices=[(WHOLE_FACE, _("the whole picture")), (PART, _("one part, such as a face")), ("", _("nothing"))],
        required=False,
        initial=WHOLE_FACE,
        widget=forms.RadioSelect,
    )
    part = PartField(
        label=_("The part: left, top, width, height"), required=False, help_text=_("In hundredths: 40 10 20 25.")
    )
    crop = PartField(label=_("Cut out only this part"), required=False, help_text=_("Empty: the whole picture."))

    def __init__(self, *args: Any, told_in: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = dict(languages())
        self.told_in = told_in
        for code in told_in:
            label = _("What is seen, in %(language)s") % {"language": named.get(code, code)}
            self.fields[f"alt_{code}"] = Words(label=label, rows=2, required=False)
            self.fields[f"alt_{code}"].widget.attrs["lang"] = code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("take"):
            for code in self.told_in:
                if not cleaned.get(f"alt_{code}", "").strip():
                    self.add_error(f"alt_{code}", _("Somebody who cannot see it needs these words."))
            if cleaned.get("hide") == PART and not cleaned.get("part"):
                self.add_error("part", _("Say which part."))
        return cleaned

    @property
    def words(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"alt_{code}"].strip() for code in self.told_in}
