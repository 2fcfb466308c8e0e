"""What no browser sends is answered, and is no fault of ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tocsin.accounts.models import Staff
from tocsin.cases.models import Case


@pytest.mark.parametrize("number", ["²", "٣x", "-1", "9" * 30])
def test_a_number_of_lines_that_is_none(browser: Callable[[str], Client], case: Case, number: str) -> None:
    sent = {"more": "yes", "lines-TOTAL_FORMS": number, "lines-INITIAL_FORMS": "0"}
    assert browser("mina").post(f"/cases/{case.pk}/releases/new/", sent).status_code in (200, 422)


def test_a_search_with_a_nul(staff: dict[str, Staff], browser: Callable[[str], Client]) -> None:
    assert browser("ruth").get("/audit/?who=%00ruth&kind=%00&p=999").status_code == 200
