import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0002_owner_expiry_explained'),
        ('communities', '__first__'),
        ('projects', '0005_paper_token_is_the_sheet'),
    ]

    operations = [
        migrations.CreateModel(
            name='Book',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('project', '项目资金'), ('common_income', '公共收益'), ('repair_fund', '维修资金')], default='project', max_length=20, verbose_name='账簿种类')),
                ('opened_on', models.DateField(help_text='这一天以前的收支不记入本账簿', verbose_name='建账日期')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='示例数据')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='books', to='communities.community', verbose_name='居民区')),
                ('project', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='book', to='projects.project', verbose_name='项目')),
            ],
            options={
                'verbose_name': '账簿',
                'verbose_name_plural': '账簿',
                'ordering': ['community_id', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'project'), ('project__isnull', False)), models.Q(models.Q(('kind', 'project'), _negated=True), ('project__isnull', True)), _connector='OR'), name='accounts_book_of_a_project', violation_error_message='项目资金要选项目；公共收益和维修资金不选项目'), models.UniqueConstraint(condition=models.Q(('project__isnull', True)), fields=('community', 'kind'), name='accounts_fund_once', violation_error_message='这个居民区已有这种账簿')],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('bank', '银行存款（监管账户）'), ('cash', '现金'), ('receivable', '应收业主款'), ('contribution', '业主分摊款'), ('subsidy', '政府补贴'), ('common_income', '公共收益'), ('running_fee', '电梯运行费'), ('interest', '利息'), ('other_income', '其他收入'), ('construction', '建设费用'), ('running', '运行费用'), ('compensation', '补偿'), ('bank_fee', '银行手续费'), ('other_expense', '其他支出'), ('payable', '应付款'), ('refund', '应退款'), ('reserve', '备用金'), ('opening', '建账前结余')], max_length=20, verbose_name='科目')),
                ('item', models.CharField(blank=True, default='', help_text='哪一类费用', max_length=30, verbose_name='明细')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communities.unit', verbose_name='室')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='projects.book', verbose_name='账簿')),
            ],
            options={
                'verbose_name': '科目',
                'verbose_name_plural': '科目',
                'ordering': ['book_id', 'role', 'item', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('unit__isnull', True)), fields=('book', 'role', 'item'), name='accounts_account_once', violation_error_message='账簿里已有这个科目'), models.UniqueConstraint(condition=models.Q(('unit__isnull', False)), fields=('book', 'role', 'unit'), name='accounts_unit_account_once', violation_error_message='账簿里已有这一户的科目'), models.CheckConstraint(condition=models.Q(('role__in', ['bank', 'cash', 'receivable', 'contribution', 'subsidy', 'common_income', 'running_fee', 'interest', 'other_income', 'construction', 'running', 'compensation', 'bank_fee', 'other_expense', 'payable', 'refund', 'reserve', 'opening'])), name='accounts_account_role_known'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ('receivable', 'refund')), ('unit__isnull', False)), models.Q(models.Q(('role__in', ('receivable', 'refund')), _negated=True), ('unit__isnull', True)), _connector='OR'), name='accounts_account_unit_fits_role', violation_error_message='应收业主款和应退款按户记，其他科目不按户记'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ('construction', 'running')), models.Q(('item', ''), _negated=True)), models.Q(models.Q(('role__in', ('construction', 'running')), _negated=True), ('item', '')), _connector='OR'), name='accounts_account_item_fits_role', violation_error_message='建设费用和运行费用要分明细，其他科目不分')],
            },
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(editable=False, null=True, verbose_name='凭证号')),
                ('happened_on', models.DateField(verbose_name='日期')),
                ('kind', models.CharField(choices=[('opening', '建账前结余'), ('call', '应收分摊款'), ('payment', '业主缴款'), ('subsidy', '政府补贴'), ('common_income', '公共收益'), ('interest', '利息'), ('other_income', '其他收入'), ('spending', '工程支出'), ('running', '运行维护支出'), ('compensation', '补偿'), ('refund', '退款'), ('bank_fee', '银行手续费'), ('other_expense', '其他支出'), ('transfer', '银行与现金互转'), ('settlement', '决算调整'), ('reversal', '冲正')], max_length=20, verbose_name='类别')),
                ('text', models.CharField(help_text='会公开：不写姓名、室号、电话', max_length=200, verbose_name='摘要')),
                ('key', models.UUIDField(editable=False, verbose_name='幂等键')),
                ('money_fen', models.BigIntegerField(default=0, editable=False, verbose_name='银行和现金的增减（分）')),
                ('digest', models.CharField(editable=False, max_length=64, verbose_name='摘要值')),
                ('posted', models.BooleanField(default=False, editable=False, verbose_name='已记账')),
                ('posted_at', models.DateTimeField(editable=False, null=True, verbose_name='记账时间')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='projects.book', verbose_name='账簿')),
                ('posted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记账人')),
                ('reverses', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='projects.ledgerentry', verbose_name='冲正')),
            ],
            options={
                'verbose_name': '凭证',
                'verbose_name_plural': '凭证',
                'ordering': ['book_id', '-number'],
                'constraints': [models.UniqueConstraint(fields=('key',), name='accounts_entry_key_once', violation_error_message='这笔账已经记过'), models.UniqueConstraint(fields=('book', 'number'), name='accounts_entry_number_once', violation_error_message='这个凭证号刚刚已被用掉，请再试一次'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reversal'), ('reverses__isnull', False)), models.Q(models.Q(('kind', 'reversal'), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='accounts_reversal_of_something'), models.CheckConstraint(condition=models.Q(('kind__in', ['opening', 'call', 'payment', 'subsidy', 'common_income', 'interest', 'other_income', 'spending', 'running', 'compensation', 'refund', 'bank_fee', 'other_expense', 'transfer', 'settlement', 'reversal'])), name='accounts_entry_kind_known'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='accounts_entry_says_what', violation_error_message='请写摘要')],
            },
        ),
        migrations.CreateModel(
            name='Leg',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legs', to='projects.account', verbose_name='科目')),
                ('entry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='legs', to='projects.ledgerentry', verbose_name='凭证')),
            ],
            options={
                'verbose_name': '分录',
                'verbose_name_plural': '分录',
                'ordering': ['entry_id', 'id'],
                'constraints': [models.UniqueConstraint(fields=('entry', 'account'), name='accounts_leg_once', violation_error_message='同一个科目在一笔账里只写一条分录'), models.CheckConstraint(condition=models.Q(('amount_fen', 0), _negated=True), name='accounts_leg_not_zero'), models.CheckConstraint(condition=models.Q(('amount_fen__gte', -1000000000000), ('amount_fen__lte', 1000000000000)), name='accounts_leg_bounded')],
            },
        ),
        migrations.CreateModel(
            name='Period',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年')),
                ('month', models.PositiveSmallIntegerField(verbose_name='月')),
                ('opening_fen', models.BigIntegerField(editable=False, null=True, verbose_name='上期结余（分）')),
                ('in_fen', models.BigIntegerField(editable=False, null=True, verbose_name='收入（分）')),
                ('out_fen', models.BigIntegerField(editable=False, null=True, verbose_name='支出（分）')),
                ('closing_fen', models.BigIntegerField(editable=False, null=True, verbose_name='本期结余（分）')),
                ('bank_fen', models.BigIntegerField(editable=False, null=True, verbose_name='账上银行存款（分）')),
                ('cash_fen', models.BigIntegerField(editable=False, null=True, verbose_name='账上现金（分）')),
                ('statement_fen', models.BigIntegerField(editable=False, null=True, verbose_name='银行对账单余额（分）')),
                ('digest', models.CharField(blank=True, editable=False, max_length=64, verbose_name='摘要')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='月结时间')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='公布时间')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='projects.book', verbose_name='账簿')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='制表人')),
                ('published_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人')),
            ],
            options={
                'verbose_name': '月结',
                'verbose_name_plural': '月结',
                'ordering': ['-year', '-month', 'book_id'],
                'constraints': [models.UniqueConstraint(fields=('book', 'year', 'month'), name='accounts_period_once', violation_error_message='这个月已经有了'), models.CheckConstraint(condition=models.Q(('month__gte', 1), ('month__lte', 12), ('year__gte', 2000), ('year__lte', 2100)), name='accounts_period_month'), models.CheckConstraint(condition=models.Q(models.Q(('bank_fen__isnull', True), ('cash_fen__isnull', True), ('closed_at__isnull', True), ('closed_by__isnull', True), ('closing_fen__isnull', True), ('digest', ''), ('in_fen__isnull', True), ('opening_fen__isnull', True), ('out_fen__isnull', True), ('statement_fen__isnull', True)), models.Q(('bank_fen', django.db.models.expressions.CombinedExpression(models.F('closing_fen'), '-', models.F('cash_fen'))), ('bank_fen__isnull', False), ('cash_fen__isnull', False), ('closed_at__isnull', False), ('closed_by__isnull', False), ('closing_fen', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('opening_fen'), '+', models.F('in_fen')), '-', models.F('out_fen'))), ('closing_fen__isnull', False), ('digest__gt', ''), ('in_fen__gte', 0), ('in_fen__isnull', False), ('opening_fen__isnull', False), ('out_fen__gte', 0), ('out_fen__isnull', False), ('statement_fen__isnull', False)), _connector='OR'), name='accounts_period_adds_up', violation_error_message='上期结余加收入减支出要等于本期结余'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_by__isnull', True)), models.Q(('closed_at__isnull', False), ('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='accounts_published_is_closed', violation_error_message='先月结，再公布'), models.CheckConstraint(condition=models.Q(('published_by__isnull', True), models.Q(('published_by', models.F('closed_by')), _negated=True), _connector='OR'), name='accounts_published_by_another', violation_error_message='公布的人要和月结的人不同')],
            },
        ),
        migrations.AddField(
            model_name='ledgerentry',
            name='period',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='projects.period', verbose_name='月份'),
        ),
        migrations.CreateModel(
            name='Difference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(help_text='会公开。例如：月底存入，银行下月1日入账', max_length=200, verbose_name='原因')),
                ('amount_fen', models.BigIntegerField(help_text='少的写负数', verbose_name='对账单比账上多（分）')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='differences', to='projects.period', verbose_name='月结')),
            ],
            options={
                'verbose_name': '未达账项',
                'verbose_name_plural': '未达账项',
                'ordering': ['period_id', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen', 0), _negated=True), name='accounts_difference_not_zero'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='accounts_difference_explained', violation_error_message='差额要写原因')],
            },
        ),
        migrations.CreateModel(
            name='Balance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closing_fen', models.BigIntegerField(verbose_name='余额（分）')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balances', to='projects.account', verbose_name='科目')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balances', to='projects.period', verbose_name='月结')),
            ],
            options={
                'verbose_name': '科目余额',
                'verbose_name_plural': '科目余额',
                'ordering': ['period_id', 'account_id'],
                'constraints': [models.UniqueConstraint(fields=('period', 'account'), name='accounts_balance_once', violation_error_message='这个科目本月已有余额'), models.CheckConstraint(condition=models.Q(('closing_fen', 0), _negated=True), name='accounts_balance_not_zero')],
            },
        ),
        migrations.AddIndex(
            model_name='ledgerentry',
            index=models.Index(fields=['period', 'number'], name='accounts_entry_of_month'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', True), ('posted', False), ('posted_at__isnull', True), ('posted_by__isnull', True)), models.Q(('number__gte', 1), ('number__isnull', False), ('period__isnull', False), ('posted', True), ('posted_at__isnull', False), ('posted_by__isnull', False)), _connector='OR'), name='accounts_posted_is_whole'),
        ),
    ]
