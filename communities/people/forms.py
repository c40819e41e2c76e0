"""Forms for colleagues: one for a new account with its role, one for a new password."""

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.validators import UnicodeUsernameValidator

from communities.scoping import StepForm

from .enums import Role
from .models import Membership, User, Volunteer


class PasswordField(forms.CharField):
    def __init__(self, **kwargs):
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(
            strip=False, widget=widget, max_length=128, help_text="至少10个字符，不能全是数字，也不要太常见", **kwargs
        )

    def clean(self, value):
        value = super().clean(value)
        password_validation.validate_password(value)
        return value


class ColleagueForm(forms.ModelForm):
    """Four inputs make a colleague: log-in name, password, duty, role. The community is filled in when there is one."""

    username = forms.CharField(
        label="用户名",
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text="用工作代号，不用真实姓名和手机号。例如：juwei02",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    first_password = PasswordField(label="初始密码")
    duty = User._meta.get_field("duty").formfield(required=True)
    role = forms.ChoiceField(label="角色", choices=Role.choices)
    community = forms.ModelChoiceField(label="居民区", queryset=None)
    building_group = forms.ModelChoiceField(
        label="楼组", queryset=None, required=False, help_text="只有楼组长要选；其他角色留空"
    )

    class Meta:
        model = User
        fields = ("username", "duty")

    def __init__(self, *args, communities, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset, self.fields["building_group"].queryset = communities, groups
        if len(only := communities[:2]) == 1:
            self.initial.setdefault("community", only[0])

    def clean(self):
        cleaned = super().clean()
        community, group = cleaned.get("community"), cleaned.get("building_group")
        if (cleaned.get("role") == Role.GROUP_LEADER) != (group is not None):
            self.add_error("building_group", "楼组长要选楼组，其他角色不选楼组")
        elif group is not None and community is not None and group.community_id != community.pk:
            self.add_error("building_group", "这个楼组不在所选的居民区")
        return cleaned


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("username", "duty")
        help_texts = {"username": "用工作代号，不用真实姓名和手机号"}


class PasswordStepForm(StepForm):
    password = PasswordField(label="新密码")


class MembershipForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ("user", "community", "role", "building_group", "starts_on")


class VolunteerForm(forms.ModelForm):
    class Meta:
        model = Volunteer
        fields = (
            "community", "tier", "name", "expires_on", "building_group", "phone", "public_name", "consent_on",
            "starts_on", "ends_on", "purpose",
        )  # fmt: skip
        help_texts = {
            "name": "只给工作人员看，网页上不出现。例如：示例一",
            "expires_on": "到期后清除姓名和电话。例如：任期结束后两年",
        }
