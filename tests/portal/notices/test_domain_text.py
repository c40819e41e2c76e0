"""Markdown made safe: what a hostile writer tries, and what an honest one expects."""

import html.parser
import re
import time

import pytest

from portal.notices.domain import MAX_BODY, blanks, render, share_text, tidy

SCRIPTS = ["alert(1)", "alert`1`", "top[`al`+`ert`](1)", "import('//x.test')"]
SCHEMES = [
    "javascript:",
    "JaVaScRiPt:",
    "java\tscript:",
    "java\nscript:",
    "&#106;avascript:",
    "&#x6A;avascript&colon;",
    "\x01javascript:",
    "vbscript:",
    "data:text/html,",
    "data:image/svg+xml,",
    "file:///etc/",
    "blob:",
    "about:",
    "//x.test/",
    "\\\\x.test\\",
    "feed:javascript:",
]
LINKS = ["[x]({})", "[x](<{}>)", "<{}>", "![x]({})", "[x][a]\n\n[a]: {}", '[x]({} "t")', "|a|\n|-|\n|[x]({})|"]
HTML = [
    "<script>{}</script>",
    "<ScRiPt>{}</sCrIpT>",
    "<script src=//x.test></script>",
    "<img src=x onerror={}>",
    "<img src=x onerror='{}'//",
    "<svg onload={}>",
    "<svg><script>{}</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror={}>",
    "<iframe srcdoc='<script>{}</script>'></iframe>",
    "<a href=javascript:{}>x</a>",
    "<a href='data:text/html,{}'>x</a>",
    "<form action=javascript:{}><input type=submit>",
    "<button formaction=javascript:{}>x</button>",
    "<object data=javascript:{}>",
    "<embed src=javascript:{}>",
    "<base href=//x.test>",
    "<link rel=stylesheet href=//x.test>",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>",
    "<style>@import '//x.test'</style>",
    "<p style='background:url(//x.test)'>x</p>",
    "<details open ontoggle={}>",
    "<body onload={}>",
    "<video><source onerror={}></video>",
    "<!--<script>-->{}",
    "<![CDATA[<script>{}</script>]]>",
    "<?php {} ?>",
    "</p><script>{}</script>",
    "`<script>{}</script>`",
    "```\n<script>{}</script>\n```",
    "    <script>{}</script>",
    "# <img src=x onerror={}>",
    "> <script>{}</script>",
    "- <script>{}</script>",
    "**<script>{}</script>**",
    "[<img src=x onerror={}>](https://a.test)",
    '[x](https://a.test/" onmouseover={} ")',
    "[x](https://a.test '\" onmouseover={} \"')",
    "|<script>{}</script>|b|\n|-|-|\n|c|d|",
    "|a|\n|:-:|\n|<img src=x onerror={}>|",
    "&lt;script&gt;{}&lt;/script&gt;",
    "\\<script>{}\\</script>",
    "<table><script>{}</script></table>",
    "<div class=scroll onclick={}>",
    "\ue000<script>{}</script>\ue001",
]
CORPUS = [
    *(link.format(scheme + script) for link in LINKS for scheme in SCHEMES for script in SCRIPTS[:1]),
    *dict.fromkeys(piece.format(script) for piece in HTML for script in SCRIPTS),
]

BARE = "p br hr h2 h3 h4 h5 h6 ul li strong em blockquote table thead tbody tr td"
ALLOWED = {
    **{tag: set() for tag in re.findall(r"\w+", BARE)},
    "ol": {"start"},
    "th": {"scope"},
    "a": {"href", "rel"},
    "div": {"class", "role", "aria-label", "tabindex"},
}


class Strict(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        assert tag in ALLOWED, tag
        assert {name for name, _ in attrs} <= ALLOWED[tag], (tag, attrs)
        values = dict(attrs)
        if tag == "a":
            assert values["href"].lower().startswith(("http://", "https://", "mailto:", "tel:")), values
            assert values["rel"] == "nofollow noopener"
        if tag == "div":
            assert values == {"class": "scroll", "role": "group", "aria-label": "表格", "tabindex": "0"}
        self.seen.append(tag)

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def checked(text):
    page = render(text)
    parser = Strict()
    parser.feed(page)
    parser.close()
    return page


def test_corpus_is_large_and_without_doubles():
    assert len(set(CORPUS)) == len(CORPUS)
    assert len(CORPUS) >= 150


@pytest.mark.parametrize("payload", CORPUS)
def test_render_hostile_text_leaves_words_only(payload):
    assert "<script" not in checked(payload).lower()
    assert "<script" not in checked(f"文字{payload}文字\n\n{payload}").lower()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 时间", "<h2>时间</h2>\n"),
        ("## 时间", "<h2>时间</h2>\n"),
        ("# a\n\n#### b\n\n# c", "<h2>a</h2>\n<h3>b</h3>\n<h2>c</h2>\n"),
        ("第一行\n第二行", "<p>第一行<br>\n第二行</p>\n"),
        ("    缩进", "<p>缩进</p>\n"),
        ("上文\n---", "<p>上文</p>\n<hr>\n"),
        ("#12号楼", "<p>#12号楼</p>\n"),
        ("见www.a.test", "<p>见www.a.test</p>\n"),
        ("[](https://a.test)", "<p>https://a.test</p>\n"),
        (
            "[电话](tel:021-55550001)",
            '<p><a href="tel:021-55550001" rel="nofollow noopener">电话</a></p>\n',
        ),
        ("[附件]: https://a.test", "<p>[附件]: https://a.test</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
    ],
)
def test_render_honest_text_reads_as_written(text, expected):
    assert checked(text) == expected


def test_render_table_scrolls_and_names_its_columns():
    page = checked("|楼层|金额|\n|-|-:|\n|1|0|")
    assert page.startswith('<div class="scroll" role="group" aria-label="表格" tabindex="0"><table>')
    assert page.count('<th scope="col">') == 2
    assert "style" not in page
    assert "<th scope" not in checked("||\n|-|\n|1|")


def test_render_too_long_text_is_refused():
    assert render("字" * MAX_BODY) == f"<p>{'字' * MAX_BODY}</p>\n"
    with pytest.raises(ValueError, match="最多20000字"):
        render("字" * (MAX_BODY + 1))


@pytest.mark.parametrize("piece", ["[", "*a ", "**a", ">", "- ", "<", "`", "[a](", "_a*", "1. ", "\\", "&", "|a"])
def test_render_pathological_text_takes_less_than_two_seconds(piece):
    text = (piece * MAX_BODY)[:MAX_BODY]
    started = time.process_time()
    checked(text)
    assert time.process_time() - started < 2


def test_blanks_finds_every_blank_once_written():
    assert blanks("【填：时间】到【填:地点】") == ["时间", "地点"]
    assert blanks("【填：没有收尾") == ["没有收尾"]
    assert blanks("【填：】") == ["未写明"]
    assert blanks("【填表说明】见附件") == []


def test_tidy_removes_what_cannot_be_seen():
    assert tidy(" 停\x00水\u202e\ue000 \r\n 通知 ") == "停水 通知"
    assert tidy("\n　　段一\r\n\r\n段二\x1f\ud800\n", lines=True) == "　　段一\n\n段二"


def test_share_text_without_summary_has_no_empty_line():
    text = share_text(
        community="甲居民区",
        title="停水",
        summary="",
        publisher="居委会",
        day="2026年11月22日",
        url="https://a.test/1/",
    )
    assert text == "【甲居民区】停水\n居委会　2026年11月22日\n详情：https://a.test/1/"
