import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0002_owner_expiry_explained'),
        ('communities', '__first__'),
        ('projects', '0003_consultations'),
    ]

    operations = [
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(editable=False, verbose_name='版本')),
                ('note', models.CharField(blank=True, help_text='例如：设计院2026年10月报价', max_length=200, verbose_name='说明')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='示例数据')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budgets', to='projects.project', verbose_name='项目')),
            ],
            options={
                'verbose_name': '概算',
                'verbose_name_plural': '概算',
                'ordering': ['project_id', '-version'],
                'constraints': [models.UniqueConstraint(fields=('project', 'version'), name='costs_budget_version_once', violation_error_message='这个版本的概算刚刚已有人登记，请刷新后再试')],
            },
        ),
        migrations.CreateModel(
            name='BudgetItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('survey', '设计勘察'), ('testing', '检测论证'), ('foundation', '桩基基础'), ('shaft', '钢结构井道'), ('cladding', '幕墙连廊'), ('lift', '电梯设备与安装'), ('pipes', '管线移位'), ('supervision', '监理'), ('agent', '代建费'), ('audit', '审价'), ('inspection', '检验费'), ('other', '其他')], max_length=12, verbose_name='项目')),
                ('note', models.CharField(blank=True, max_length=60, verbose_name='说明')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('counts_for_subsidy', models.BooleanField(default=True, help_text='按比例的补贴以计入的项目合计为基数', verbose_name='计入施工金额')),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='projects.budget', verbose_name='概算')),
            ],
            options={
                'verbose_name': '概算项目',
                'verbose_name_plural': '概算项目',
                'ordering': ['budget_id', 'id'],
                'constraints': [models.UniqueConstraint(fields=('budget', 'kind', 'note'), name='costs_item_once', violation_error_message='同一项目写了两次；确实有两笔，请在“说明”里写明区别'), models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0), ('amount_fen__lte', 10000000000000)), name='costs_item_amount_sane', violation_error_message='金额要大于0，最多1000亿元')],
            },
        ),
        migrations.CreateModel(
            name='Contributor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('share_fen', models.BigIntegerField(verbose_name='份额（分）')),
                ('since', models.DateField(verbose_name='自')),
                ('until', models.DateField(blank=True, null=True, verbose_name='至')),
                ('is_late', models.BooleanField(default=False, verbose_name='后加入')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='communities.owner', verbose_name='产权人')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributors', to='projects.project', verbose_name='项目')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='communities.unit', verbose_name='室')),
            ],
            options={
                'verbose_name': '出资人',
                'verbose_name_plural': '出资人',
                'ordering': ['project_id', 'unit_id', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('project', 'unit'), name='costs_one_current_contributor', violation_error_message='这一室已登记现任出资人'), models.CheckConstraint(condition=models.Q(('share_fen__gt', 0)), name='costs_contributor_pays'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='costs_contributor_dates_ordered', violation_error_message='结束日期不能早于开始日期')],
            },
        ),
        migrations.CreateModel(
            name='ReferenceTable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='代码')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='排序')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='英文名称')),
                ('method', models.CharField(choices=[('floor_percent', '每层百分比'), ('floor_coefficient', '楼层系数'), ('floor_coefficient_area', '楼层系数×面积'), ('equal', '各户平均'), ('fixed', '逐户议定金额')], max_length=24, verbose_name='办法')),
                ('floors', models.JSONField(blank=True, default=dict, verbose_name='每层的数值')),
                ('intervals', models.JSONField(blank=True, default=dict, help_text='原文的区间，例如：4–6', verbose_name='指导区间')),
                ('citation', models.CharField(max_length=200, verbose_name='依据')),
                ('status', models.CharField(default='仅供参考', help_text='例如：仅供参考', max_length=60, verbose_name='效力')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('checked_on', models.DateField(verbose_name='核对日期')),
            ],
            options={
                'verbose_name': '分摊参考表',
                'verbose_name_plural': '分摊参考表',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('citation', ''), _negated=True), name='costs_reference_has_citation'), models.CheckConstraint(condition=models.Q(('method__in', ['floor_percent', 'floor_coefficient', 'floor_coefficient_area', 'equal'])), name='costs_reference_method_known')],
            },
        ),
        migrations.CreateModel(
            name='SharingScheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(editable=False, verbose_name='版本')),
                ('method', models.CharField(choices=[('floor_percent', '每层百分比'), ('floor_coefficient', '楼层系数'), ('floor_coefficient_area', '楼层系数×面积'), ('equal', '各户平均'), ('fixed', '逐户议定金额')], max_length=24, verbose_name='办法')),
                ('floors', models.JSONField(blank=True, default=dict, verbose_name='每层的数值')),
                ('source', models.CharField(help_text='例如：3月5日楼组会议商定', max_length=240, verbose_name='数值从哪里来')),
                ('cost_fen', models.BigIntegerField(editable=False, verbose_name='总价（分）')),
                ('subsidy_fen', models.BigIntegerField(editable=False, verbose_name='补贴合计（分）')),
                ('owners_pay_fen', models.BigIntegerField(editable=False, verbose_name='业主承担（分）')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('chosen', '已选定'), ('superseded', '已被代替')], default='draft', editable=False, max_length=10, verbose_name='状态')),
                ('chosen_on', models.DateField(editable=False, null=True, verbose_name='选定日期')),
                ('superseded_on', models.DateField(editable=False, null=True, verbose_name='被代替日期')),
                ('supersede_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='被代替的原因')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='示例数据')),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schemes', to='projects.budget', verbose_name='概算')),
                ('consultation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='schemes', to='projects.consultation', verbose_name='选定它的征询')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schemes', to='projects.project', verbose_name='项目')),
                ('reference', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='schemes', to='projects.referencetable', verbose_name='参考表')),
            ],
            options={
                'verbose_name': '分摊方案',
                'verbose_name_plural': '分摊方案',
                'ordering': ['project_id', '-version'],
                'constraints': [models.UniqueConstraint(fields=('project', 'version'), name='costs_scheme_version_once', violation_error_message='这个版本的方案刚刚已有人登记，请刷新后再试'), models.UniqueConstraint(condition=models.Q(('state', 'chosen')), fields=('project',), name='costs_one_chosen_scheme', violation_error_message='这个项目刚刚已选定另一个方案，请刷新后再试'), models.CheckConstraint(condition=models.Q(('cost_fen__gt', 0), ('owners_pay_fen__gte', 0), ('subsidy_fen__gte', 0), ('cost_fen', django.db.models.expressions.CombinedExpression(models.F('subsidy_fen'), '+', models.F('owners_pay_fen')))), name='costs_scheme_sums', violation_error_message='总价要大于0，等于补贴加业主承担额'), models.CheckConstraint(condition=models.Q(('method__in', ['floor_percent', 'floor_coefficient', 'floor_coefficient_area', 'equal', 'fixed']), models.Q(('source', ''), _negated=True)), name='costs_scheme_method_known', violation_error_message='要写明办法和数值的来源'), models.CheckConstraint(condition=models.Q(models.Q(('chosen_on__isnull', True), ('state', 'draft'), ('supersede_reason', ''), ('superseded_on__isnull', True)), models.Q(('chosen_on__isnull', False), ('state', 'chosen'), ('supersede_reason', ''), ('superseded_on__isnull', True)), models.Q(('chosen_on__isnull', False), ('state', 'superseded'), ('superseded_on__isnull', False), models.Q(('supersede_reason', ''), _negated=True)), _connector='OR'), name='costs_scheme_state_with_dates', violation_error_message='选定要有日期；代替要有日期和原因')],
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('floor', models.SmallIntegerField(verbose_name='楼层')),
                ('area_cm2', models.BigIntegerField(verbose_name='建筑面积（平方厘米）')),
                ('waived', models.BooleanField(default=False, verbose_name='免')),
                ('waive_reason', models.CharField(blank=True, max_length=100, verbose_name='免的原因')),
                ('amount_fen', models.BigIntegerField(verbose_name='应缴（分）')),
                ('compensation_fen', models.BigIntegerField(default=0, verbose_name='分担补偿（分）')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communities.unit', verbose_name='室')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='projects.sharingscheme', verbose_name='方案')),
            ],
            options={
                'verbose_name': '各户份额',
                'verbose_name_plural': '各户份额',
                'ordering': ['scheme_id', 'id'],
                'constraints': [models.UniqueConstraint(fields=('scheme', 'unit'), name='costs_share_once', violation_error_message='这一室在方案里已有一行'), models.CheckConstraint(condition=models.Q(('amount_fen__gte', 0), ('area_cm2__gt', 0), ('compensation_fen__gte', 0)), name='costs_share_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('waive_reason', ''), ('waived', False)), models.Q(('amount_fen', 0), ('compensation_fen', 0), ('waived', True), models.Q(('waive_reason', ''), _negated=True)), _connector='OR'), name='costs_waiver_pays_nothing', violation_error_message='免的要写明原因，金额为0；不免的不写原因')],
            },
        ),
        migrations.CreateModel(
            name='Compensation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('reason', models.CharField(help_text='例如：采光受影响，楼组会议商定', max_length=100, verbose_name='原因')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communities.unit', verbose_name='室')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='compensations', to='projects.sharingscheme', verbose_name='方案')),
            ],
            options={
                'verbose_name': '补偿',
                'verbose_name_plural': '补偿',
                'ordering': ['scheme_id', 'id'],
                'constraints': [models.UniqueConstraint(fields=('scheme', 'unit'), name='costs_compensation_once', violation_error_message='这一室的补偿已写过'), models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0), models.Q(('reason', ''), _negated=True)), name='costs_compensation_said', violation_error_message='补偿要大于0，并写明原因')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_on', models.DateField(verbose_name='签字日期')),
                ('capacity', models.CharField(choices=[('owner', '业主（或全体共有人）'), ('co_owner', '共有人之一'), ('agent', '代理人'), ('company', '单位经办人')], default='owner', max_length=10, verbose_name='签字人身份')),
                ('recorded_at', models.DateTimeField(editable=False, verbose_name='登记时间')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='撤销时间')),
                ('withdraw_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='撤销原因')),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('share', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='projects.share', verbose_name='份额')),
            ],
            options={
                'verbose_name': '签字',
                'verbose_name_plural': '签字',
                'ordering': ['share_id', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('share',), name='costs_signed_once', violation_error_message='这一户已登记签字'), models.CheckConstraint(condition=models.Q(models.Q(('withdraw_reason', ''), ('withdrawn_at__isnull', True)), models.Q(('withdrawn_at__isnull', False), models.Q(('withdraw_reason', ''), _negated=True)), _connector='OR'), name='costs_withdrawn_with_reason', violation_error_message='撤销要写明原因')],
            },
        ),
        migrations.CreateModel(
            name='SubsidyPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='例如：街道加装电梯补贴', max_length=60, verbose_name='名称')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='英文名称')),
                ('scope', models.CharField(choices=[('city', '市区'), ('district', '区'), ('street', '街道'), ('community', '居民区')], max_length=10, verbose_name='谁发放')),
                ('rate_bp', models.PositiveIntegerField(blank=True, help_text='4000就是40%', null=True, verbose_name='比例（万分之几）')),
                ('cap_fen', models.BigIntegerField(blank=True, null=True, verbose_name='上限（分）')),
                ('amount_fen', models.BigIntegerField(blank=True, null=True, verbose_name='定额（分）')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='开始日期')),
                ('valid_to', models.DateField(blank=True, help_text='不知道就留空', null=True, verbose_name='截止日期')),
                ('citation', models.CharField(help_text='文件名和文号，或消息来源', max_length=200, verbose_name='依据')),
                ('checked_on', models.DateField(verbose_name='核对日期')),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='subsidy_policies', to='communities.community', verbose_name='居民区')),
            ],
            options={
                'verbose_name': '补贴政策',
                'verbose_name_plural': '补贴政策',
                'ordering': ['scope', 'name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount_fen__isnull', True), ('rate_bp__gte', 1), ('rate_bp__isnull', False), ('rate_bp__lte', 10000)), models.Q(('amount_fen__gt', 0), ('amount_fen__isnull', False), ('cap_fen__isnull', True), ('rate_bp__isnull', True)), _connector='OR'), name='costs_policy_rate_or_amount', violation_error_message='比例（可以有上限）和定额只填一个，都要大于0'), models.CheckConstraint(condition=models.Q(('cap_fen__isnull', True), ('cap_fen__gt', 0), _connector='OR'), name='costs_policy_cap_positive', violation_error_message='上限要大于0'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='costs_policy_dates_ordered', violation_error_message='截止日期不能早于开始日期'), models.CheckConstraint(condition=models.Q(models.Q(('citation', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='costs_policy_has_citation', violation_error_message='名称和依据都要写'), models.UniqueConstraint(condition=models.Q(('community__isnull', False)), fields=('community', 'name', 'valid_from'), name='costs_policy_once', violation_error_message='这个居民区已有同名、同日开始的补贴政策'), models.UniqueConstraint(condition=models.Q(('community__isnull', True)), fields=('name', 'valid_from'), name='costs_common_policy_once', violation_error_message='已有同名、同日开始的通用补贴政策')],
            },
        ),
        migrations.CreateModel(
            name='SchemeSubsidy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('citation', models.CharField(max_length=200, verbose_name='依据')),
                ('rate_bp', models.PositiveIntegerField(null=True, verbose_name='比例（万分之几）')),
                ('cap_fen', models.BigIntegerField(null=True, verbose_name='上限（分）')),
                ('base_fen', models.BigIntegerField(verbose_name='基数（分）')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subsidies', to='projects.sharingscheme', verbose_name='方案')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.subsidypolicy', verbose_name='政策')),
            ],
            options={
                'verbose_name': '方案里的补贴',
                'verbose_name_plural': '方案里的补贴',
                'ordering': ['scheme_id', 'id'],
                'constraints': [models.UniqueConstraint(fields=('scheme', 'policy'), name='costs_subsidy_once', violation_error_message='同一补贴只算一次'), models.CheckConstraint(condition=models.Q(('amount_fen__gte', 0), ('base_fen__gt', 0), models.Q(('cap_fen__isnull', True), ('amount_fen__lte', models.F('cap_fen')), _connector='OR')), name='costs_subsidy_within_cap')],
            },
        ),
    ]
