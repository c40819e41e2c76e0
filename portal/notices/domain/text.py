"""Words of a notice: Markdown made safe, blanks found, invisible characters removed."""

import itertools
import re

import nh3
from markdown_it import MarkdownIt

MAX_BODY = 20_000

_BLANK = re.compile(r"【\s*填\s*[：:]\s*([^】\n]*)】?")
_ALLOWED_LINK = re.compile(r"(https?://[^/\s]|mailto:[^\s]|tel:\+?[0-9(])", re.IGNORECASE)
# Control characters, direction overrides, lone surrogates, and the two marks that fence names from conversion.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u2069\ue000\ue001\ufeff\ufffe\uffff\ud800-\udfff]"
)

_TAGS = set(re.findall(r"\w+", "p br hr h2 h3 h4 h5 h6 ul ol li strong em blockquote table thead tbody tr th td a"))
_ATTRIBUTES = {"*": set(), "a": {"href"}, "ol": {"start"}, "th": {"scope"}}
_TABLE_START = '<div class="scroll" role="group" aria-label="表格" tabindex="0"><table>'


def _parser():
    """CommonMark with tables, less what surprises someone who never heard of Markdown.

    No pictures (they are attachments with a description), no code blocks (an indented paragraph stays a paragraph),
    no underlined headings, no link definitions; a line break is a line break.
    """
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False})
    parser.enable("table").disable(["image", "code", "fence", "backticks", "reference", "lheading"])
    parser.validateLink = lambda url: bool(_ALLOWED_LINK.match(url))
    return parser


_PARSER = _parser()


def tidy(text: str, *, lines: bool = False) -> str:
    """Without invisible characters and outer white space; one line unless ``lines``."""
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.strip("\n ") if lines else " ".join(text.split())


def render(markdown: str) -> str:
    """Safe HTML. The page's title is the only h1, so ``#`` becomes h2, and no level is skipped."""
    if len(markdown) > MAX_BODY:
        raise ValueError(f"正文最多{MAX_BODY}字")
    tokens = _named(_shifted(_PARSER.parse(tidy(markdown, lines=True))))
    html = nh3.clean(
        _PARSER.renderer.render(tokens, _PARSER.options, {}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow noopener",
    )
    # Only the renderer writes a bare <table>: in text it would read &lt;table&gt;.
    return html.replace("<table>", _TABLE_START).replace("</table>", "</table></div>")


def _shifted(tokens):
    """Headings from h2 down without a gap; a heading or header cell without words would be a riddle read aloud."""
    level = 1
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            empty = not tokens[index + 1].content.strip()
            level = min(int(token.tag[1]) + 1, level + 1, 6) if not empty else level
            token.tag = tokens[index + 2].tag = "p" if empty else f"h{level}"
        elif token.type == "th_open":
            _head_cell(tokens, index)
    return tokens


def _head_cell(tokens, index):
    if tokens[index + 1].content.strip():
        tokens[index].attrSet("scope", "col")
    else:
        tokens[index].tag = tokens[index + 2].tag = "td"


def _named(tokens):
    """A link without words shows its address."""
    for token in tokens:
        children = token.children or []
        for here, following in itertools.pairwise(children):
            if here.type == "link_open" and following.type == "link_close":
                following.type, following.tag = "text", ""
                following.nesting, following.content = 0, str(here.attrGet("href"))
                here.type, here.tag, here.nesting, here.content = "text", "", 0, ""
    return tokens


def blanks(text: str) -> list[str]:
    """What is still to be filled in: ``【填：时间】`` gives "时间"."""
    return [name.strip() or "未写明" for name in _BLANK.findall(text)]


def share_text(*, community: str, title: str, summary: str, publisher: str, day: str, url: str) -> str:
    """Plain words to paste into a chat group: the fact first, the address last."""
    lines = [f"【{community}】{title}", summary, f"{publisher}　{day}", f"详情：{url}"]
    return "\n".join(line for line in lines if line)
