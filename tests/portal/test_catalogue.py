"""The English of the residents' pages: whole, true to the source, and what a reader meets."""

import ast
import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
MESSAGES = ROOT / "portal" / "locale" / "en" / "LC_MESSAGES"
#: Staff read Chinese.
FOR_STAFF = {"admin", "account", "mfa", "linli"}
TRANSLATE = re.compile(r'{% translate "([^"]*)"')
BLOCK = re.compile(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", re.DOTALL)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
HAN = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(MESSAGES / "django.po"))


def english(entry):
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def public_templates():
    folder = ROOT / "templates"
    return [path for path in folder.rglob("*.html") if path.relative_to(folder).parts[0] not in FOR_STAFF]


def in_template(text):
    """Every msgid of a template, as xgettext would read it."""
    yield from TRANSLATE.findall(text)
    for block in BLOCK.findall(text):
        for part in block.split("{% plural %}"):
            yield re.sub(r"{{ (\w+) }}", r"%(\1)s", " ".join(line.strip() for line in part.strip().splitlines()))


def in_code(text):
    """Every literal handed to a gettext function."""
    for call in ast.walk(ast.parse(text)):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or not call.args:
            continue
        if call.func.id == "_" or "gettext" in call.func.id:
            literal = call.args[-1]
            if isinstance(literal, ast.Constant) and isinstance(literal.value, str):
                yield literal.value


def test_every_entry_is_translated(catalogue):
    assert [entry.msgid for entry in catalogue if not all(english(entry)) or entry.fuzzy or entry.obsolete] == []
    assert len(catalogue) > 500
    assert sorted(re.findall(r"nplurals=\d", catalogue.metadata["Plural-Forms"])) == ["nplurals=2"]


def test_english_holds_no_chinese(catalogue):
    assert {text for entry in catalogue for text in english(entry) if HAN.search(text)} == set()
    assert all(HAN.search(entry.msgid) for entry in catalogue)


def test_placeholders_are_the_same_on_both_sides(catalogue):
    wrong = {
        entry.msgid: text
        for entry in catalogue
        for text in english(entry)
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(entry.msgid))
    }
    assert wrong == {}
    assert any(PLACEHOLDER.search(entry.msgid) for entry in catalogue)


def test_compiled_catalogue_is_the_written_one(catalogue):
    def read(entries):
        return {(entry.msgctxt, entry.msgid, entry.msgid_plural): english(entry) for entry in entries}

    compiled = read(polib.mofile(str(MESSAGES / "django.mo")))
    assert compiled == read(catalogue)
    assert compiled[None, "电梯", ""] == ["Lifts"]


@pytest.mark.parametrize("folder", ["templates", "portal"])
def test_every_marked_string_is_in_the_catalogue(catalogue, folder):
    sources, read = {
        "templates": (public_templates(), in_template),
        "portal": (list((ROOT / "portal").rglob("*.py")), in_code),
    }[folder]
    marked = {msgid for path in sources for msgid in read(path.read_text(encoding="utf-8"))}
    assert marked - {entry.msgid for entry in catalogue} == set(), "run `make messages` and translate what is new"
    assert len(marked) > 200


def test_english_page_writes_dates_in_english(client, cast):
    page = client.get("/en/rules/").content.decode()
    assert '<time datetime="2026-11-22">22 November 2026</time>' in page
    assert "年" not in re.sub(r'<(\w+) lang="zh-Han[st]".*?</\1>', "", page[page.find("<main") :])


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/en/search/?q=" + "a" * 65, 400, "What to look for: At most 64 characters"),
        ("/en/search/?q=%00", 400, "It contains invisible characters; please write it again."),
        ("/en/search/?kind=none", 400, "This address cannot be read"),
        ("/en/c/jia/b/?no=", 400, "Please write the building number, for example 12."),
        ("/en/c/jia/b/?no=77", 404, "There is no such building number"),
        ("/en/c/none/", 404, "This page cannot be found"),
    ],
)
def test_english_says_what_went_wrong(client, cast, address, status, words):
    reply = client.get(address)
    assert reply.status_code == status
    assert words in reply.content.decode()


def test_a_kind_is_one_notice_and_the_menu_is_many(client, cast):
    page = client.get("/en/c/jia/notices/").content.decode()
    assert '<option value="general">Notice</option>' in page
    assert '<span lang="zh-Hans">甲居民区</span>: Notices</h1>' in page
