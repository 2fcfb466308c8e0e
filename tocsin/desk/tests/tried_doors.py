"""Trying every address as somebody: what it names, out of a case's world and out of nowhere; and answers made alike."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.utils import timezone

from tocsin.accounts.models import Staff
from tocsin.cases.models import Attachment, Event, Intervention, PersonName, Tie
from tocsin.cases.models.access import CaseExport, Destruction, EmergencyOpening
from tocsin.disclosure.models import AllowedOccurrence, FamilyCode, ReleaseDraft
from tocsin.intake.models import Attachment as ReportFile
from tocsin.pages.models import PostPage

from .conftest import World
from .test_doors import walk

# Parameter of an address -> what it is in the world of the seeded case.
NAMED: dict[str, Callable[[World], object]] = {
    "case": lambda world: world.case.pk,
    "person": lambda world: world.woman.pk,
    "part": lambda world: PersonName.objects.filter(person=world.woman)[0].pk,
    "tie": lambda world: Tie.objects.get().pk,
    "event": lambda world: Event.objects.get().pk,
    "intervention": lambda world: Intervention.objects.get().pk,
    "attachment": lambda world: Attachment.objects.get().pk,
    "opening": lambda world: EmergencyOpening.objects.get().pk,
    "export": lambda world: CaseExport.objects.get().pk,
    "destruction": lambda world: Destruction.objects.get().pk,
    "report": lambda world: world.linked.pk,
    "file": lambda world: ReportFile.objects.filter(report=world.linked)[0].pk,
    "release": lambda world: world.proposed.pk,
    "consent": lambda world: world.consent.pk,
    "decision": lambda world: world.decision.pk,
    "code": lambda world: FamilyCode.objects.get().pk,
    "allowance": lambda world: AllowedOccurrence.objects.get().pk,
    "sentence": lambda world: bytes(AllowedOccurrence.objects.get().sentence_sha256).hex(),
    "draft": lambda world: ReleaseDraft.objects.get().pk,
    "campaign": lambda world: world.campaign.pk,
    "handover": lambda world: world.handover.pk,
    "letter": lambda world: world.letter.pk,
    "comment": lambda world: world.comment.pk,
    "staff": lambda world: Staff.objects.get(email="noone@tocsin.example").pk,
    "grant": lambda world: world.grant.pk,
    # These choose a form of what is named before them.
    "what": lambda world: "page",
    "language": lambda world: "en",
}
NOWHERE = {"UUIDConverter": lambda: uuid.uuid4(), "IntConverter": lambda: 987_654_321}
# Wagtail's parameters: its own things, and the models that nobody must find by their names.
WAGTAILS = {"IntConverter": lambda: PostPage.objects.all()[0].pk, "StringConverter": lambda: "page"}
MODELS = {"app_label", "model_name", "app_name", "content_type_app_name", "content_type_model_name"}


@dataclass(frozen=True, eq=False)
class Door:
    """An address by its whole name; ``parameters`` with the class of their converters."""

    name: str
    parameters: dict[str, str]

    @property
    def ours(self) -> bool:
        return self.name.startswith("desk:")

    def within(self, world: World) -> str:
        """The address of what is really there. KeyError for a parameter that nobody has told of: add it to NAMED."""
        return self._address({key: NAMED[key](world) for key in self.parameters})

    def nowhere(self, world: World) -> str:
        """The same address, naming nothing that is there."""
        return self._address({key: self._absent(key, kind, world) for key, kind in self.parameters.items()})

    def half_way(self, world: World) -> str:
        """What is really there, below a case (or whatever comes first) that is not."""
        first = next(iter(self.parameters))
        real = {key: NAMED[key](world) for key in self.parameters}
        return self._address({**real, first: self._absent(first, self.parameters[first], world)})

    def wagtails(self, **models: str) -> str | None:
        """An address of Wagtail's; None where it cannot be made without looking anything up."""
        try:
            return self._address({key: models.get(key) or WAGTAILS[kind]() for key, kind in self.parameters.items()})
        except (KeyError, NoReverseMatch):
            return None

    def _absent(self, key: str, kind: str, world: World) -> object:
        return NOWHERE[kind]() if kind in NOWHERE else NAMED[key](world)

    def _address(self, named: dict[str, Any]) -> str:
        return reverse(self.name, kwargs=named)


def doors() -> Iterator[Door]:
    """Every address with a name, once."""
    seen = set()
    for _space, name, pattern in walk(get_resolver().url_patterns):
        kinds = _kinds(pattern)
        if (name, tuple(kinds)) not in seen:
            seen.add((name, tuple(kinds)))
            yield Door(name, kinds)


def _kinds(pattern: URLPattern) -> dict[str, str]:
    return {key: type(value).__name__ for key, value in pattern.pattern.converters.items()}


TOKENS = (
    re.compile(r'(?<=name="csrfmiddlewaretoken" value=")[^"]+'),
    re.compile(r'(?<=name=\\"csrfmiddlewaretoken\\" value=\\")[^"\\]+'),  # within JSON
    re.compile(r'(?<="CSRF_TOKEN": ")[^"]+'),
    re.compile(r"(?<=csrfToken=)\w+"),
    re.compile(r'(?<=nonce=")[^"]+'),
)
Answer = tuple[int, str, str, bytes]


def ask(client: Client, method: str, address: str) -> Answer:
    """Status, content type, where to, and the body; without tokens and without the address itself."""
    client.raise_request_exception = False  # what Wagtail does not expect answers 500, to everybody alike
    response = client.get(address) if method == "GET" else client.post(address, {})
    where = response.headers.get("Location", "")
    kind = response.headers.get("Content-Type", "")
    return response.status_code, kind, _plain(where, address), _plain(_body(response), address).encode()


def _body(response: HttpResponse) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return str(content.decode(errors="replace"))


def _plain(text: str, address: str) -> str:
    text = without_tokens(text)
    quoted = address.replace("/", "%2F")
    text = text.replace(address, "ADDRESS").replace(quoted, "ADDRESS")
    # A clock that shows minutes would tell one reading from the next.
    return text.replace(timezone.localtime().strftime("%H:%M"), "NOW")


def without_tokens(text: str) -> str:
    for token in TOKENS:
        text = token.sub("", text)
    return text
