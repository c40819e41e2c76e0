import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0003_household_codes'),
        ('projects', '0010_displays_begin_on_days_of_their_own'),
    ]

    operations = [
        migrations.CreateModel(
            name='MeetingKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='代码')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='排序')),
                ('name', models.CharField(max_length=20, verbose_name='名称')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='英文名称')),
                ('lead_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='提前几天通知')),
                ('people_quorum', models.CharField(blank=True, max_length=8, validators=[django.core.validators.RegexValidator('^(>=|>)[1-9]\\d?/[1-9]\\d?$', '写成 >=2/3 或 >1/2')], verbose_name='到会人数')),
                ('households_quorum', models.CharField(blank=True, max_length=8, validators=[django.core.validators.RegexValidator('^(>=|>)[1-9]\\d?/[1-9]\\d?$', '写成 >=2/3 或 >1/2')], verbose_name='到会户数')),
                ('area_quorum', models.CharField(blank=True, max_length=8, validators=[django.core.validators.RegexValidator('^(>=|>)[1-9]\\d?/[1-9]\\d?$', '写成 >=2/3 或 >1/2')], verbose_name='到会面积')),
                ('citation', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('checked_on', models.DateField(verbose_name='核对日期')),
            ],
            options={
                'verbose_name': '会议类型',
                'verbose_name_plural': '会议类型',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('citation', ''), _negated=True), models.Q(('area_quorum', ''), ('households_quorum', ''), ('lead_days__isnull', True), ('people_quorum', '')), _connector='OR'), name='deliberation_kind_cited', violation_error_message='提前几天、到会多少都要写明依据')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='例如：12号楼电梯费用分摊协调会', max_length=60, verbose_name='会议名称')),
                ('mode', models.CharField(choices=[('on_site', '到场'), ('online', '线上'), ('hybrid', '到场和线上都可以')], default='on_site', max_length=10, verbose_name='方式')),
                ('place', models.CharField(blank=True, help_text='例如：居委会二楼议事厅', max_length=80, verbose_name='地点')),
                ('how_to_join', models.CharField(blank=True, help_text='例如：开会前向楼组长要会议号', max_length=120, verbose_name='线上怎样参加')),
                ('starts_at', models.DateTimeField(verbose_name='开始时间')),
                ('ends_at', models.DateTimeField(verbose_name='结束时间')),
                ('is_transcript', models.BooleanField(default=False, help_text='会已经开过，现在补录', verbose_name='补录')),
                ('status', models.CharField(choices=[('draft', '准备中'), ('called', '已通知'), ('held', '已开'), ('cancelled', '已取消')], default='draft', editable=False, max_length=10, verbose_name='状态')),
                ('called_at', models.DateTimeField(editable=False, null=True, verbose_name='通知时间')),
                ('told_at', models.DateTimeField(editable=False, null=True, verbose_name='最后一次告知')),
                ('sequence', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='改动次数')),
                ('cancel_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='取消原因')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='示例数据')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='communities.body', verbose_name='召集的组织')),
                ('building_group', models.ForeignKey(blank=True, help_text='只和一个楼组有关的才选', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='communities.buildinggroup', verbose_name='楼组')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='communities.community', verbose_name='居民区')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='projects.project', verbose_name='项目')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='projects.meetingkind', verbose_name='会议类型')),
            ],
            options={
                'verbose_name': '会议',
                'verbose_name_plural': '会议',
                'ordering': ['-starts_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='deliberation_meeting_titled', violation_error_message='请写会议名称'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='deliberation_meeting_ordered', violation_error_message='结束时间要晚于开始时间'), models.CheckConstraint(condition=models.Q(models.Q(('mode', 'online'), models.Q(('how_to_join', ''), _negated=True)), models.Q(('mode', 'on_site'), models.Q(('place', ''), _negated=True)), models.Q(('mode', 'hybrid'), models.Q(('place', ''), _negated=True), models.Q(('how_to_join', ''), _negated=True)), _connector='OR'), name='deliberation_meeting_reachable', violation_error_message='到场的要写地点，线上的要写怎样参加'), models.CheckConstraint(condition=models.Q(models.Q(('called_at__isnull', True), ('status', 'draft'), ('told_at__isnull', True)), models.Q(models.Q(('status', 'draft'), _negated=True), ('called_at__isnull', False), ('told_at__isnull', False)), _connector='OR'), name='deliberation_meeting_called_at'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'cancelled'), models.Q(('cancel_reason', ''), _negated=True)), models.Q(models.Q(('status', 'cancelled'), _negated=True), ('cancel_reason', '')), _connector='OR'), name='deliberation_meeting_cancelled_with_reason', violation_error_message='取消要写明原因')],
            },
        ),
        migrations.CreateModel(
            name='Rescheduling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old_starts_at', models.DateTimeField(verbose_name='原来的开始时间')),
                ('old_ends_at', models.DateTimeField(verbose_name='原来的结束时间')),
                ('old_place', models.CharField(blank=True, max_length=80, verbose_name='原来的地点')),
                ('old_mode', models.CharField(choices=[('on_site', '到场'), ('online', '线上'), ('hybrid', '到场和线上都可以')], max_length=10, verbose_name='原来的方式')),
                ('new_starts_at', models.DateTimeField(verbose_name='改到')),
                ('new_ends_at', models.DateTimeField(verbose_name='改后的结束时间')),
                ('new_place', models.CharField(blank=True, max_length=80, verbose_name='改后的地点')),
                ('new_mode', models.CharField(choices=[('on_site', '到场'), ('online', '线上'), ('hybrid', '到场和线上都可以')], max_length=10, verbose_name='改后的方式')),
                ('reason', models.CharField(max_length=200, verbose_name='原因')),
                ('moved_at', models.DateTimeField(verbose_name='登记时间')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reschedulings', to='projects.meeting', verbose_name='会议')),
            ],
            options={
                'verbose_name': '改期',
                'verbose_name_plural': '改期',
                'ordering': ['meeting_id', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='deliberation_rescheduling_explained', violation_error_message='改期要写明原因')],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='次序')),
                ('text', models.CharField(help_text='例如：商量各层怎样分摊', max_length=120, verbose_name='议题')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='时长（分钟）')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agenda', to='projects.meeting', verbose_name='会议')),
            ],
            options={
                'verbose_name': '议程',
                'verbose_name_plural': '议程',
                'ordering': ['meeting_id', 'position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 600), models.Q(('text', ''), _negated=True)), name='deliberation_agenda_sane', violation_error_message='每个议题要写内容，时长在1到600分钟之间')],
            },
        ),
    ]
