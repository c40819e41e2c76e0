import datetime

import pytest
from django.core.exceptions import ValidationError

from projects.consultations.models import Rule


def rule(**values):
    plain = {"code": "TEST", "name": "测试规则", "electorate": "entrance", "citation": "民法典第278条"}
    return Rule(**{**plain, "checked_on": datetime.date(2026, 11, 1), **values})


def test_rule_without_citation_is_refused(refused):
    with refused("consultations_rule_has_citation"):
        rule(citation="").save()


@pytest.mark.parametrize("threshold", (">=2/3", ">1/2", ">=3/4", ""))
def test_rule_threshold_written_as_a_fraction_is_kept(db, threshold):
    new = rule(area_quorum=threshold)
    new.full_clean()
    new.save()
    assert Rule.objects.get().area_quorum == threshold
    assert str(new) == "测试规则"


@pytest.mark.parametrize("threshold", ("2/3", ">=0/3", ">= 2/3", "66%", ">=2/0", "<1/2"))
def test_rule_threshold_written_otherwise_is_refused(db, threshold):
    with pytest.raises(ValidationError) as caught:
        rule(head_consent=threshold).full_clean()
    assert list(caught.value.message_dict) == ["head_consent"]
    assert "写成" in caught.value.messages[0]
