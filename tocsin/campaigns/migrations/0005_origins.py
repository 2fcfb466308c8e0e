from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0004_open_data'),
    ]

    operations = [
        migrations.AddField(
            model_name='campaign',
            name='origins',
            field=models.JSONField(blank=True, default=list),
        ),
    ]
