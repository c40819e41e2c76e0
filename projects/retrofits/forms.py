"""A project is opened with its first day; it walks on through the form of one step."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone

from communities.scoping import StepForm

from .domain import NEXT
from .enums import Stage
from .models import Project


def not_in_future(day):
    if day is not None and day > timezone.localdate():
        raise forms.ValidationError("日期不能晚于今天")


class ProjectForm(forms.ModelForm):
    class Meta:
        model = Project
        fields = (
            "community", "building_group", "kind", "stage_since", "expected_on", "grade", "team", "contractor", "brand",
            "summary_en", "is_demo",
        )  # fmt: skip
        help_texts = {
            "expected_on": "居民会在楼栋页看到。例如：2026年11月22日",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "stage_since" in self.fields:
            self.fields["stage_since"].label = "开始征询日期"
            self.fields["stage_since"].validators.append(not_in_future)


class MoveForm(StepForm):
    to = forms.ChoiceField(label="进入阶段")
    on = forms.DateField(label="日期", widget=AdminDateWidget, initial=timezone.localdate, validators=[not_in_future])
    reason = forms.CharField(
        label="说明",
        required=False,
        max_length=200,
        help_text="居民会看到；暂停必须写明原因。例如：管线改道，等待施工许可",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(stage, Stage(stage).label) for stage in NEXT[self.obj.stage]]
        self.fields["to"].error_messages["invalid_choice"] = allowed_next(self.obj)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("to") == Stage.PAUSED and not cleaned.get("reason"):
            self.add_error("reason", "暂停要写明原因")
        return cleaned


def allowed_next(project):
    """What may follow, in words."""
    labels = "、".join(Stage(stage).label for stage in NEXT[project.stage])
    now = project.get_stage_display()
    return f"现在是“{now}”，下一步只能是：{labels}" if labels else f"现在是“{now}”，已经是最后一个阶段"


class ExpectForm(StepForm):
    on = forms.DateField(
        label="预计可以使用日期",
        widget=AdminDateWidget,
        required=False,
        help_text="还不知道就留空。例如：2026年11月22日",
    )
    reason = forms.CharField(
        label="改日期的原因",
        required=False,
        max_length=200,
        help_text="居民会看到，原来的日期也保留。第一次写日期不用填。例如：自来水管线要先移位",
    )
