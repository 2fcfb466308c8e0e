"""STARTTLS and AUTH, as the relay's settings ask."""

from __future__ import annotations

import datetime
import ipaddress
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tocsin.post import Message, Outcome, Relay, State, Timeouts, Tls, deliver

from .servers import Script, password_check, polite, server_context, serving, talking

ONE = Message("1", "b@example.org", "a@example.net", (b"Subject: x\r\n\r\nhello\r\n",))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = builder.not_valid_before(now).not_valid_after(now + datetime.timedelta(1))
    made = builder.add_extension(names, False).sign(key, hashes.SHA256())
    kind, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "cert").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key").write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, none))
    return folder / "cert", folder / "key"


def send(relay: Relay) -> Outcome:
    (outcome,) = deliver([ONE], relay=relay, signer=None)
    return outcome


def test_required_means_checked(certificate: tuple[Path, Path]) -> None:
    script = Script()
    context = server_context(*map(str, certificate))
    with serving(script, tls_context=context, require_starttls=True) as relay:
        assert send(replace(relay, tls=Tls.REQUIRED)).state is State.DEFERRED  # a certificate that nobody vouches for
        assert not script.taken
        assert send(replace(relay, tls=Tls.REQUIRED, authorities=str(certificate[0]))).state is State.ACCEPTED
        assert send(replace(relay, tls=Tls.OPPORTUNISTIC)).state is State.ACCEPTED
        assert send(replace(relay, tls=Tls.OFF)).state is State.DEFERRED  # 530: about us, not about the recipient
    assert len(script.taken) == 2


def test_required_and_not_offered_sends_nothing() -> None:
    script = Script()
    with serving(script) as relay:
        assert send(replace(relay, tls=Tls.REQUIRED)).state is State.DEFERRED
        assert send(replace(relay, tls=Tls.OPPORTUNISTIC)).state is State.ACCEPTED
    assert len(script.taken) == 1


def test_implicit_is_tls_from_the_first_byte_and_checked(certificate: tuple[Path, Path]) -> None:
    script = Script()
    with serving(script, ssl_context=server_context(*map(str, certificate))) as relay:
        assert send(replace(relay, tls=Tls.IMPLICIT)).state is State.DEFERRED  # a certificate that nobody vouches for
        assert not script.taken
        assert send(replace(relay, tls=Tls.IMPLICIT, authorities=str(certificate[0]))).state is State.ACCEPTED
    assert len(script.taken) == 1


def test_login(certificate: tuple[Path, Path]) -> None:
    script = Script()
    options = {
        "tls_context": server_context(*map(str, certificate)),
        "authenticator": password_check("tocsin", "s3cret"),
        "auth_required": True,
    }
    with serving(script, **options) as relay:
        safe = replace(relay, tls=Tls.REQUIRED, authorities=str(certificate[0]), username="tocsin", password="s3cret")
        assert send(safe).state is State.ACCEPTED
        wrong = send(replace(safe, password="guess"))
        assert (wrong.state, wrong.code) == (State.DEFERRED, 535)
        without = send(replace(safe, username="", password=""))
        assert (without.state, without.code) == (State.DEFERRED, 530)
    assert len(script.taken) == 1


def test_a_wrong_password_is_tried_once_for_all() -> None:
    def talk(connection: socket.socket, number: int) -> None:
        says = {b"EHLO": b"250-hi\r\n250 AUTH PLAIN", b"AUTH": b"535 5.7.8 no, tocsin@example.org"}
        polite(connection, until=b"QUIT", says=says)

    with talking(talk) as (relay, connections):
        outcomes = deliver([ONE] * 50, relay=replace(relay, username="tocsin", password="x"), signer=None)
    assert {(o.state, o.code, o.enhanced) for o in outcomes} == {(State.DEFERRED, 535, "5.7.8")}
    assert "example.org" not in outcomes[0].text
    assert len(connections) == 1


def test_login_where_only_login_is_offered(certificate: tuple[Path, Path]) -> None:
    script = Script()
    options = {
        "tls_context": server_context(*map(str, certificate)),
        "authenticator": password_check("tocsin", "s3cret"),
        "auth_required": True,
        "auth_exclude_mechanism": ["PLAIN"],
    }
    with serving(script, **options) as relay:
        safe = replace(relay, tls=Tls.REQUIRED, authorities=str(certificate[0]), username="tocsin", password="s3cret")
        assert send(safe).state is State.ACCEPTED
        assert send(replace(safe, password="guess")).code == 535


def test_nothing_that_was_said_in_the_clear_counts_after_starttls() -> None:
    """Somebody on the way adds replies behind the 220, to be taken for the relay's own once TLS stands."""

    def talk(connection: socket.socket, number: int) -> None:
        says = {b"EHLO": b"250-hi\r\n250 STARTTLS", b"STAR": b"220 go\r\n250-hi\r\n250 AUTH PLAIN"}
        polite(connection, until=b"\x16", says=says)  # the first byte of a TLS handshake

    with talking(talk) as (relay, _connections):
        outcome = send(replace(relay, tls=Tls.REQUIRED))
    assert (outcome.state, outcome.text) == (State.DEFERRED, "No session with the relay (Babble).")


def test_a_relay_that_knows_no_ehlo_is_greeted_by_helo() -> None:
    heard: list[bytes] = []

    def talk(connection: socket.socket, number: int) -> None:
        says = {b"EHLO": b"500 what", b"HELO": b"250 hi"}
        heard.append(polite(connection, until=b"Subject", says=says))
        connection.sendall(b"250 kept\r\n")
        connection.recv(100)

    with talking(talk) as (relay, _connections):
        assert send(relay).state is State.ACCEPTED
    assert heard[0].endswith(b"\r\n.\r\n")


def test_a_large_message_goes_through_tls_in_whatever_pieces(certificate: tuple[Path, Path]) -> None:
    script, large = Script(), b"Subject: x\r\n\r\n" + b"a line of a long letter\r\n" * 100_000
    with serving(script, ssl_context=server_context(*map(str, certificate))) as relay:
        safe = replace(relay, tls=Tls.IMPLICIT, authorities=str(certificate[0]), timeouts=Timeouts.short(20))
        messages = [Message(str(n), "b@example.org", f"a{n}@example.net", (large,)) for n in range(3)]
        assert {outcome.state for outcome in deliver(messages, relay=safe, signer=None)} == {State.ACCEPTED}
    assert {raw for _address, raw in script.taken} == {large}
