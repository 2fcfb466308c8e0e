"""Reports by a staff member's hand, their triage, and our answers to who reported."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tocsin.desk.fields import LANGUAGES, HourField, Words
from tocsin.front.bundles import MOST_FILE_BYTES, MOST_FILES
from tocsin.intake.models import Reliability, Report

Choices = list[tuple[str, str]]


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, within the bounds of the public form; cleans to a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=FilesInput(), required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [super(FilesField, self).clean(each, initial) for each in data or [] if each]
        if len(files) > MOST_FILES or sum(file.size for file in files) > MOST_FILE_BYTES:
            raise ValidationError(_("At most 5 files, 10 MB together."), code="files")
        return files


class ReportForm(forms.Form):
    source = forms.ChoiceField(
        label=_("It came from"),
        choices=[choice for choice in Report.Source.choices if choice[0] not in Report.UNATTENDED],
    )
    text = Words(label=_("The report as it came"), rows=8, help_text=_("Word for word. It is sealed when you save."))
    files = FilesField(label=_("Files that came with it"), help_text=_("Sealed as they are, with all they say."))
    reporter = forms.CharField(
        label=_("Who said it"), max_length=300, help_text=_("In words: her daughter, a field worker of a partner.")
    )
    name = forms.CharField(
        label=_("Their name"), max_length=300, required=False, help_text=_("The guard lets it stand nowhere.")
    )
    contact = forms.CharField(label=_("How they can be reached"), max_length=300, required=False)
    organisation = forms.CharField(label=_("Their organisation"), max_length=300, required=False)
    how_known = Words(label=_("How they know it"), rows=2)
    reliability = forms.ChoiceField(
        label=_("How reliable the source has been"), choices=Reliability.choices, initial=Reliability.F
    )
    language = forms.ChoiceField(label=_("Language of the report"), choices=LANGUAGES, required=False)
    received_at = HourField(label=_("Received (UTC)"))


class LinkForm(forms.Form):
    """``cases`` are (id, title) of the cases that this person works on."""

    case = forms.TypedChoiceField(label=_("Case"))

    def __init__(self, *args: Any, cases: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = cases


class DuplicateForm(forms.Form):
    """``originals`` are (id, words) of the reports of which this one may be a duplicate."""

    original = forms.TypedChoiceField(label=_("It says the same as"))

    def __init__(self, *args: Any, originals: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["original"].choices = originals


class AnswerForm(forms.Form):
    text = Words(
        label=_("Your answer"),
        rows=5,
        help_text=_("Whoever has the code reads it. Name nobody, and nothing that could harm them if it is found."),
    )


class SituationFileForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("For those who work on it. It is sealed."))
