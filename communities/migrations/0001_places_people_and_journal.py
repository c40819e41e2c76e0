import communities.owners.models
import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='BuildingGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='例如：12号', max_length=20, verbose_name='门号')),
                ('no', models.CharField(help_text='例如：12', max_length=20, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', '只用小写字母、数字和连字符，例如 ganquanyuan')], verbose_name='网址编号')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='排序')),
                ('floors', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='层数')),
                ('built_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='建成年份')),
            ],
            options={
                'verbose_name': '楼组',
                'verbose_name_plural': '楼组',
                'ordering': ['community_id', 'position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('floors__isnull', True), models.Q(('floors__gte', 1), ('floors__lte', 60)), _connector='OR'), name='places_group_floors_sane')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('actor', models.CharField(help_text='账号编号，不是姓名', max_length=60, verbose_name='查看人')),
                ('object_key', models.CharField(db_index=True, max_length=80, verbose_name='对象')),
                ('community_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='居民区编号')),
                ('purpose', models.CharField(max_length=60, verbose_name='查看方式')),
                ('rows', models.PositiveIntegerField(default=1, verbose_name='条数')),
            ],
            options={
                'verbose_name': '个人信息查看记录',
                'verbose_name_plural': '个人信息查看记录',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('duty', models.CharField(blank=True, help_text='网页上只出现职务，不出现姓名。例如：居委会委员', max_length=40, verbose_name='职务')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': '账号',
                'verbose_name_plural': '账号',
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Body',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('general_party_branch', '党总支'), ('party_branch', '党支部'), ('party_group', '党小组'), ('residents_committee', '居民委员会'), ('owners_committee', '业主委员会'), ('property_manager', '物业服务企业'), ('construction_agent', '代建单位'), ('specialist', '专业单位'), ('lift_team', '加装电梯自治管理小组')], max_length=30, verbose_name='类型')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('duties', models.TextField(blank=True, verbose_name='职责')),
                ('address', models.CharField(blank=True, max_length=120, verbose_name='办公地址')),
                ('phone', models.CharField(blank=True, help_text='公开的办公电话，不填个人手机', max_length=30, verbose_name='办公电话')),
                ('hours', models.CharField(blank=True, max_length=80, verbose_name='接待时间')),
                ('is_active', models.BooleanField(default=True, verbose_name='在任')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='communities.body', verbose_name='上级')),
                ('building_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='communities.buildinggroup', verbose_name='所在楼组')),
            ],
            options={
                'verbose_name': '组织',
                'verbose_name_plural': '组织',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='bodies_body_not_its_own_parent'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'lift_team'), _negated=True), ('building_group__isnull', False), _connector='OR'), name='bodies_team_has_building_group', violation_error_message='自治管理小组要选所在楼组')],
            },
        ),
        migrations.CreateModel(
            name='Committee',
            fields=[
            ],
            options={
                'verbose_name': '居委会与业委会',
                'verbose_name_plural': '居委会与业委会',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('communities.body',),
        ),
        migrations.CreateModel(
            name='Company',
            fields=[
            ],
            options={
                'verbose_name': '物业与专业单位',
                'verbose_name_plural': '物业与专业单位',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('communities.body',),
        ),
        migrations.CreateModel(
            name='PartyBranch',
            fields=[
            ],
            options={
                'verbose_name': '党组织',
                'verbose_name_plural': '党组织',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('communities.body',),
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
            ],
            options={
                'verbose_name': '自治管理小组',
                'verbose_name_plural': '自治管理小组',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('communities.body',),
        ),
        migrations.CreateModel(
            name='Community',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=40, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', '只用小写字母、数字和连字符，例如 ganquanyuan')], verbose_name='网址名')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('district', models.CharField(blank=True, max_length=60, verbose_name='所在区和街道')),
                ('address', models.CharField(blank=True, max_length=120, verbose_name='地址')),
                ('publisher', models.CharField(help_text='例如：甘泉苑居委会 · 业委会', max_length=60, verbose_name='信息公布单位')),
                ('phone', models.CharField(blank=True, help_text='公开的办公电话，不填个人手机', max_length=30, verbose_name='办公电话')),
                ('hours', models.CharField(blank=True, max_length=80, verbose_name='接待时间')),
                ('introduction', models.TextField(blank=True, verbose_name='简介')),
                ('summary_en', models.CharField(blank=True, max_length=300, verbose_name='英文简介')),
                ('is_demo', models.BooleanField(default=False, verbose_name='示例数据')),
            ],
            options={
                'verbose_name': '居民区',
                'verbose_name_plural': '居民区',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('slug', ''), _negated=True), name='places_community_slug_given')],
            },
        ),
        migrations.AddField(
            model_name='buildinggroup',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='building_groups', to='communities.community', verbose_name='居民区'),
        ),
        migrations.AddField(
            model_name='body',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='communities.community', verbose_name='居民区'),
        ),
        migrations.CreateModel(
            name='Compound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='排序')),
                ('name_is_placeholder', models.BooleanField(default=False, verbose_name='名称为占位')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='compounds', to='communities.community', verbose_name='居民区')),
            ],
            options={
                'verbose_name': '自然小区',
                'verbose_name_plural': '自然小区',
                'ordering': ['community_id', 'position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('community', 'name'), name='places_compound_name_once', violation_error_message='这个居民区里已有同名的自然小区')],
            },
        ),
        migrations.AddField(
            model_name='buildinggroup',
            name='compound',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='building_groups', to='communities.compound', verbose_name='自然小区'),
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.BigIntegerField(unique=True, verbose_name='序号')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('kind', models.CharField(choices=[('change', '修改'), ('access', '访问')], max_length=10, verbose_name='类别')),
                ('actor', models.CharField(help_text='账号编号，不是姓名', max_length=60, verbose_name='操作人')),
                ('action', models.CharField(max_length=60, verbose_name='操作')),
                ('object_key', models.CharField(db_index=True, max_length=80, verbose_name='对象')),
                ('object_label', models.CharField(blank=True, max_length=120, verbose_name='对象说明')),
                ('community_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='居民区编号')),
                ('changes', models.JSONField(default=dict, verbose_name='改动')),
                ('previous', models.CharField(max_length=64, verbose_name='前一条摘要')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='摘要')),
            ],
            options={
                'verbose_name': '修改记录',
                'verbose_name_plural': '修改记录',
                'ordering': ['-seq'],
                'constraints': [models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='journal_entry_seq_positive')],
            },
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.BigIntegerField(default=0, verbose_name='序号')),
                ('changed', models.BigIntegerField(default=0, verbose_name='最后一次修改')),
                ('digest', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64, verbose_name='摘要')),
            ],
            options={
                'verbose_name': '修改记录的链头',
                'verbose_name_plural': '修改记录的链头',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='journal_head_single')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('secretary', '党总支书记'), ('committee', '居委会、业委会成员'), ('group_leader', '楼组长')], max_length=20, verbose_name='角色')),
                ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='自')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='至')),
                ('building_group', models.ForeignKey(blank=True, help_text='楼组长必填；其他角色留空', null=True, on_delete=django.db.models.deletion.PROTECT, to='communities.buildinggroup', verbose_name='楼组')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='communities.community', verbose_name='居民区')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
            ],
            options={
                'verbose_name': '人员权限',
                'verbose_name_plural': '人员权限',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('building_group__isnull', False), ('role', 'group_leader')), models.Q(models.Q(('role', 'group_leader'), _negated=True), ('building_group__isnull', True)), _connector='OR'), name='people_membership_reach_fits_role', violation_error_message='楼组长要选楼组，其他角色不选楼组'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='people_membership_dates_ordered', violation_error_message='结束日期要晚于开始日期'), models.UniqueConstraint(condition=models.Q(('building_group__isnull', True), ('ends_on__isnull', True)), fields=('user', 'community', 'role'), name='people_membership_once', violation_error_message='这个账号已有同样的权限'), models.UniqueConstraint(condition=models.Q(('building_group__isnull', False), ('ends_on__isnull', True)), fields=('user', 'building_group', 'role'), name='people_membership_group_once', violation_error_message='这个账号已有同样的权限')],
            },
        ),
        migrations.CreateModel(
            name='Owner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=communities.owners.models.new_key, editable=False, max_length=32, unique=True, verbose_name='身份键')),
                ('kind', models.CharField(choices=[('person', '个人'), ('company', '单位'), ('developer', '建设单位（未售或未交付）'), ('public_housing', '公房产权单位')], default='person', max_length=20, verbose_name='类别')),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='姓名或名称')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='联系电话')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='备注')),
                ('certificate_hash', models.CharField(blank=True, editable=False, max_length=64, verbose_name='证件摘要')),
                ('purpose', models.CharField(default='加装电梯意见征询与费用分摊', max_length=60, verbose_name='使用目的')),
                ('expires_on', models.DateField(verbose_name='保存到')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owners', to='communities.community', verbose_name='居民区')),
            ],
            options={
                'verbose_name': '产权人',
                'verbose_name_plural': '产权人',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('certificate_hash', ''), _negated=True), fields=('community', 'certificate_hash'), name='owners_owner_certificate_once', violation_error_message='这个证件已登记过，是同一个产权人'), models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='owners_owner_purpose_given')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room', models.CharField(max_length=20, verbose_name='室号')),
                ('floor', models.SmallIntegerField(blank=True, null=True, verbose_name='楼层')),
                ('area_cm2', models.BigIntegerField(blank=True, null=True, verbose_name='建筑面积（平方厘米）')),
                ('area_source', models.CharField(choices=[('registry', '不动产登记簿'), ('survey', '测绘机构测绘'), ('contract', '房屋买卖合同'), ('unknown', '来源待核')], default='unknown', max_length=10, verbose_name='面积来源')),
                ('area_as_of', models.DateField(blank=True, null=True, verbose_name='面积核对日期')),
                ('building_group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='communities.buildinggroup', verbose_name='楼组')),
            ],
            options={
                'verbose_name': '室',
                'verbose_name_plural': '室',
                'ordering': ['building_group_id', 'floor', 'room'],
                'constraints': [models.UniqueConstraint(fields=('building_group', 'room'), name='places_unit_room_once', violation_error_message='这个楼组里已有这个室号'), models.CheckConstraint(condition=models.Q(('area_cm2__isnull', True), models.Q(('area_cm2__gt', 0), ('area_cm2__lt', 100000000)), _connector='OR'), name='places_unit_area_sane', violation_error_message='面积要大于0，小于10000平方米'), models.CheckConstraint(condition=models.Q(('floor__isnull', True), models.Q(('floor__gte', -3), ('floor__lte', 60), models.Q(('floor', 0), _negated=True)), _connector='OR'), name='places_unit_floor_sane', violation_error_message='楼层在-3到60之间，没有0层')],
            },
        ),
        migrations.CreateModel(
            name='Ownership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('owner', '业主'), ('co_owner', '共有人'), ('agent', '代理人'), ('tenant', '承租人')], default='owner', max_length=10, verbose_name='身份')),
                ('since', models.DateField(blank=True, null=True, verbose_name='自')),
                ('until', models.DateField(blank=True, null=True, verbose_name='至')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ownerships', to='communities.owner', verbose_name='产权人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ownerships', to='communities.unit', verbose_name='室')),
            ],
            options={
                'verbose_name': '产权关系',
                'verbose_name_plural': '产权关系',
                'ordering': ['unit_id', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('role', 'owner'), ('until__isnull', True)), fields=('unit',), name='owners_one_current_owner', violation_error_message='这一室已有现任业主；共有人请选“共有人”'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('unit', 'owner', 'role'), name='owners_current_tie_once', violation_error_message='这个人在这一室已有同样的身份'), models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='owners_ownership_dates_ordered', violation_error_message='结束日期要晚于开始日期')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='上传时间')),
                ('filename', models.CharField(max_length=120, verbose_name='文件名')),
                ('digest', models.CharField(max_length=64, verbose_name='文件摘要')),
                ('content', models.BinaryField(verbose_name='内容')),
                ('purpose', models.CharField(default='核对并导入住户登记表', max_length=60, verbose_name='使用目的')),
                ('expires_on', models.DateField(verbose_name='保存到')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='communities.community', verbose_name='居民区')),
            ],
            options={
                'verbose_name': '住户登记表导入',
                'verbose_name_plural': '住户登记表导入',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Volunteer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tier', models.CharField(choices=[('core_party_member', '党员骨干'), ('second_tier', '第二梯队'), ('group_leader', '楼组长')], max_length=20, verbose_name='梯队')),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='姓名')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='联系电话')),
                ('public_name', models.CharField(blank=True, help_text='例如：张老师。须本人同意才公开', max_length=20, verbose_name='公开称呼')),
                ('consent_on', models.DateField(blank=True, null=True, verbose_name='同意公开称呼的日期')),
                ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='自')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='至')),
                ('purpose', models.CharField(default='志愿服务联系与排班', max_length=60, verbose_name='使用目的')),
                ('expires_on', models.DateField(verbose_name='保存到')),
                ('building_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='volunteers', to='communities.buildinggroup', verbose_name='服务楼组')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='volunteers', to='communities.community', verbose_name='居民区')),
            ],
            options={
                'verbose_name': '志愿者',
                'verbose_name_plural': '志愿者',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('public_name', ''), ('consent_on__isnull', False), _connector='OR'), name='people_volunteer_public_name_consented', violation_error_message='公开称呼须先有本人同意的日期'), models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='people_volunteer_purpose_given'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='people_volunteer_dates_ordered', violation_error_message='结束日期要晚于开始日期')],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(default=django.utils.timezone.localdate, verbose_name='日期')),
                ('kind', models.CharField(choices=[('visit', '入户走访'), ('meeting', '议事会议'), ('watch', '施工巡视'), ('other', '其他服务')], max_length=20, verbose_name='服务内容')),
                ('minutes', models.PositiveIntegerField(verbose_name='时长（分钟）')),
                ('building_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='communities.buildinggroup', verbose_name='楼组')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='communities.volunteer', verbose_name='志愿者')),
            ],
            options={
                'verbose_name': '志愿服务记录',
                'verbose_name_plural': '志愿服务记录',
                'ordering': ['-on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 1440)), name='people_service_minutes_sane', violation_error_message='时长在1到1440分钟之间')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='例如：主任、组长、财务', max_length=40, verbose_name='职务')),
                ('is_lead', models.BooleanField(default=False, verbose_name='带头人')),
                ('phone', models.CharField(blank=True, help_text='办公电话；不填个人手机', max_length=30, verbose_name='公开电话')),
                ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='任期自')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='任期至')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='communities.body', verbose_name='组织')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='communities.community', verbose_name='居民区')),
                ('volunteer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='communities.volunteer', verbose_name='担任人')),
            ],
            options={
                'verbose_name': '职务与任期',
                'verbose_name_plural': '职务与任期',
                'ordering': ['body_id', '-is_lead', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True), ('is_lead', True)), fields=('body',), name='bodies_one_lead', violation_error_message='这个组织已有在任的带头人'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='bodies_post_dates_ordered', violation_error_message='任期结束要晚于开始')],
            },
        ),
        migrations.CreateModel(
            name='VolunteerSkill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('skill', models.CharField(choices=[('law', '法律'), ('building', '建筑'), ('finance', '财务'), ('mediation', '调解'), ('other', '其他')], max_length=20, verbose_name='专长')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skills', to='communities.volunteer', verbose_name='志愿者')),
            ],
            options={
                'verbose_name': '专长',
                'verbose_name_plural': '专长',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('volunteer', 'skill'), name='people_skill_once', violation_error_message='这项专长已登记')],
            },
        ),
        migrations.AddConstraint(
            model_name='body',
            constraint=models.UniqueConstraint(fields=('community', 'kind', 'name'), name='bodies_body_name_once', violation_error_message='同类组织里已有这个名称'),
        ),
        migrations.AddConstraint(
            model_name='buildinggroup',
            constraint=models.UniqueConstraint(fields=('community', 'no'), name='places_group_no_once', violation_error_message='这个网址编号已被别的楼组使用'),
        ),
        migrations.AddConstraint(
            model_name='buildinggroup',
            constraint=models.UniqueConstraint(fields=('compound', 'name'), name='places_group_name_once', violation_error_message='这个自然小区里已有这个门号'),
        ),
    ]
