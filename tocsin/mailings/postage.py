"""The relays and the signatures that the settings ask for."""

from __future__ import annotations

import functools

from django.conf import settings

from tocsin.core.keys import keyring
from tocsin.post import Relay, Signer, Tls
from tocsin.post.dkim import DkimSigner, ManySigners

_TLS = {"none": Tls.OFF, "starttls": Tls.REQUIRED, "opportunistic": Tls.OPPORTUNISTIC, "tls": Tls.IMPLICIT}


@functools.cache
def relays() -> tuple[Relay, ...]:
    """The relays of the settings, the first of them TOCSIN_SMTP_HOST."""
    here = settings.TOCSIN
    return tuple(
        Relay(
            host=smtp.host,
            port=smtp.port,
            tls=_TLS[smtp.security],
            username=smtp.user,
            password=smtp.password,
            hello=here.sender_domain,
            weight=smtp.weight,
        )
        for smtp in (here.smtp, *here.more_smtp)
    )


@functools.cache
def signer() -> Signer | None:
    """Signs with the worker's DKIM key, and with its Ed25519 key too where that has a selector. Raises KeyMissing."""
    here = settings.TOCSIN
    rsa = DkimSigner(domain=here.sender_domain, selector=here.dkim_selector, private_key=keyring().raw("dkim")[1])
    if not here.dkim_edwards_selector:
        return rsa
    key = keyring().raw("dkim_edwards")[1]
    return ManySigners(
        [DkimSigner(domain=here.sender_domain, selector=here.dkim_edwards_selector, private_key=key), rsa]
    )
