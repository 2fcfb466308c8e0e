"""Whereabouts leave the rows of fate for rows of their own; the sealed texts are bound to the person, and open there."""

from django.db import migrations


def move(apps, schema_editor):
    fates, whereabouts = apps.get_model("cases", "Fate"), apps.get_model("cases", "Whereabouts")
    for fate in fates.objects.order_by("pk").iterator():
        moved = whereabouts.objects.create(
            person_id=fate.person_id, kind="unknown", sealed_words=fate.sealed_whereabouts, as_of=fate.as_of
        )
        whereabouts.objects.filter(pk=moved.pk).update(recorded_at=fate.recorded_at)


class Migration(migrations.Migration):

    dependencies = [("cases", "0002_record")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
