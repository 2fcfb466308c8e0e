"""A million confirmed signatures in the tables, and their figure in the window: run once, as the tables' owner.

The rows hold no people: their sealed columns are zeros. They are what reading must not depend on. They are said to be
in the tree already, so that the worker leaves them alone.
"""

from __future__ import annotations

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 (Django is set up only now)

from tocsin.campaigns.models import Campaign, Signature  # noqa: E402
from tocsin.front import publishing  # noqa: E402

SLUG, NUMBER = "save-my-friend", 1_000_000
_PEOPLE = """
INSERT INTO supporters_contact (id, sealed_address, sealed_name, blind_index, language, country, since, proven_at)
SELECT gen_random_uuid(), decode('00', 'hex'), NULL, decode(md5(n::text), 'hex'), 'en', 'KR', hour, hour
FROM generate_series(1, %s) n, date_trunc('hour', now(), 'UTC') AS hour
RETURNING id
"""


def main() -> None:
    campaign = Campaign.objects.get(slug=SLUG)
    with transaction.atomic(), connection.cursor() as cursor:
        columns = _signature_columns()
        given = ", ".join(columns)
        values = ", ".join(columns.values())
        statement = ("WITH made AS (", _PEOPLE, ") INSERT INTO campaigns_signature (", given, ") SELECT", values)
        cursor.execute(" ".join((*statement, "FROM made")), [NUMBER, campaign.pk])
        Campaign.objects.filter(pk=campaign.pk).update(signature_count=NUMBER)
        publishing.put_figures(campaign=SLUG, signatures=NUMBER, goal=campaign.goal)


def _signature_columns() -> dict[str, str]:
    """What a row of each column is, in SQL; whatever else there is takes the default that the model gives it."""
    hour = "date_trunc('hour', now(), 'UTC')"
    known = {
        "id": "gen_random_uuid()", "contact_id": "made.id", "campaign_id": "%s", "state": "'confirmed'",
        "country": "'KR'", "counted_country": "'KR'", "language": "'en'", "updates": "true",
        "in_tree": "true", "text_version": "repeat('0', 64)", "signed_at": hour, "confirmed_at": hour,
    }  # fmt: skip
    for field in Signature._meta.concrete_fields:
        if field.column not in known:
            default = field.get_default()
            known[str(field.column)] = "NULL" if default is None else f"'{default}'"
    return known


if __name__ == "__main__":
    main()
