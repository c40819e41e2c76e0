"""Templates: each one used, none with inline style or script, none that trusts text or another host."""

import re

import pytest

from .source import ROOT, code, name_of, templates

FOLDER = ROOT / "templates"
#: Asked for by Django and its apps by name.
CALLED_BY_OTHERS = ("admin/", "account/", "allauth/", "mfa/", "linli/", "400", "403", "404", "429", "500", "503")
PAGES = templates()
HTML = [path for path in PAGES if path.suffix in (".html", ".svg", ".xml")]


def relative(path):
    return str(path.relative_to(FOLDER))


def test_there_is_one_tree_with_base_layout_and_components():
    names = {relative(path).split("/")[0] for path in PAGES}
    assert {"base.html", "layout", "components", "home", "notices"} <= names
    assert [path for path in ROOT.rglob("templates") if path != FOLDER and ".venv" not in path.parts] == []


def test_no_template_is_left_unused():
    words = "\n".join(path.read_text() for path in (*PAGES, *code("communities", "projects", "portal")))
    unused = [
        relative(path)
        for path in PAGES
        if not relative(path).startswith(CALLED_BY_OTHERS) and not _named(relative(path), words)
    ]
    assert unused == []


def _named(template, words):
    """By its whole name, or by its folder with the last part worked out."""
    folder = template.rpartition("/")[0]
    return template in words or bool(folder and re.search(re.escape(folder) + r"/(\{\w|\"\s*\||\" \+|%s)", words))


INLINE = (
    r"\sstyle\s*=|<style",
    r"<script(?![^>]*\bsrc=)[^>]*>",
    r"\son[a-z]+\s*=\s*[\"']",
    r"javascript:|\bdata:text",
)


@pytest.mark.parametrize("pattern", INLINE, ids=("style", "script", "handler", "address"))
def test_templates_are_clean_under_the_strict_policy(pattern):
    found = {relative(path): re.findall(pattern, without_comments(path)) for path in HTML}
    assert len(found) > 40
    assert {name: matches for name, matches in found.items() if matches} == {}


def without_comments(path):
    return re.sub(r"\{#.*?#\}|\{% comment .*?endcomment %\}", "", path.read_text(), flags=re.DOTALL)


def test_templates_trust_no_text():
    assert [relative(path) for path in HTML if re.search(r"\|\s*safe(seq)?\b|autoescape off", path.read_text())] == []


def test_templates_name_no_other_host():
    address = re.compile(r"""(?:src|href|action|content|url\()\s*=?\s*["']?((?:https?:)?//[\w.-]+)""")
    found = {relative(path): address.findall(path.read_text()) for path in HTML}
    assert {name: hosts for name, hosts in found.items() if set(hosts) - {"http://www.w3.org"}} == {}


def test_styles_and_scripts_name_no_other_host():
    files = [path for path in (ROOT / "portal" / "static").rglob("*") if path.suffix in (".css", ".js")]
    assert files
    for path in files:
        assert re.findall(r"https?://(?!www\.w3\.org)|@import|url\(\s*[\"']?//", path.read_text()) == [], name_of(path)
