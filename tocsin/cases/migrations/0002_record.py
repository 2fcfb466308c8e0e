"""What the record gains: whereabouts apart from fate, details, risk, files, corrections, what information rests on."""

import django.db.models.deletion
import tocsin.core.dates
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('photo', 'photograph'), ('document', 'document')], max_length=10)),
                ('sealed_body', models.BinaryField()),
                ('sealed_metadata', models.BinaryField()),
                ('size', models.PositiveIntegerField()),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'cases_attachment',
                'ordering': ['added_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Earlier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=60)),
                ('sealed_told', models.BinaryField()),
                ('sealed_reason', models.BinaryField()),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'db_table': 'cases_earlier',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PersonDetail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('phone', 'telephone number'), ('email', 'e-mail address'), ('document', 'number of a document')], max_length=10)),
                ('sealed_text', models.BinaryField()),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'cases_person_detail',
            },
        ),
        migrations.CreateModel(
            name='Risk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('circle', models.CharField(choices=[('members', 'the members'), ('relatives', 'relatives at home'), ('helpers', 'those who help'), ('partners', 'partner organisations')], max_length=10)),
                ('level', models.CharField(choices=[('low', 'low'), ('raised', 'raised'), ('high', 'high'), ('life', 'a danger to life')], max_length=10)),
                ('sealed_reasons', models.BinaryField()),
                ('review_on', models.DateField()),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'db_table': 'cases_risk',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Whereabouts',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('unknown', 'not known where'), ('held', 'held'), ('hiding', 'in hiding or on the way'), ('home', 'at home'), ('settled', 'in a country that protects them')], max_length=10)),
                ('sealed_words', models.BinaryField()),
                ('sealed_place', models.BinaryField(null=True)),
                ('sealed_source', models.BinaryField(null=True)),
                ('as_of', tocsin.core.dates.UncertainDateField(max_length=60)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'db_table': 'cases_whereabouts',
            },
        ),
        migrations.RemoveConstraint(
            model_name='tie',
            name='one_tie_of_a_kind',
        ),
        migrations.AddField(
            model_name='event',
            name='sealed_details',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='event',
            name='struck_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='fate',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='fate',
            name='sealed_source',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='headlinecount',
            name='sealed_why',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='information',
            name='received',
            field=tocsin.core.dates.UncertainDateField(max_length=60, null=True),
        ),
        migrations.AddField(
            model_name='information',
            name='reliability',
            field=models.CharField(choices=[('A', 'completely reliable'), ('B', 'usually reliable'), ('C', 'fairly reliable'), ('D', 'not usually reliable'), ('E', 'unreliable'), ('F', 'cannot be judged')], default='F', max_length=1),
        ),
        migrations.AddField(
            model_name='information',
            name='sealed_words',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='intervention',
            name='ended',
            field=tocsin.core.dates.UncertainDateField(max_length=60, null=True),
        ),
        migrations.AddField(
            model_name='intervention',
            name='sealed_details',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='involvement',
            name='role',
            field=models.CharField(choices=[('victim', 'victim'), ('witness', 'witness')], default='victim', max_length=10),
        ),
        migrations.AddField(
            model_name='personname',
            name='ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='tie',
            name='ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('flight', 'left, or fled'), ('disappearance', 'disappearance'), ('arrest', 'arrest'), ('detention', 'detention'), ('transfer', 'transfer'), ('expected_return', 'forced return expected'), ('refoulement', 'refoulement (forced return)'), ('hearing', 'hearing or sentence'), ('punishment', 'punishment reported'), ('death_reported', 'a death is reported'), ('release', 'released'), ('safety', 'reached safety')], max_length=20),
        ),
        migrations.AlterField(
            model_name='fate',
            name='status',
            field=models.CharField(choices=[('detained', 'detained'), ('returned', 'returned by force'), ('missing', 'disappeared'), ('free', 'free, not yet safe'), ('safe', 'safe'), ('unknown', 'not known'), ('dead', 'confirmed dead')], max_length=10),
        ),
        migrations.AlterField(
            model_name='information',
            name='confirmation',
            field=models.CharField(choices=[('confirmed', 'confirmed by others'), ('probable', 'probably true'), ('possible', 'possibly true'), ('doubtful', 'doubtful'), ('improbable', 'improbable'), ('unknown', 'cannot be judged')], default='probable', max_length=10),
        ),
        migrations.AlterField(
            model_name='information',
            name='report_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name='intervention',
            name='kind',
            field=models.CharField(choices=[('confidential', 'use of confidential contacts to obtain relief'), ('representation', 'representation to an authority'), ('mechanism', 'communication to a United Nations mechanism'), ('tracing', 'tracing request'), ('legal', 'legal help'), ('relief', 'material or medical help'), ('publicity', 'publicity about the victim'), ('urgent_appeal', 'urgent appeal')], max_length=20),
        ),
        migrations.AlterField(
            model_name='tie',
            name='kind',
            field=models.CharField(choices=[('parent', 'parent of'), ('sibling', 'sibling of'), ('spouse', 'married to'), ('grandparent', 'grandparent of'), ('guardian', 'guardian of'), ('family', 'of the family of'), ('same', 'the same person as')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='tie',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'relative', 'kind'), name='one_tie_of_a_kind'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='attachment',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='cases.case'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='cases.person'),
        ),
        migrations.AddField(
            model_name='earlier',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='earlier',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='earlier', to='cases.case'),
        ),
        migrations.AddField(
            model_name='persondetail',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='details', to='cases.person'),
        ),
        migrations.AddField(
            model_name='risk',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='risk',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='risks', to='cases.case'),
        ),
        migrations.AddField(
            model_name='whereabouts',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='whereabouts', to='cases.person'),
        ),
        migrations.AddField(
            model_name='whereabouts',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='earlier',
            index=models.Index(fields=['case', 'subject'], name='cases_earlier_subject'),
        ),
    ]
