"""Reports as the front would have put them into the letterbox, and people to read them."""

from __future__ import annotations

import time
from dataclasses import dataclass

from tocsin.accounts.actions import found_staff
from tocsin.accounts.actors import actor_of, system
from tocsin.core.actions import Actor
from tocsin.front.bundles import Bundle, File, split
from tocsin.front.receipts import Receipt
from tocsin.front.tests.posting import post

LETTERBOX = system("letterbox")


def someone(name: str, role: str = "caseworker") -> Actor:
    staff = found_staff(
        actor=system("installation"), email=f"{name}@tocsin.example", name=name.title(), language="en", roles=[role]
    )
    return actor_of(staff)


@dataclass(frozen=True)
class Reporter:
    """Somebody with a receipt, who sends through the letterbox."""

    receipt: Receipt

    def send(self, text: str, *files: tuple[str, bytes], more: bool = False, **said: str) -> Bundle:
        bundle = Bundle(
            lookup=self.receipt.lookup,
            public=self.receipt.key.seal_key.public,
            text=text,
            more=more,
            files=tuple(File(name, body) for name, body in files),
            **said,  # type: ignore[arg-type]
        )
        post(*split(bundle, language="ko", at=int(time.time())), key="reports")
        return bundle
