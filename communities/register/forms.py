"""What the pages of the register ask for."""

from django import forms

from communities.places.models import Community

from .domain import MAX_BYTES


class CommunityForm(forms.Form):
    """One of the communities within reach; whoever has but one is not asked."""

    community = forms.ModelChoiceField(Community.objects.none(), label="居民区", empty_label="请选择")

    def __init__(self, *args, communities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = communities
        if len(only := communities[:2]) == 1:
            self.fields["community"].initial = only[0]


class UploadForm(CommunityForm):
    file = forms.FileField(
        label="登记表文件",
        max_length=200,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text="xlsx或csv，最大10MB。表头要有小区、门号、室号、建筑面积；可以有楼层、产权人、共有人、联系电话、备注",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"文件太大，最大{MAX_BYTES // 1024 // 1024}MB。请按小区分成几个文件")
        return file


class KeyForm(forms.Form):
    """The key that the preview page holds: it opens the file that was previewed."""

    key = forms.RegexField(r"\A[0-9a-f]{64}\Z", widget=forms.HiddenInput)
