"""Whole pages in Traditional Chinese: the interface converted, names as they are written."""

import re

import pytest
from django.utils import timezone

from portal.models import Notice


@pytest.fixture
def notice(cast):
    now = timezone.now()
    return Notice.objects.create(
        community=cast.here,
        title="楼组开会",
        body_html="<p>来</p>",
        publisher="居委会",
        status="published",
        published_at=now,
    )


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", ("電梯", "通知", "選您的居民區", "字號·長輩版")),
        ("/c/jia/", ("一共3個樓組", "大家的通知", "打電話給居委會")),
        ("/c/jia/b/1/", ("1号楼電梯", "和這幢樓有關的通知", "層數")),
        ("/c/jia/lifts/", ("全部電梯", "階段", "篩選")),
        ("/c/jia/notices/", ("工程進展", "停水停電", "發給")),
        ("/c/jia/contacts/", ("聯繫電話", "接待時間")),
        ("/stats/", ("電梯數字", "樓組、戶數和電梯")),
        ("/guide/", ("一步一步怎麼辦", "流程還沒有錄入")),
        ("/faq/", ("大家常問的", "怎麼簽？", "不准施工吵人")),
        ("/reading/", ("標準字號", "設置，輔助功能，朗讀內容", "關愛版")),
        ("/search/?q=x", ("搜索", "種類", "沒有找到這樣的通知")),
        ("/subscribe/", ("訂閱消息源", "放進閱讀軟件", "安卓手機")),
        ("/nothing/", ("找不到這一頁", "打電話")),
    ],
)
def test_interface_words_are_traditional(client, notice, address, words):
    page = client.get("/zh-hant" + address).content.decode()
    assert [word for word in words if word not in page] == []
    assert '<html lang="zh-Hant">' in page
    assert re.search("电梯|楼组|联系|阅读|设置|规则|订阅|隐私|无障碍|帮忙", page) is None


def test_names_stay_as_written_on_a_traditional_page(client, notice):
    page = client.get("/zh-hant/c/jia/notices/").content.decode()
    assert "甲居民区：通知</h1>" in page
    assert "樓組開會" in page
    assert "發給甲居民区居民" in page
