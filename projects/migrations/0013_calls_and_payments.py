import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0003_household_codes'),
        ('communities', '__first__'),
        ('projects', '0012_corrections_of_votes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几期')),
                ('portion_bp', models.PositiveIntegerField(verbose_name='占全部的比例（万分之几）')),
                ('due_on', models.DateField(verbose_name='缴费期限')),
                ('called_at', models.DateTimeField(verbose_name='发出时间')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='projects.book', verbose_name='账簿')),
                ('called_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发出人')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='call', to='projects.ledgerentry', verbose_name='凭证')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='projects.sharingscheme', verbose_name='分摊方案')),
            ],
            options={
                'verbose_name': '缴费通知',
                'verbose_name_plural': '缴费通知',
                'ordering': ['book_id', '-number'],
                'constraints': [models.UniqueConstraint(fields=('book', 'number'), name='accounts_call_number_once', violation_error_message='这一期刚刚已经发出，请刷新后核对'), models.CheckConstraint(condition=models.Q(('number__gte', 1), ('portion_bp__gte', 1), ('portion_bp__lte', 10000)), name='accounts_call_portion', violation_error_message='比例要大于0，最多100%')],
            },
        ),
        migrations.CreateModel(
            name='Charge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('call', '分期应缴'), ('leaving', '退出冲减'), ('joining', '后加入'), ('settlement', '决算调整'), ('running', '电梯运行费')], max_length=12, verbose_name='类别')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='projects.book', verbose_name='账簿')),
                ('call', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='projects.call', verbose_name='缴费通知')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='projects.ledgerentry', verbose_name='凭证')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communities.unit', verbose_name='室')),
            ],
            options={
                'verbose_name': '应收',
                'verbose_name_plural': '应收',
                'ordering': ['book_id', 'id'],
                'constraints': [models.UniqueConstraint(fields=('entry', 'unit'), name='accounts_charge_once', violation_error_message='这一户的应收已经记过'), models.CheckConstraint(condition=models.Q(models.Q(('call__isnull', False), ('kind', 'call')), models.Q(('call__isnull', True), ('kind__in', ['call', 'leaving', 'joining', 'settlement', 'running']), models.Q(('kind', 'call'), _negated=True)), _connector='OR'), name='accounts_charge_of_its_call'), models.CheckConstraint(condition=models.Q(('amount_fen', 0), _negated=True), name='accounts_charge_not_zero')],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='收据号')),
                ('method', models.CharField(choices=[('transfer', '银行转账'), ('cash', '现金'), ('wechat', '微信'), ('alipay', '支付宝')], default='transfer', max_length=10, verbose_name='方式')),
                ('received_on', models.DateField(verbose_name='收到日期')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='projects.book', verbose_name='账簿')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='payment', to='projects.ledgerentry', verbose_name='凭证')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='projects.payment', verbose_name='代替的缴款')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communities.unit', verbose_name='室')),
            ],
            options={
                'verbose_name': '缴款',
                'verbose_name_plural': '缴款',
                'ordering': ['book_id', '-number'],
                'constraints': [models.UniqueConstraint(fields=('book', 'number'), name='accounts_receipt_number_once', violation_error_message='这个收据号刚刚已被用掉，请再试一次'), models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0), ('amount_fen__lte', 1000000000000), ('number__gte', 1)), name='accounts_payment_amount', violation_error_message='金额要大于0'), models.CheckConstraint(condition=models.Q(('method__in', ['transfer', 'cash', 'wechat', 'alipay'])), name='accounts_payment_method_known')],
            },
        ),
        migrations.AddIndex(
            model_name='charge',
            index=models.Index(fields=['unit', 'book'], name='accounts_charge_of_unit'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(fields=['unit', 'book'], name='accounts_payment_of_unit'),
        ),
    ]
