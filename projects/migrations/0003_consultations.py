import django.db.models.deletion
import django.db.models.expressions
import projects.consultations.models.papers
import projects.consultations.models.roll
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0002_owner_expiry_explained'),
        ('communities', '__first__'),
        ('projects', '0002_rule_residents_meeting'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(help_text='例如：同意本门号加装电梯', max_length=120, verbose_name='表决事项')),
                ('plain', models.CharField(help_text='印在票上，用大字。例如：装一部电梯，6层楼12户分摊', max_length=120, verbose_name='一句话看懂')),
                ('scheme_text', models.TextField(blank=True, verbose_name='方案内容')),
                ('scheme_version', models.CharField(blank=True, help_text='例如：2026年11月第2稿', max_length=40, verbose_name='方案版本')),
                ('silence_clause', models.CharField(blank=True, help_text='一般留空：没有交回的票什么也不算。只有管理规约或议事规则写明了才填条款，例如：议事规则第12条', max_length=120, verbose_name='未表决视为同意多数的条款')),
                ('opens_at', models.DateTimeField(blank=True, null=True, verbose_name='开始时间')),
                ('closes_at', models.DateTimeField(blank=True, help_text='到这一刻为止交回的票才算', null=True, verbose_name='截止时间')),
                ('is_transcript', models.BooleanField(default=False, help_text='表决已在纸上完成，现在补录', verbose_name='补录')),
                ('status', models.CharField(choices=[('draft', '准备中'), ('open', '征询中'), ('counted', '已计票'), ('displayed', '公示中'), ('final', '已生效'), ('annulled', '已作废')], default='draft', editable=False, max_length=10, verbose_name='状态')),
                ('rule_frozen', models.JSONField(editable=False, null=True, verbose_name='开始时的规则')),
                ('roll_heads', models.PositiveIntegerField(default=0, editable=False, verbose_name='名册人数')),
                ('roll_area_cm2', models.BigIntegerField(default=0, editable=False, verbose_name='名册面积（平方厘米）')),
                ('roll_digest', models.CharField(blank=True, editable=False, max_length=64, verbose_name='名册摘要')),
                ('annulled_at', models.DateTimeField(editable=False, null=True, verbose_name='作废时间')),
                ('annul_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='作废原因')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='示例数据')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='communities.committee', verbose_name='业委会')),
                ('building_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='communities.buildinggroup', verbose_name='楼组')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='communities.community', verbose_name='居民区')),
                ('compound', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='communities.compound', verbose_name='自然小区')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='projects.project', verbose_name='项目')),
                ('replaces', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replacements', to='projects.consultation', verbose_name='代替')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='projects.rule', verbose_name='表决规则')),
            ],
            options={
                'verbose_name': '征询',
                'verbose_name_plural': '征询',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('body__isnull', True), ('building_group__isnull', False), ('compound__isnull', True)), models.Q(('body__isnull', True), ('building_group__isnull', True), ('compound__isnull', False)), models.Q(('body__isnull', False), ('building_group__isnull', True), ('compound__isnull', True)), _connector='OR'), name='consultations_one_electorate', violation_error_message='楼组、自然小区、业委会只选一个'), models.CheckConstraint(condition=models.Q(models.Q(('question', ''), _negated=True), models.Q(('plain', ''), _negated=True)), name='consultations_said_plainly', violation_error_message='表决事项和“一句话看懂”都要写'), models.CheckConstraint(condition=models.Q(('opens_at__isnull', True), ('closes_at__isnull', True), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='consultations_window_ordered', violation_error_message='截止时间要晚于开始时间'), models.CheckConstraint(condition=models.Q(('status', 'draft'), models.Q(('closes_at__isnull', False), ('opens_at__isnull', False), ('roll_area_cm2__gt', 0), ('roll_digest__gt', ''), ('roll_heads__gt', 0), ('rule_frozen__isnull', False)), _connector='OR'), name='consultations_opened_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('annulled_at__isnull', False), ('status', 'annulled'), models.Q(('annul_reason', ''), _negated=True)), models.Q(models.Q(('status', 'annulled'), _negated=True), ('annul_reason', ''), ('annulled_at__isnull', True)), _connector='OR'), name='consultations_annulled_with_reason', violation_error_message='作废要写明原因'), models.UniqueConstraint(fields=('replaces',), name='consultations_replaced_once', violation_error_message='这次征询已有代替它的征询')],
            },
        ),
        migrations.CreateModel(
            name='Display',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几次公示')),
                ('starts_on', models.DateField(verbose_name='公示之日')),
                ('days', models.PositiveSmallIntegerField(verbose_name='天数')),
                ('ends_on', models.DateField(verbose_name='最后一天')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='重新公示的原因')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='displays', to='projects.consultation', verbose_name='征询')),
            ],
            options={
                'verbose_name': '公示',
                'verbose_name_plural': '公示',
                'ordering': ['consultation_id', 'number'],
                'constraints': [models.UniqueConstraint(fields=('consultation', 'number'), name='consultations_display_once', violation_error_message='这一次公示已经开始'), models.CheckConstraint(condition=models.Q(('days__gte', 1), ('ends_on__gt', models.F('starts_on')), ('number__gte', 1)), name='consultations_display_lasts', violation_error_message='公示至少一天'), models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='consultations_redisplay_has_reason', violation_error_message='重新公示要写明原因')],
            },
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('name', models.CharField(help_text='例如：国庆节', max_length=20, verbose_name='名称')),
            ],
            options={
                'verbose_name': '法定休假日',
                'verbose_name_plural': '法定休假日',
                'ordering': ['day'],
                'constraints': [models.UniqueConstraint(fields=('day',), name='consultations_holiday_once', violation_error_message='这一天已经登记过')],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('serial', models.PositiveIntegerField(verbose_name='票号')),
                ('token', models.CharField(default=projects.consultations.models.papers.new_token, editable=False, max_length=32, verbose_name='二维码内容')),
                ('issued_at', models.DateTimeField(verbose_name='发票时间')),
                ('voided_at', models.DateTimeField(editable=False, null=True, verbose_name='作废时间')),
                ('void_reason', models.CharField(blank=True, max_length=200, verbose_name='作废原因')),
                ('returned_at', models.DateTimeField(editable=False, null=True, verbose_name='交回时间')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='projects.consultation', verbose_name='征询')),
            ],
            options={
                'verbose_name': '纸质票',
                'verbose_name_plural': '纸质票',
                'ordering': ['consultation_id', 'serial'],
                'constraints': [models.UniqueConstraint(fields=('consultation', 'serial'), name='consultations_serial_once', violation_error_message='这个票号已经用过'), models.UniqueConstraint(fields=('consultation', 'token'), name='consultations_token_once', violation_error_message='这个二维码已经用过'), models.CheckConstraint(condition=models.Q(('serial__gte', 1)), name='consultations_serial_positive'), models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at__isnull', True)), models.Q(('voided_at__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='consultations_void_has_reason', violation_error_message='作废要写明原因')],
            },
        ),
        migrations.CreateModel(
            name='Keying',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveSmallIntegerField(default=1, verbose_name='第几次')),
                ('turn', models.PositiveSmallIntegerField(verbose_name='第几遍')),
                ('choice', models.CharField(choices=[('agree', '同意'), ('disagree', '不同意'), ('abstain', '弃权')], max_length=10, verbose_name='意见')),
                ('channel', models.CharField(choices=[('on_site', '到场'), ('doorstep', '入户'), ('phone', '电话'), ('video', '视频'), ('post', '邮寄'), ('online', '线上')], default='on_site', max_length=10, verbose_name='交回方式')),
                ('capacity', models.CharField(choices=[('owner', '业主（或全体共有人）'), ('co_owner', '共有人之一'), ('agent', '代理人'), ('company', '单位经办人')], default='owner', max_length=10, verbose_name='签名人')),
                ('flaw', models.CharField(blank=True, choices=[('co_owners', '共有人意见待核实'), ('original', '原件未到'), ('unsigned', '没有签名'), ('no_tick', '没有勾选'), ('several_ticks', '勾选不止一项'), ('not_entitled', '签名人不是业主，也没有授权')], max_length=20, verbose_name='不计入的原因')),
                ('authority', models.CharField(blank=True, max_length=80, verbose_name='委托书扫描件编号')),
                ('witness', models.CharField(blank=True, max_length=40, verbose_name='见证人（职务）')),
                ('original', models.CharField(blank=True, max_length=80, verbose_name='原件扫描件编号')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='更正或裁定的理由')),
                ('keyed_at', models.DateTimeField(verbose_name='录入时间')),
                ('keyed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keyings', to='projects.paper', verbose_name='纸质票')),
            ],
            options={
                'verbose_name': '录入记录',
                'verbose_name_plural': '录入记录',
                'ordering': ['paper_id', 'revision', 'turn'],
                'constraints': [models.UniqueConstraint(fields=('paper', 'revision', 'turn'), name='consultations_turn_once', violation_error_message='这一遍刚刚已有人录入'), models.CheckConstraint(condition=models.Q(('revision__gte', 1), ('turn__in', [1, 2, 3])), name='consultations_three_turns'), models.CheckConstraint(condition=models.Q(('choice__in', ['agree', 'disagree', 'abstain'])), name='consultations_keying_choice_known'), models.CheckConstraint(condition=models.Q(('channel', 'phone'), _negated=True), name='consultations_phone_is_no_ballot', violation_error_message='电话里说的只算意向，不能算票'), models.CheckConstraint(condition=models.Q(models.Q(('capacity', 'agent'), _negated=True), models.Q(('authority', ''), _negated=True), _connector='OR'), name='consultations_agent_has_authority', violation_error_message='代理人签的票要有书面委托书'), models.CheckConstraint(condition=models.Q(models.Q(('capacity', 'co_owner'), _negated=True), models.Q(('authority', ''), _negated=True), models.Q(('flaw', ''), _negated=True), _connector='OR'), name='consultations_co_owner_has_authority', violation_error_message='共有人一人签的票，要有其他共有人的书面授权'), models.CheckConstraint(condition=models.Q(models.Q(('channel', 'video'), _negated=True), models.Q(models.Q(('witness', ''), _negated=True), models.Q(models.Q(('original', ''), _negated=True), models.Q(('flaw', ''), _negated=True), _connector='OR')), _connector='OR'), name='consultations_video_has_witness', violation_error_message='视频表决要有见证人，原件未到的要标明'), models.CheckConstraint(condition=models.Q(models.Q(('revision', 1), ('turn__lt', 3)), models.Q(('reason', ''), _negated=True), _connector='OR'), name='consultations_second_thought_has_reason', violation_error_message='更正和裁定要写理由')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('on_site', '到场'), ('doorstep', '入户'), ('phone', '电话'), ('video', '视频'), ('post', '邮寄'), ('online', '线上')], max_length=10, verbose_name='送达方式')),
                ('on_day', models.DateField(verbose_name='送达日期')),
                ('carrier', models.CharField(help_text='例如：12号楼组长', max_length=40, verbose_name='送达人（职务）')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='projects.paper', verbose_name='纸质票')),
            ],
            options={
                'verbose_name': '送达记录',
                'verbose_name_plural': '送达记录',
                'ordering': ['paper_id', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('carrier', ''), _negated=True), name='consultations_delivery_by_somebody', violation_error_message='送达人的职务要写')],
            },
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counted_at', models.DateTimeField(verbose_name='计票时间')),
                ('passed', models.BooleanField(verbose_name='通过')),
                ('heads_agree', models.PositiveIntegerField(verbose_name='同意人数')),
                ('heads_disagree', models.PositiveIntegerField(verbose_name='不同意人数')),
                ('heads_abstain', models.PositiveIntegerField(verbose_name='弃权人数')),
                ('area_agree_cm2', models.BigIntegerField(verbose_name='同意面积（平方厘米）')),
                ('area_disagree_cm2', models.BigIntegerField(verbose_name='不同意面积（平方厘米）')),
                ('area_abstain_cm2', models.BigIntegerField(verbose_name='弃权面积（平方厘米）')),
                ('ballots', models.PositiveIntegerField(help_text='含改过的', verbose_name='票的记录条数')),
                ('counted', models.JSONField(verbose_name='计票表')),
                ('channels', models.JSONField(verbose_name='各方式交回张数')),
                ('set_aside', models.JSONField(verbose_name='无效和待核实张数')),
                ('digest', models.CharField(max_length=64, verbose_name='表决记录摘要')),
                ('consultation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='result', to='projects.consultation', verbose_name='征询')),
            ],
            options={
                'verbose_name': '表决结果',
                'verbose_name_plural': '表决结果',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('area_abstain_cm2__gte', 0), ('area_agree_cm2__gte', 0), ('area_disagree_cm2__gte', 0), ('ballots__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('heads_agree'), '+', models.F('heads_disagree')), '+', models.F('heads_abstain')))), name='consultations_result_adds_up')],
            },
        ),
        migrations.CreateModel(
            name='RollVoter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=projects.consultations.models.roll.new_key, editable=False, max_length=32, verbose_name='表决键')),
                ('owner_key', models.CharField(editable=False, max_length=40, verbose_name='身份键')),
                ('area_cm2', models.BigIntegerField(verbose_name='面积合计（平方厘米）')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='voters', to='projects.consultation', verbose_name='征询')),
            ],
            options={
                'verbose_name': '表决人',
                'verbose_name_plural': '表决人',
                'ordering': ['consultation_id', 'id'],
                'constraints': [models.UniqueConstraint(fields=('key',), name='consultations_voter_key_once', violation_error_message='这个表决键已被使用'), models.UniqueConstraint(fields=('consultation', 'owner_key'), name='consultations_owner_one_head', violation_error_message='这个业主在名册里已有一票'), models.CheckConstraint(condition=models.Q(('area_cm2__gt', 0)), name='consultations_voter_area_positive')],
            },
        ),
        migrations.CreateModel(
            name='RollUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_cm2', models.BigIntegerField(verbose_name='建筑面积（平方厘米）')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roll_units', to='projects.consultation', verbose_name='征询')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communities.unit', verbose_name='室')),
                ('voter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='projects.rollvoter', verbose_name='表决人')),
            ],
            options={
                'verbose_name': '名册里的室',
                'verbose_name_plural': '名册里的室',
                'ordering': ['consultation_id', 'id'],
                'constraints': [models.UniqueConstraint(fields=('consultation', 'unit'), name='consultations_unit_on_roll_once', violation_error_message='这一室已在名册里'), models.CheckConstraint(condition=models.Q(('area_cm2__gt', 0)), name='consultations_unit_area_positive')],
            },
        ),
        migrations.AddField(
            model_name='paper',
            name='voter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='projects.rollvoter', verbose_name='表决人'),
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('received_on', models.DateField(verbose_name='收到日期')),
                ('text', models.TextField(help_text='写事由，不写姓名和电话', verbose_name='异议内容')),
                ('outcome', models.CharField(blank=True, choices=[('adopted', '采纳'), ('considered', '部分采纳'), ('explained', '不采纳，说明理由')], max_length=10, verbose_name='处理结果')),
                ('answer', models.TextField(blank=True, verbose_name='答复和理由')),
                ('answered_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='答复时间')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='projects.consultation', verbose_name='征询')),
                ('voter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='projects.rollvoter', verbose_name='表决人')),
            ],
            options={
                'verbose_name': '异议',
                'verbose_name_plural': '异议',
                'ordering': ['consultation_id', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='consultations_objection_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('outcome', '')), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='consultations_answer_is_whole', violation_error_message='答复要有处理结果和理由')],
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveSmallIntegerField(default=1, verbose_name='第几次')),
                ('choice', models.CharField(choices=[('agree', '同意'), ('disagree', '不同意'), ('abstain', '弃权')], max_length=10, verbose_name='意见')),
                ('status', models.CharField(choices=[('valid', '有效'), ('invalid', '无效'), ('pending', '待核实')], max_length=10, verbose_name='状态')),
                ('channel', models.CharField(choices=[('on_site', '到场'), ('doorstep', '入户'), ('phone', '电话'), ('video', '视频'), ('post', '邮寄'), ('online', '线上')], max_length=10, verbose_name='交回方式')),
                ('nonce', models.CharField(editable=False, max_length=64, verbose_name='随机数')),
                ('commitment', models.CharField(editable=False, max_length=64, verbose_name='承诺值')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='projects.consultation', verbose_name='征询')),
                ('keying', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ballot', to='projects.keying', verbose_name='依据的录入')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='projects.paper', verbose_name='纸质票')),
                ('voter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='projects.rollvoter', verbose_name='表决人')),
            ],
            options={
                'verbose_name': '票',
                'verbose_name_plural': '票',
                'ordering': ['consultation_id', 'id'],
                'constraints': [models.UniqueConstraint(fields=('voter', 'revision'), name='consultations_one_ballot', violation_error_message='这个表决人的票刚刚已有人录入'), models.CheckConstraint(condition=models.Q(('choice__in', ['agree', 'disagree', 'abstain']), ('status__in', ['valid', 'invalid', 'pending'])), name='consultations_ballot_words_known')],
            },
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('voter',), name='consultations_one_live_paper', violation_error_message='这个表决人手里已有一张有效的票；换发要先作废旧票'),
        ),
        migrations.AddIndex(
            model_name='ballot',
            index=models.Index(condition=models.Q(('revision__gte', 2)), fields=['voter', 'revision'], name='consultations_revised'),
        ),
    ]
