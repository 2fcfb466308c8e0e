from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("front", "0004_logs"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterboxBatch",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("hour", models.DateTimeField()),
            ],
            options={
                "db_table": "front_letterbox_batch",
            },
        ),
    ]
