"""The relays and signatures of the settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import dkim
import pytest

from tocsin.core.keys import keyring
from tocsin.mailings import postage
from tocsin.post import Tls
from tocsin.post.dkim import dns_record, public_half
from tocsin.post.mime import make_template


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    """What the settings say is read once by a process."""
    postage.relays.cache_clear()
    postage.signer.cache_clear()
    yield
    postage.relays.cache_clear()
    postage.signer.cache_clear()


def test_all_relays_are_used_each_with_its_own_security_and_weight(settings: Any) -> None:
    here = settings.TOCSIN
    login = {"host": "two.example.org", "port": 465, "security": "tls", "user": "amp", "password": "s3cret"}
    open_one = {"host": "three.example.org", "port": 25, "security": "opportunistic", "user": "", "password": ""}
    more = (replace(here.smtp, weight=3, **login), replace(here.smtp, weight=0, **open_one))
    settings.TOCSIN = replace(here, more_smtp=more)
    first, second, third = postage.relays()
    assert (first.host, first.tls) == ("127.0.0.1", Tls.OFF)
    assert (second.host, second.port, second.tls, second.username, second.weight) == (
        "two.example.org", 465, Tls.IMPLICIT, "amp", 3,
    )  # fmt: skip
    assert (third.tls, third.weight) == (Tls.OPPORTUNISTIC, 0)
    assert {relay.hello for relay in (first, second, third)} == {settings.TOCSIN.sender_domain}
    assert "s3cret" not in repr(second)


@pytest.mark.parametrize(("selector", "signatures"), [("", 1), ("edwards", 2)])
def test_letters_carry_one_signature_or_two(settings: Any, selector: str, signatures: int) -> None:
    here = settings.TOCSIN = replace(settings.TOCSIN, dkim_edwards_selector=selector)
    records = {
        f"{name}._domainkey.{here.sender_domain}.": dns_record(public_half(keyring().raw(key)[1])).encode()
        for name, key in ((here.dkim_selector, "dkim"), ("edwards", "dkim_edwards"))
    }
    made = make_template(subject="x", sender=f"letters@{here.sender_domain}", sender_name="", html="<p>x</p>", text="x")
    raw = made.splice({}, to="a@example.net")
    signer = postage.signer()
    assert signer is not None
    message = dkim.DKIM(signer.sign(raw) + raw)
    for index in range(signatures):
        assert message.verify(idx=index, dnsfunc=lambda name, **_: records[name.decode()])
    assert raw.count(b"DKIM-Signature") == 0
    assert signer.sign(raw).count(b"DKIM-Signature") == signatures
