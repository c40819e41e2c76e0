from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0001_rules_and_retrofits'),
    ]

    operations = [
        migrations.AlterField(
            model_name='rule',
            name='electorate',
            field=models.CharField(choices=[('entrance', '本楼幢（门牌幢）全体业主'), ('compound', '整个小区全体业主'), ('assembly', '业主大会'), ('sharers', '共用该部分的业主'), ('committee', '业主委员会全体委员'), ('residents', '居民会议（居民、户代表或小组代表）')], max_length=20, verbose_name='谁来表决'),
        ),
    ]
