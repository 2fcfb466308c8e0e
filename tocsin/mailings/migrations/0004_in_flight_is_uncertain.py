"""What was in flight when the claims became rows of their own: its holder is gone, so nobody knows."""

from django.db import migrations

FILL = """
UPDATE mailings_envelope SET state = 'uncertain', lease_until = NULL, ended_at = date_trunc('hour', now())
WHERE state = 'in_flight'
"""


class Migration(migrations.Migration):
    dependencies = [("mailings", "0003_the_engine")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
