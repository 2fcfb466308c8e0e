from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_as_it_came_further")]
    operations = [
        migrations.AddField(
            model_name="entry", name="position", field=models.PositiveIntegerField(default=0)
        ),
    ]
