import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('communities', '0001_places_people_and_journal'),
    ]

    operations = [
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('lift', '加装电梯'), ('pipes', '管线改造'), ('facade', '外墙修缮'), ('charging', '充电设施'), ('parking', '停车改造')], default='lift', max_length=20, verbose_name='项目种类')),
                ('stage', models.CharField(choices=[('consulting', '征询中'), ('not_started', '待开工'), ('under_construction', '在建'), ('paused', '暂停'), ('completed', '已完工'), ('delivered', '已交付')], default='consulting', max_length=20, verbose_name='阶段')),
                ('stage_since', models.DateField(verbose_name='进入本阶段日期')),
                ('expected_on', models.DateField(blank=True, null=True, verbose_name='预计可以使用日期')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='开工日期')),
                ('completed_on', models.DateField(blank=True, null=True, verbose_name='完工日期')),
                ('grade', models.CharField(blank=True, choices=[('A', 'A 适合'), ('B', 'B 较难'), ('C', 'C 不适合')], max_length=1, verbose_name='可行性评估')),
                ('brand', models.CharField(blank=True, max_length=40, verbose_name='电梯品牌')),
                ('summary_en', models.CharField(blank=True, max_length=200, verbose_name='英文一句话')),
                ('is_demo', models.BooleanField(default=False, verbose_name='示例数据')),
                ('building_group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='communities.buildinggroup', verbose_name='楼组')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='communities.community', verbose_name='居民区')),
                ('contractor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='communities.company', verbose_name='代建单位')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='communities.team', verbose_name='自治管理小组')),
            ],
            options={
                'verbose_name': '项目',
                'verbose_name_plural': '项目',
                'ordering': ['building_group_id', 'id'],
                'constraints': [models.UniqueConstraint(fields=('building_group', 'kind'), name='retrofits_project_once', violation_error_message='这个楼组已有同类项目'), models.CheckConstraint(condition=models.Q(models.Q(('stage__in', ['completed', 'delivered']), _negated=True), models.Q(('started_on__isnull', False), ('completed_on__isnull', False)), _connector='OR'), name='retrofits_done_has_dates', violation_error_message='已完工的项目要有开工和完工日期'), models.CheckConstraint(condition=models.Q(models.Q(('stage', 'under_construction'), _negated=True), ('started_on__isnull', False), _connector='OR'), name='retrofits_started_has_date', violation_error_message='在建的项目要有开工日期'), models.CheckConstraint(condition=models.Q(('started_on__isnull', True), ('completed_on__isnull', True), ('completed_on__gte', models.F('started_on')), _connector='OR'), name='retrofits_dates_ordered', violation_error_message='完工日期不能早于开工日期')],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='代码')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='排序')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='英文名称')),
                ('electorate', models.CharField(choices=[('entrance', '本楼幢（门牌幢）全体业主'), ('compound', '整个小区全体业主'), ('assembly', '业主大会'), ('sharers', '共用该部分的业主'), ('committee', '业主委员会全体委员')], max_length=20, verbose_name='谁来表决')),
                ('area_quorum', models.CharField(blank=True, max_length=8, validators=[django.core.validators.RegexValidator('^(>=|>)[1-9]\\d?/[1-9]\\d?$', '写成 >=2/3 或 >1/2')], verbose_name='参与面积')),
                ('head_quorum', models.CharField(blank=True, max_length=8, validators=[django.core.validators.RegexValidator('^(>=|>)[1-9]\\d?/[1-9]\\d?$', '写成 >=2/3 或 >1/2')], verbose_name='参与人数')),
                ('area_consent', models.CharField(blank=True, max_length=8, validators=[django.core.validators.RegexValidator('^(>=|>)[1-9]\\d?/[1-9]\\d?$', '写成 >=2/3 或 >1/2')], verbose_name='同意面积')),
                ('head_consent', models.CharField(blank=True, max_length=8, validators=[django.core.validators.RegexValidator('^(>=|>)[1-9]\\d?/[1-9]\\d?$', '写成 >=2/3 或 >1/2')], verbose_name='同意人数')),
                ('consent_of_roll', models.BooleanField(default=False, help_text='不勾选：按参与表决者计算', verbose_name='同意比例按全体计算')),
                ('citation', models.CharField(max_length=200, verbose_name='依据')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('checked_on', models.DateField(verbose_name='核对日期')),
            ],
            options={
                'verbose_name': '表决规则',
                'verbose_name_plural': '表决规则',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('citation', ''), _negated=True), name='consultations_rule_has_citation')],
            },
        ),
        migrations.CreateModel(
            name='StageChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('consulting', '征询中'), ('not_started', '待开工'), ('under_construction', '在建'), ('paused', '暂停'), ('completed', '已完工'), ('delivered', '已交付')], max_length=20, verbose_name='阶段')),
                ('on_day', models.DateField(verbose_name='日期')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('entered_at', models.DateTimeField(verbose_name='登记时间')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stage_changes', to='projects.project', verbose_name='项目')),
            ],
            options={
                'verbose_name': '阶段记录',
                'verbose_name_plural': '阶段记录',
                'ordering': ['project_id', 'on_day', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('stage', 'paused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='retrofits_pause_has_reason', violation_error_message='暂停要写明原因')],
            },
        ),
    ]
