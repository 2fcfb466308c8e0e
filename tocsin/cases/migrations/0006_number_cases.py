"""Cases from before numbers get theirs."""

import secrets

from django.db import migrations


def give_numbers(apps, schema_editor):
    Case, CaseNumber = apps.get_model("cases", "Case"), apps.get_model("cases", "CaseNumber")
    taken = set(CaseNumber.objects.values_list("digits", flat=True))
    for case in Case.objects.filter(number__isnull=True):
        while (digits := f"{secrets.randbelow(10**9):09d}") in taken:
            pass
        taken.add(digits)
        CaseNumber.objects.create(case=case, digits=digits)


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_access")]
    operations = [migrations.RunPython(give_numbers, migrations.RunPython.noop)]
