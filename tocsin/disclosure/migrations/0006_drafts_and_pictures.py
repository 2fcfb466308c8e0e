import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0005_the_door_keeps_hours"),
        ("cases", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReleaseDraft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sealed_body", models.BinaryField()),
                ("edition", models.PositiveIntegerField(default=1)),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("saved_at", models.DateTimeField(auto_now=True)),
                ("begun_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case")),
                ("saved_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={"db_table": "disclosure_release_draft"},
        ),
        migrations.CreateModel(
            name="ReleasePicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("body", models.BinaryField()),
                ("sha256", models.BinaryField(help_text="of the JPEG; part of the hash of the release")),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("sealed_body", models.BinaryField(help_text="under the case's key, once the release is over", null=True)),
                ("release", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="pictures", to="disclosure.publicrelease")),
            ],
            options={
                "db_table": "disclosure_release_picture",
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("release", "position"), name="one_picture_per_line")],
            },
        ),
        migrations.CreateModel(
            name="ToldFacts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed_lines", models.BinaryField()),
                ("dossier", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="told", to="disclosure.dossier")),
            ],
            options={"db_table": "disclosure_told_facts"},
        ),
    ]
