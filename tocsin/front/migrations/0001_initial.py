import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='State',
            fields=[
                ('key', models.TextField(primary_key=True, serialize=False)),
                ('value', models.JSONField()),
            ],
            options={
                'db_table': 'front_state',
            },
        ),
        migrations.CreateModel(
            name='Letterbox',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('hour', models.DateTimeField()),
                ('payload', models.BinaryField()),
            ],
            options={
                'db_table': 'front_letterbox',
                'indexes': [models.Index(fields=['kind'], name='front_letterbox_kind')],
            },
        ),
        migrations.CreateModel(
            name='Published',
            fields=[
                ('path', models.TextField(primary_key=True, serialize=False)),
                ('language', models.TextField(blank=True, default='')),
                ('status', models.SmallIntegerField(default=200)),
                ('content_type', models.TextField()),
                ('headers', models.JSONField(blank=True, default=dict)),
                ('body', models.BinaryField()),
                ('gzip', models.BinaryField(null=True)),
                ('brotli', models.BinaryField(null=True)),
                ('etag', models.TextField()),
                ('slots', models.BooleanField(default=False)),
                ('messages', models.JSONField(blank=True, default=dict)),
                ('releases', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None)),
                ('source', models.TextField(choices=[('desk', 'Desk'), ('worker', 'Worker')])),
                ('verdict_sha256', models.BinaryField(null=True)),
                ('guard_version', models.IntegerField(null=True)),
                ('live_version', models.BigIntegerField(default=0, editable=False)),
                ('updated', models.DateTimeField(auto_now=True)),
            ],
            options={
                'db_table': 'front_published',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['releases'], name='front_published_releases')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', [200, 404, 410])), name='front_published_status'), models.CheckConstraint(condition=models.Q(('source__in', ['desk', 'worker'])), name='front_published_source')],
            },
        ),
    ]
