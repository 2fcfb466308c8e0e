"""Putting a page's outputs into the window, each read by the leak guard first, and taking them out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tocsin.core.actions import Refused
from tocsin.disclosure import guard
from tocsin.disclosure.models import PublicRelease
from tocsin.front import publishing
from tocsin.front.models import Published

from .models import Trouble, WindowAddress, WindowPage
from .outputs import Output, outputs_of
from .turns import take_turns

# The page may not be shown at all; with any other refusal what is in the window is still right.
MAY_NOT_STAND = frozenset({"not_live", "not_approved", "withdrawn"})


@transaction.atomic
def show(page: WindowPage) -> None:
    """Write everything that the page is, and remove what it no longer is. Raises Refused; then nothing is written."""
    take_turns()
    made = outputs_of(page)
    write(made, page)
    _drop(WindowAddress.objects.filter(page_id=page.pk, lasting=False).exclude(path__in=[each.path for each in made]))
    Trouble.objects.filter(page_id=page.pk).delete()


def write(outputs: Iterable[Output], page: WindowPage | None = None) -> None:
    """Have each output read and put it into the window, unless it stands there already. Raises Refused."""
    for output in outputs:
        passed = guard.pass_bytes(output.body, what=output.path)
        read = publishing.Guarded(output.body, passed.sha256, passed.guard_version)
        if not _stands(output, read):
            publishing.put_page(
                path=output.path, language=output.language, page=read, content_type=output.content_type,
                status=output.status, releases=sorted(output.releases), slots=output.slots,
                messages=output.messages, headers=output.headers, origins=output.origins,
            )  # fmt: skip
        owner = page.pk if page is not None else None
        WindowAddress.objects.update_or_create(path=output.path, defaults={"page_id": owner, "lasting": output.lasting})


def take_out(page: WindowPage) -> None:
    """Remove the page's addresses. Those that went dark with a release stay dark, with the family's words."""
    take_turns()
    _drop(WindowAddress.objects.filter(page_id=page.pk, lasting=False))


def renew(page: WindowPage) -> None:
    """Render a live page anew. Where it may not stand any more it is unpublished; other refusals are listed."""
    try:
        show(page)
    except Refused as refusal:
        if refusal.code in MAY_NOT_STAND:
            page.unpublish()
        else:
            list_trouble(page, refusal)


def list_trouble(page: WindowPage, refusal: Refused) -> None:
    """Keep a refusal for the attention of the page's editors."""
    said = {"code": refusal.code, "message": refusal.message, "remedy": refusal.remedy}
    Trouble.objects.update_or_create(page_id=page.pk, defaults=said)


def pages_built_on(release: PublicRelease) -> list[Any]:
    """The live pages of which some address in the window was built on a release."""
    paths = Published.objects.filter(releases__contains=[release.pk]).values("path")
    owned = WindowAddress.objects.filter(path__in=paths, page__live=True).select_related("page")
    return [page.specific for page in {address.page_id: address.page for address in owned}.values()]


def _stands(output: Output, read: publishing.Guarded) -> bool:
    there = Published.objects.filter(path=output.path).defer("body", "gzip", "brotli").first()
    return there is not None and (
        (there.status, there.slots, there.language, there.content_type, there.messages, there.headers)
        == (output.status, output.slots, output.language, output.content_type, output.messages, output.headers)
        and (bytes(there.verdict_sha256 or b""), there.guard_version) == (read.verdict_sha256, read.guard_version)
        and (set(there.releases), set(there.origins)) == (output.releases, output.origins)
    )


def _drop(addresses: QuerySet[WindowAddress]) -> None:
    paths = set(addresses.values_list("path", flat=True))
    paths -= _dark(paths)
    publishing.remove(paths)
    WindowAddress.objects.filter(path__in=paths).delete()


def _dark(paths: set[str]) -> set[str]:
    withdrawn = list(PublicRelease.objects.filter(state=PublicRelease.State.WITHDRAWN).values_list("pk", flat=True))
    rows = Published.objects.filter(path__in=paths, releases__overlap=withdrawn).exclude(status=200)
    return set(rows.values_list("path", flat=True))
