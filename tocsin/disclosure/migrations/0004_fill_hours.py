"""What was approved before releases had an hour was live from its approval on."""

from django.db import migrations

FILL = """
ALTER TABLE disclosure_public_release DISABLE TRIGGER USER;
UPDATE disclosure_public_release SET live_at = approved_at WHERE approved_at IS NOT NULL;
ALTER TABLE disclosure_public_release ENABLE TRIGGER USER;
ALTER TABLE disclosure_dossier DISABLE TRIGGER USER;
UPDATE disclosure_dossier SET ended_by = 'person' WHERE withdrawn_by_id IS NOT NULL;
ALTER TABLE disclosure_dossier ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0003_consents_and_hours")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
