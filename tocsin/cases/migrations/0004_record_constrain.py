from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("cases", "0003_whereabouts")]

    operations = [
        migrations.RemoveField(
            model_name='fate',
            name='sealed_whereabouts',
        ),
        migrations.AddConstraint(
            model_name='information',
            constraint=models.CheckConstraint(condition=models.Q(('report_id__isnull', False), ('sealed_words__isnull', False), _connector='OR'), name='information_from_somewhere'),
        ),
    ]
