import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0002_owner_expiry_explained'),
        ('communities', '__first__'),
        ('projects', '0006_ledger'),
    ]

    operations = [
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='会公开。例如：电梯设备买卖与安装合同', max_length=80, verbose_name='合同名称')),
                ('cost', models.CharField(choices=[('survey', '设计勘察'), ('testing', '检测论证'), ('foundation', '桩基基础'), ('shaft', '钢结构井道'), ('cladding', '幕墙连廊'), ('lift', '电梯设备与安装'), ('pipes', '管线移位'), ('supervision', '监理'), ('agent', '代建费'), ('audit', '审价'), ('inspection', '检验费'), ('other', '其他'), ('maintenance', '维保'), ('electricity', '电费'), ('yearly_check', '年检'), ('insurance', '保险'), ('repair', '维修'), ('management', '日常管理'), ('bank_fee', '银行手续费'), ('other_expense', '其他支出')], max_length=20, verbose_name='费用类别')),
                ('amount_fen', models.BigIntegerField(verbose_name='合同金额（分）')),
                ('signed_on', models.DateField(verbose_name='签订日期')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='projects.book', verbose_name='账簿')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communities.company', verbose_name='对方单位')),
            ],
            options={
                'verbose_name': '合同',
                'verbose_name_plural': '合同',
                'ordering': ['book_id', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0), ('amount_fen__lte', 1000000000000)), name='accounts_contract_amount', violation_error_message='合同金额要大于0'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='accounts_contract_named', violation_error_message='请写合同名称')],
            },
        ),
        migrations.CreateModel(
            name='ContractChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_fen', models.BigIntegerField(help_text='减少的写负数', verbose_name='增减金额（分）')),
                ('reason', models.CharField(help_text='会公开。例如：地下管线改道，桩位增加两根', max_length=200, verbose_name='变更原因')),
                ('agreed_on', models.DateField(verbose_name='变更日期')),
                ('entered_at', models.DateTimeField(editable=False, verbose_name='登记时间')),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='projects.contract', verbose_name='合同')),
                ('entered_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '合同变更',
                'verbose_name_plural': '合同变更',
                'ordering': ['contract_id', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen__gte', -1000000000000), ('amount_fen__lte', 1000000000000), models.Q(('amount_fen', 0), _negated=True)), name='accounts_change_amount', violation_error_message='增减金额不能是0'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='accounts_change_explained', violation_error_message='变更要写原因')],
            },
        ),
        migrations.CreateModel(
            name='Spending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cost', models.CharField(choices=[('survey', '设计勘察'), ('testing', '检测论证'), ('foundation', '桩基基础'), ('shaft', '钢结构井道'), ('cladding', '幕墙连廊'), ('lift', '电梯设备与安装'), ('pipes', '管线移位'), ('supervision', '监理'), ('agent', '代建费'), ('audit', '审价'), ('inspection', '检验费'), ('other', '其他'), ('maintenance', '维保'), ('electricity', '电费'), ('yearly_check', '年检'), ('insurance', '保险'), ('repair', '维修'), ('management', '日常管理'), ('bank_fee', '银行手续费'), ('other_expense', '其他支出')], max_length=20, verbose_name='费用类别')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('text', models.CharField(help_text='会公开：不写姓名、室号、电话。例如：桩基首付款', max_length=200, verbose_name='用途')),
                ('paid_from', models.CharField(choices=[('bank', '银行存款（监管账户）'), ('cash', '现金')], default='bank', max_length=4, verbose_name='付款账户')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='幂等键')),
                ('status', models.CharField(choices=[('proposed', '待批准'), ('approved', '已批准，待付款'), ('paid', '已付款'), ('withdrawn', '已撤回')], default='proposed', editable=False, max_length=10, verbose_name='状态')),
                ('proposed_at', models.DateTimeField(editable=False, verbose_name='提出时间')),
                ('approved_at', models.DateTimeField(editable=False, null=True, verbose_name='批准时间')),
                ('approved_digest', models.CharField(blank=True, editable=False, max_length=64, verbose_name='批准的内容摘要')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='撤回时间')),
                ('withdrawal', models.CharField(blank=True, editable=False, max_length=200, verbose_name='撤回原因')),
                ('approved_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审批人')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spendings', to='projects.book', verbose_name='账簿')),
                ('company', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communities.company', verbose_name='收款方')),
                ('contract', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='spendings', to='projects.contract', verbose_name='合同')),
                ('entry', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='spending', to='projects.ledgerentry', verbose_name='凭证')),
                ('proposed_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('withdrawn_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤回人')),
            ],
            options={
                'verbose_name': '支出',
                'verbose_name_plural': '支出',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0), ('amount_fen__lte', 1000000000000)), name='accounts_spending_amount', violation_error_message='金额要大于0'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='accounts_spending_says_what', violation_error_message='请写用途'), models.CheckConstraint(condition=models.Q(('company__isnull', False), ('cost__in', ['bank_fee', 'other_expense']), _connector='OR'), name='accounts_spending_to_somebody', violation_error_message='请选收款方；还没有登记的单位，先到“物业与专业单位”里登记'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='accounts_approved_by_another', violation_error_message='批准的人要和经办人不同'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True), ('approved_digest', ''), ('entry__isnull', True), ('status__in', ['proposed', 'withdrawn'])), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('approved_digest__gt', ''), ('entry__isnull', True), ('status', 'approved')), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('approved_digest__gt', ''), ('entry__isnull', False), ('status', 'paid')), _connector='OR'), name='accounts_spending_step_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), ('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawal', ''), _negated=True)), models.Q(models.Q(('status', 'withdrawn'), _negated=True), ('withdrawal', ''), ('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), _connector='OR'), name='accounts_withdrawn_with_reason', violation_error_message='撤回要写原因')],
            },
        ),
        migrations.CreateModel(
            name='Voucher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_scrubbed', models.BooleanField(default=False, verbose_name='已遮盖姓名、电话、账号，可以公开')),
                ('alt', models.CharField(blank=True, help_text='公开的图片必填。例如：桩基首付款发票', max_length=200, verbose_name='图片说明')),
                ('file', models.FileField(max_length=120, upload_to='vouchers/%Y/%m/', verbose_name='文件')),
                ('kind', models.CharField(choices=[('image', '图片'), ('pdf', 'PDF')], editable=False, max_length=10, verbose_name='类型')),
                ('content_type', models.CharField(editable=False, max_length=40, verbose_name='格式')),
                ('size', models.PositiveIntegerField(editable=False, verbose_name='字节数')),
                ('digest', models.CharField(editable=False, max_length=64, verbose_name='摘要')),
                ('width', models.PositiveIntegerField(editable=False, null=True, verbose_name='宽')),
                ('height', models.PositiveIntegerField(editable=False, null=True, verbose_name='高')),
                ('added_at', models.DateTimeField(editable=False, verbose_name='上传时间')),
                ('added_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('spending', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vouchers', to='projects.spending', verbose_name='支出')),
            ],
            options={
                'verbose_name': '票据',
                'verbose_name_plural': '票据',
                'ordering': ['spending_id', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('is_scrubbed', False), models.Q(('kind', 'image'), models.Q(('alt', ''), _negated=True)), _connector='OR'), name='accounts_scrubbed_is_a_picture', violation_error_message='公开的票据要是图片，并写图片说明'), models.CheckConstraint(condition=models.Q(('kind__in', ['image', 'pdf'])), name='accounts_voucher_kind_known')],
            },
        ),
    ]
