import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('communities', '0001_places_people_and_journal'),
        ('communities', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('general', '通知'), ('publicity', '公示'), ('consultation', '征询'), ('outage', '停水停电'), ('meeting', '会议'), ('progress', '工程进展'), ('money', '费用'), ('activity', '活动')], default='general', max_length=20, verbose_name='种类')),
                ('number', models.CharField(blank=True, max_length=30, verbose_name='编号')),
                ('title', models.CharField(help_text='先说事实，20字以内最好。例如：12号楼电梯11月25日检修', max_length=80, verbose_name='标题')),
                ('summary', models.CharField(blank=True, max_length=120, verbose_name='一句话看懂')),
                ('summary_en', models.CharField(blank=True, max_length=240, verbose_name='英文一句话')),
                ('body', models.TextField(verbose_name='正文')),
                ('body_html', models.TextField(blank=True, editable=False, verbose_name='正文（网页）')),
                ('publisher', models.CharField(help_text='例如：居委会。不写姓名', max_length=40, verbose_name='发布人职务')),
                ('status', models.CharField(choices=[('draft', '草稿'), ('published', '已发布'), ('withdrawn', '已撤回')], default='draft', editable=False, max_length=10, verbose_name='状态')),
                ('publish_from', models.DateTimeField(blank=True, help_text='留空：发布后马上公开', null=True, verbose_name='从何时起公开')),
                ('valid_until', models.DateField(blank=True, help_text='过后转入往期，网址不变', null=True, verbose_name='有效到（当天仍有效）')),
                ('emergency_until', models.DateTimeField(blank=True, help_text='填了才会在每一页顶部显示', null=True, verbose_name='紧急通知显示到')),
                ('revision', models.PositiveIntegerField(default=0, editable=False, verbose_name='更正次数')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='起草时间')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='公开时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='撤回时间')),
                ('withdrawn_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='撤回原因')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='示例数据')),
                ('building_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='communities.buildinggroup', verbose_name='只发给楼组')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='communities.community', verbose_name='居民区')),
                ('compound', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='communities.compound', verbose_name='只发给自然小区')),
                ('published_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发布人')),
            ],
            options={
                'verbose_name': '通知',
                'verbose_name_plural': '通知',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('compound__isnull', True), ('building_group__isnull', True), _connector='OR'), name='notices_one_audience', violation_error_message='自然小区和楼组只能选一个'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('status', 'draft')), models.Q(models.Q(('status', 'draft'), _negated=True), ('published_at__isnull', False)), _connector='OR'), name='notices_published_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), ('withdrawn_at__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), models.Q(models.Q(('status', 'withdrawn'), _negated=True), ('withdrawn_at__isnull', True)), _connector='OR'), name='notices_withdrawn_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('notice', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_document', serialize=False, to='portal.notice')),
                ('title', models.TextField(verbose_name='标题词')),
                ('body', models.TextField(verbose_name='正文词')),
            ],
            options={
                'verbose_name': '检索词',
                'verbose_name_plural': '检索词',
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(verbose_name='第几次更正')),
                ('at', models.DateTimeField(verbose_name='更正时间')),
                ('old', models.JSONField(verbose_name='原文')),
                ('new', models.JSONField(verbose_name='更正为')),
                ('reason', models.CharField(max_length=200, verbose_name='原因')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='portal.notice', verbose_name='通知')),
            ],
            options={
                'verbose_name': '更正',
                'verbose_name_plural': '更正',
                'ordering': ['notice_id', '-revision'],
                'constraints': [models.UniqueConstraint(fields=('notice', 'revision'), name='notices_correction_once'), models.CheckConstraint(condition=models.Q(('revision__gte', 1), models.Q(('reason', ''), _negated=True)), name='notices_correction_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('image', '图片'), ('pdf', 'PDF 文件'), ('audio', '录音')], editable=False, max_length=10, verbose_name='类型')),
                ('file', models.FileField(max_length=120, upload_to='notices/%Y/%m/', verbose_name='文件')),
                ('name', models.CharField(help_text='例如：施工平面图', max_length=80, verbose_name='名称')),
                ('alt', models.CharField(blank=True, help_text='图片必填：看不见图的人听到的话', max_length=200, verbose_name='图片说明')),
                ('text', models.TextField(blank=True, help_text='PDF和录音必填：里面说了什么', verbose_name='文字内容')),
                ('content_type', models.CharField(editable=False, max_length=40, verbose_name='格式')),
                ('size', models.PositiveIntegerField(editable=False, verbose_name='字节数')),
                ('digest', models.CharField(editable=False, max_length=64, verbose_name='摘要')),
                ('width', models.PositiveIntegerField(editable=False, null=True, verbose_name='宽')),
                ('height', models.PositiveIntegerField(editable=False, null=True, verbose_name='高')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='portal.notice', verbose_name='通知')),
            ],
            options={
                'verbose_name': '附件',
                'verbose_name_plural': '附件',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'image'), _negated=True), models.Q(('alt', ''), _negated=True), _connector='OR'), name='notices_image_has_alt', violation_error_message='图片要写说明'), models.CheckConstraint(condition=models.Q(('kind', 'image'), models.Q(('text', ''), _negated=True), _connector='OR'), name='notices_file_has_text', violation_error_message='PDF和录音要写文字内容')],
            },
        ),
        migrations.CreateModel(
            name='NoticeTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('general', '通知'), ('publicity', '公示'), ('consultation', '征询'), ('outage', '停水停电'), ('meeting', '会议'), ('progress', '工程进展'), ('money', '费用'), ('activity', '活动')], max_length=20, verbose_name='种类')),
                ('name', models.CharField(max_length=40, verbose_name='模板名称')),
                ('title', models.CharField(max_length=80, verbose_name='标题')),
                ('summary', models.CharField(blank=True, max_length=120, verbose_name='一句话')),
                ('body', models.TextField(verbose_name='正文')),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='communities.community', verbose_name='居民区')),
            ],
            options={
                'verbose_name': '通知模板',
                'verbose_name_plural': '通知模板',
                'ordering': ['kind', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('community__isnull', False)), fields=('community', 'name'), name='notices_template_name_once', violation_error_message='已有同名的模板'), models.UniqueConstraint(condition=models.Q(('community__isnull', True)), fields=('name',), name='notices_common_template_name_once', violation_error_message='已有同名的通用模板')],
            },
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('status', 'published')), fields=['community', '-published_at', '-id'], name='notices_public_order'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('status', 'published')), fields=['-published_at', '-id'], name='notices_site_order'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('status', 'published')), fields=['community', 'kind', '-published_at', '-id'], name='notices_kind_order'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('emergency_until__isnull', False), ('status', 'published')), fields=['emergency_until'], name='notices_emergencies'),
        ),
    ]
