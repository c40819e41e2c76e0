import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0002_owner_expiry_explained'),
    ]

    operations = [
        migrations.CreateModel(
            name='HouseholdAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, verbose_name='时间')),
                ('source', models.CharField(max_length=32, verbose_name='来源摘要')),
            ],
            options={
                'verbose_name': '户码尝试',
                'verbose_name_plural': '户码尝试',
                'ordering': ['id'],
                'indexes': [models.Index(fields=['source', 'at'], name='households_attempt_source')],
            },
        ),
        migrations.CreateModel(
            name='HouseholdCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('qr_hash', models.CharField(editable=False, max_length=64, verbose_name='二维码摘要')),
                ('typed_hash', models.CharField(editable=False, max_length=128, verbose_name='手输码摘要')),
                ('holders', models.CharField(editable=False, max_length=64, verbose_name='发码时的产权人摘要')),
                ('issued_at', models.DateTimeField(verbose_name='发码时间')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='作废时间')),
                ('voided', models.CharField(blank=True, choices=[('reissued', '换发'), ('staff', '居委会作废'), ('household', '住户自己作废')], editable=False, max_length=10, verbose_name='为什么作废')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发码人')),
                ('revoked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作废人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='household_codes', to='communities.unit', verbose_name='室')),
            ],
            options={
                'verbose_name': '户码',
                'verbose_name_plural': '户码',
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('unit',), name='households_one_live_code', violation_error_message='刚刚已有人给这一室发了户码；请刷新后再看'), models.UniqueConstraint(fields=('qr_hash',), name='households_qr_once', violation_error_message='这个户码已发过，请再发一次'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('voided', '')), models.Q(('revoked_at__isnull', False), models.Q(('voided', ''), _negated=True)), _connector='OR'), name='households_void_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='HouseholdSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(editable=False, max_length=64, verbose_name='凭证摘要')),
                ('started_at', models.DateTimeField(verbose_name='开始时间')),
                ('seen_at', models.DateTimeField(verbose_name='最近一次')),
                ('code', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='communities.householdcode', verbose_name='户码')),
            ],
            options={
                'verbose_name': '户码登录',
                'verbose_name_plural': '户码登录',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('token_hash',), name='households_token_once', violation_error_message='请再登录一次')],
            },
        ),
    ]
