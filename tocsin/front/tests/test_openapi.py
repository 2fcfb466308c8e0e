"""The front under Granian against its own description (docs/api/openapi.yaml): all is answered as that says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS

from tocsin.front.figures import COUNT_SHAPE
from tocsin.front.models import Letterbox
from tocsin.front.server.addresses import ADDRESSES, find

from .conftest import COMMITTED, Granian

DESCRIPTION = Path(__file__).parents[3] / "docs" / "api" / "openapi.yaml"
schema = schemathesis.openapi.from_path(DESCRIPTION)
# Nothing breaks (no 500, and nothing is refused as busy), and every status, type, header and body is as said.
WANTED = ("not_a_server_error", "status_code_conformance", "content_type_conformance",
          "response_headers_conformance", "response_schema_conformance")  # fmt: skip


@COMMITTED
@schema.parametrize()
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_is_answered_as_described(case: schemathesis.Case, granian: Granian) -> None:
    before = Letterbox.objects.count()
    answer = case.call(base_url=granian.url, allow_redirects=False)
    case.validate_response(answer, checks=CHECKS.get_by_names(WANTED))
    kept = Letterbox.objects.count() - before
    assert kept == (answer.status_code in (202, 303) and case.method == "POST")


@pytest.mark.parametrize("path", sorted(yaml.safe_load(DESCRIPTION.read_text())["paths"]))
def test_what_is_described_is_there(path: str) -> None:
    address = path.format(lang="en", slug="save-my-friend")
    operations = yaml.safe_load(DESCRIPTION.read_text())["paths"][path]
    assert ("post" in operations) == (find(address, ("en",)) is not None)


def test_every_form_that_others_may_send_is_described() -> None:
    described = yaml.safe_load(DESCRIPTION.read_text())["paths"]
    posts = [path.format(lang="en", slug="a") for path, operations in described.items() if "post" in operations]
    kinds = {address.kind for address in ADDRESSES for post in posts if address.pattern.fullmatch(post)}
    assert kinds >= {"sign", "confirm", "withdraw", "subscribe", "unsubscribe", "comment"}


def test_the_count_is_described_as_it_is() -> None:
    properties = yaml.safe_load(DESCRIPTION.read_text())["components"]["schemas"]["Count"]["properties"]
    assert list(properties) == re.findall(r'"(\w+)":', COUNT_SHAPE)
