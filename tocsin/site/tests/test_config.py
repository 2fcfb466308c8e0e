"""Settings fail loudly, in one sentence that names the variable, and each one is documented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tocsin.site import config, record
from tocsin.site.errors import SiteError

DOCUMENTED = Path(__file__).parents[3] / "docs" / "operations" / "settings.md"
LIVE = {
    "TOCSIN_HOME": "/nowhere",
    "TOCSIN_PROCESS": "desk",
    "TOCSIN_ORGANISATION": "Lantern Bridge",
    "TOCSIN_POSTAL_ADDRESS": "1 Example Street",
    "TOCSIN_ORGANISATION_EMAIL": "hello@example.org",
    "TOCSIN_PUBLIC_URL": "https://example.org",
    "TOCSIN_DESK_URL": "https://desk.example.org/",
    "TOCSIN_SENDER_DOMAIN": "example.org",
    "TOCSIN_SMTP_HOST": "mail.example.org",
}


def test_an_organisation_s_settings_are_read() -> None:
    read = config.load(LIVE)
    assert read.desk_url == "https://desk.example.org"
    assert read.smtp == config.Smtp("mail.example.org", 587, "starttls", "", "")
    assert read.database.role == "tocsin_desk"
    assert read.keys == Path("/nowhere/keys/desk")
    assert not read.demo


@pytest.mark.parametrize("name", sorted(set(LIVE) - {"TOCSIN_PROCESS"}))
def test_what_is_missing_is_named(name: str) -> None:
    given = {key: value for key, value in LIVE.items() if key != name}
    with pytest.raises(SiteError, match=name) as caught:
        config.load(given)
    assert str(caught.value).count(". ") == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOCSIN_PROCESS", "root"),
        ("TOCSIN_DEMO", "maybe"),
        ("TOCSIN_FRONT_PORT", "80000"),
        ("TOCSIN_DESK_PORT", "١"),
        ("TOCSIN_SMTP_SECURITY", "ssl"),
        ("TOCSIN_SMTP_WEIGHT", "-1"),
        ("TOCSIN_SMTP_MORE", "mail.example.org:25"),
        ("TOCSIN_SMTP_MORE", "smtp://user:password@mail.example.org"),
        ("TOCSIN_SMTP_MORE", "smtp://mail.example.org?security=ssl"),
        ("TOCSIN_SMTP_MORE", "smtp://mail.example.org:99999"),
        ("TOCSIN_SMTP_MORE", "smtp://mail.example.org?weight=x"),
        ("TOCSIN_MAIL_CONNECTIONS", "0"),
        ("TOCSIN_MAIL_PACE", "gmail"),
        ("TOCSIN_MAIL_PACE", "gmail=fast"),
        ("TOCSIN_MAIL_PACE", "gmail=0"),
        ("TOCSIN_MAIL_PACE", "=5"),
        ("TOCSIN_MAIL_WARM_UP", "tomorrow"),
        ("TOCSIN_WORKERS", "0"),
        ("TOCSIN_DATABASE_TLS", "perhaps"),
        ("TOCSIN_PUBLIC_URL", "http://example.org"),
        ("TOCSIN_PUBLIC_URL", "https://example.org/below"),
        ("TOCSIN_DESK_URL", "desk.example.org"),
    ],
)
def test_what_is_wrong_is_named(name: str, value: str) -> None:
    with pytest.raises(SiteError, match=name):
        config.load({**LIVE, name: value})


def test_further_servers_paces_and_the_first_day_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "keys" / "desk"
    folder.mkdir(parents=True)
    (folder / "smtp_password").write_text("first\n")
    (folder / "smtp_password.two.example.org").write_text("second\n")
    more = "smtp://amp%40x@two.example.org:465?security=tls&weight=3 smtp://three.example.org?weight=0"
    given = {
        "TOCSIN_HOME": str(tmp_path),
        "TOCSIN_SMTP_MORE": more,
        "TOCSIN_MAIL_PACE": "gmail=20 Example.org=0.5 *=50",
    }
    read = config.load({**LIVE, **given, "TOCSIN_MAIL_WARM_UP": "2012-03-20"})
    assert read.more_smtp == (
        config.Smtp("two.example.org", 465, "tls", "amp@x", "second", 3),
        config.Smtp("three.example.org", 587, "starttls", "", "first", 0),
    )
    assert read.mail_pace == {"gmail": 20.0, "example.org": 0.5, "*": 50.0}
    assert read.mail_warm_up == date(2012, 3, 20)
    assert config.load(LIVE).more_smtp == ()
    assert config.load(LIVE).mail_warm_up is None


def test_the_demo_needs_nothing_and_follows_its_ports() -> None:
    here = {"TOCSIN_HOME": "/nowhere", "TOCSIN_PROCESS": "front"}
    read = config.load({**here, "TOCSIN_DEMO": "yes", "TOCSIN_FRONT_PORT": "9"})
    assert (read.public_url, read.demo, read.smtp.port) == ("http://127.0.0.1:9", True, 1025)


def test_kept_settings_give_way_to_the_environment_and_hold_no_secret(tmp_path: Path) -> None:
    record.keep_settings(tmp_path, {**LIVE, "TOCSIN_SMTP_PASSWORD": "hunter2", "TOCSIN_DATABASE_PASSWORD": "hunter2"})
    assert "hunter2" not in (tmp_path / "instance.json").read_text()
    here = {"TOCSIN_HOME": str(tmp_path), "TOCSIN_PROCESS": "worker"}
    assert config.load(here).organisation == "Lantern Bridge"
    assert config.load({**here, "TOCSIN_ORGANISATION": "Another"}).organisation == "Another"


def test_passwords_are_read_from_the_process_s_own_folder(tmp_path: Path) -> None:
    folder = tmp_path / "keys" / "desk"
    folder.mkdir(parents=True)
    (folder / "database_password").write_text("s3cret\n")
    assert config.load({**LIVE, "TOCSIN_HOME": str(tmp_path)}).database.password == "s3cret"


@pytest.mark.parametrize("name", [*config.DEFAULTS, *config.OTHERS])
def test_every_setting_is_documented(name: str) -> None:
    assert f"| `{name}` |" in DOCUMENTED.read_text()
