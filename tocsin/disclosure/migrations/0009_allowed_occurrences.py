import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
        ('disclosure', '0008_withdrawn_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AllowedOccurrence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sentence_sha256', models.BinaryField(help_text='of the words, as disclosure.examination.sentence_sha256')),
                ('sealed_sentence', models.BinaryField()),
                ('sealed_reason', models.BinaryField()),
                ('allowed_at', models.DateTimeField(auto_now_add=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('allowed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'db_table': 'disclosure_allowed_occurrence',
            },
        ),
        migrations.AddConstraint(
            model_name='allowedoccurrence',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('case', 'sentence_sha256'), name='one_allowance_per_sentence'),
        ),
    ]
