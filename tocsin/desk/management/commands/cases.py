"""What an operator does with cases from the shell: carry out an end that two people decided, and look after the rest.

It tells the operator no more than that: no title, no name, no number that they did not bring.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tocsin.accounts.actors import system
from tocsin.cases import destroying, name_index, numbers, retention, tidying
from tocsin.cases.models.access import CaseExport, Destruction
from tocsin.core.actions import Refused
from tocsin.disclosure import withdrawn_words


class Command(BaseCommand):
    help = "Carry out the approved end of a case, what is due by itself, or index names anew."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        destroy = verbs.add_parser("destroy", help="carry out the end of a case that two people approved on the desk")
        destroy.add_argument("number", help="the number of the case, from those who approved it")
        destroy.add_argument("--yes", action="store_true", help="do not ask once more")
        due = verbs.add_parser("retention", help="what is due by itself: ends with a day, expired exports, ended words")
        due.add_argument("--dry-run", action="store_true", help="only say how much it would be")
        verbs.add_parser("reindex", help="index names anew, after an upgrade that says so")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        getattr(self, f"_{verb}")(**options)

    def _destroy(self, *, number: str, yes: bool, **_rest: Any) -> None:
        destruction = _approved(number)
        first, second = destruction.proposed_by.name, destruction.approved_by.name
        self.stdout.write(f"Proposed by {first}, approved by {second}. Nobody can bring it back.")
        if not yes and numbers.read(input("Type the number once more: ")) != numbers.read(number):
            raise CommandError("That is another number: nothing was done.")
        try:
            destroying.carry_out(actor=system("retention"), destruction=destruction)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("Destroyed. Copies of its key live as long as the keystore's own backups: end those too.")

    def _retention(self, *, dry_run: bool, **_rest: Any) -> None:
        today, now = timezone.localdate(), timezone.now()
        due = retention.destructions_due(today).count()
        expired = CaseExport.objects.filter(sealed_body__isnull=False, expires_at__lte=now).count()
        begun = Destruction.objects.filter(begun_at__isnull=False, done_at__isnull=True).count()
        words, reviews = len(withdrawn_words.waiting()), retention.overdue_reviews(today)
        self.stdout.write(f"{due} ends of cases are due, {begun} were interrupted.")
        self.stdout.write(f"{expired} exports have expired; the words of {words} ended releases are not sealed yet.")
        self.stdout.write(f"{reviews} cases should have been looked at again; their people see it on the desk.")
        if not dry_run:
            tidying.tidy()
            withdrawn_words.seal_what_waits()
            self.stdout.write(f"Done; {retention.destructions_due(today).count()} ends were refused.")

    def _reindex(self, **_rest: Any) -> None:
        self.stdout.write(f"{name_index.reindex_names(actor=system('installation'))} names indexed.")


def _approved(number: str) -> Destruction:
    """Raises CommandError, alike for a case that there is not and one whose end nobody approved."""
    rows = Destruction.objects.filter(
        case__number__digits=numbers.read(number), approved_by__isnull=False, called_off_at__isnull=True,
        begun_at__isnull=True,
    )  # fmt: skip
    found = rows.select_related("case", "proposed_by", "approved_by").first()
    if found is None:
        raise CommandError("No end of a case with this number is approved. Two people do that on the desk.")
    return found
