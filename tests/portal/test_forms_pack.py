"""The template pack "linli": every field Django has, with the wording rules of our forms."""

import re

import html5lib
import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.template import Context, Template
from django.utils.translation import override


class QuestionForm(forms.Form):
    name = forms.CharField(label="怎么称呼您", help_text="可以只写姓", error_messages={"required": "请写怎么称呼您"})
    text = forms.CharField(label="想问什么", widget=forms.Textarea, required=False)
    stair = forms.ChoiceField(label="我住几号楼", choices=[("1", "1号")])
    way = forms.ChoiceField(
        label="怎么答复您",
        help_text="选一个",
        choices=[("call", "打电话"), ("page", "写在网页上")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选一种"},
    )
    about = forms.MultipleChoiceField(
        label="关心什么", choices=[("light", "采光")], widget=forms.CheckboxSelectMultiple, required=False
    )
    public = forms.BooleanField(label="我同意公开", error_messages={"required": "请勾选"})
    on = forms.DateField(label="哪一天", error_messages={"required": "请写日期"})
    photo = forms.FileField(label="照片", required=False)
    origin = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, method="post", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = method
        self.helper.disable_csrf = True
        self.helper.add_input(Submit("send", "交上去"))


def drawn(form, source="{% crispy form %}"):
    html = Template("{% load crispy_forms_tags %}" + source).render(Context({"form": form}))
    html5lib.HTMLParser(strict=True).parseFragment(html)
    return html


def ids(html):
    return re.findall(r'\bid="([^"]+)"', html)


@pytest.mark.parametrize("source", ["{% crispy form %}", "{{ form|crispy }}"])
@pytest.mark.parametrize("data", [None, {}])
def test_every_field_has_its_words_once(source, data):
    html = drawn(QuestionForm(data), source)
    assert len(ids(html)) == len(set(ids(html)))
    for field in QuestionForm().visible_fields():
        assert html.count(f">{field.label}") == 1
    pointed = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
    assert set(pointed) <= set(ids(html))
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', html)) <= set(ids(html))


def test_whole_form_carries_its_button_and_no_token():
    html = drawn(QuestionForm())
    assert html.count("<form") == 1
    assert 'enctype="multipart/form-data"' in html
    assert re.search(r'<button type="submit"[^>]* value="交上去"[^>]*>交上去</button>', html)
    assert "csrf" not in html
    assert "style=" not in html


def test_filter_draws_fields_only():
    html = drawn(QuestionForm(), "{{ form|crispy }}")
    assert "<form" not in html
    assert "<button" not in html
    assert html.count("<legend>") == 2
    assert html.count("（选填）") == 3


def test_faults_stand_beside_their_fields_and_are_announced():
    html = drawn(QuestionForm({"text": "x", "stair": "1"}))
    for field, words in (("name", "请写怎么称呼您"), ("way", "请选一种"), ("public", "请勾选"), ("on", "请写日期")):
        box = re.search(rf'<div id="id_{field}_error">(.*?)</div>', html, re.DOTALL)[1]
        assert words in box
        assert "错误：" in box
    assert html.count("wrong") == 4
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-describedby="id_way_helptext id_way_error"' in html


def test_faults_of_the_whole_form_come_first():
    form = QuestionForm({"name": "王"})
    form.add_error(None, "今天已经问过了")
    html = drawn(form)
    assert html.index("今天已经问过了") < html.index("怎么称呼您")
    assert html.count("今天已经问过了") == 1


def test_error_summary_links_to_every_fault_in_the_same_words():
    form = QuestionForm({"text": "x"})
    source = '{% include "components/error_summary.html" %}{% crispy form %}'
    html = drawn(form, source)
    summary = html[: html.index("</section>")]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert "有地方需要改" in summary
    assert "autofocus" in summary
    assert targets == ["id_name", "id_stair", "id_way_0", "id_public", "id_on"]
    assert set(targets) <= set(ids(html))
    assert html.count("请写怎么称呼您") == 2


def test_error_summary_of_a_good_form_is_nothing():
    assert drawn(QuestionForm(), '{% include "components/error_summary.html" %}').strip() == ""
    with override("en"):
        assert drawn(QuestionForm(), '{% include "components/error_summary.html" %}').strip() == ""
