import django.contrib.postgres.fields
from django.db import migrations, models

CHECK = """
ALTER TABLE front_published ADD CONSTRAINT front_published_origins CHECK (
  array_to_string(origins, ' ') ~ '^(https://[a-z0-9]+([.-][a-z0-9]+)*(:[1-9][0-9]{0,4})?( |$))*$'
  AND (source <> 'worker' OR origins = '{}'))
"""


class Migration(migrations.Migration):

    dependencies = [
        ('front', '0005_open_data'),
    ]

    operations = [
        migrations.AddField(
            model_name='published',
            name='origins',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None),
        ),
        migrations.RunSQL(CHECK, "ALTER TABLE front_published DROP CONSTRAINT front_published_origins"),
    ]
