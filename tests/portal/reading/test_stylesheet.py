"""The look's own rules, read from the files a browser gets."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from portal.reading.domain import HIGH_CONTRAST

CSS_PATH = Path(settings.BASE_DIR) / "portal/static/portal/site.css"
CSS = CSS_PATH.read_text()
STAFF = {"admin", "account", "allauth", "mfa"}
TEMPLATES = [
    path for path in sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html")) if not STAFF & set(path.parts)
]
TOKENS = dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6});", CSS.split("/* Ground */")[0]))
STATES = ("done", "now", "wait", "stop", "info")
BODY_TEXT = [("ink", "paper"), ("ink", "card"), ("ink-2", "paper"), ("link", "paper"), ("visited", "paper")]
BODY_TEXT += [
    ("ink", "focus"),
    ("ink", "now-tint"),
    ("ink", "info-tint"),
    ("on-brand", "brand"),
    ("brand-dark", "card"),
]
ALL_TEXT = [(state, f"{state}-tint") for state in STATES] + [("stop", "paper"), ("stop", "card"), ("card", "stop")]
SHAPES = [("line", "paper"), ("line", "card"), ("brand", "paper"), ("brand-dark", "focus")]
SHAPES += [(state, "paper") for state in STATES]


def luminance(colour):
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_known_colours_is_as_published():
    assert contrast("#000000", "#FFFFFF") == 21
    assert round(contrast("#999999", "#FFFFFF"), 2) == 2.85


@pytest.mark.parametrize("high", [False, True])
@pytest.mark.parametrize(
    ("pairs", "least"), [(BODY_TEXT, 7), (ALL_TEXT, 4.5), (SHAPES, 3)], ids=["body", "text", "shapes"]
)
def test_token_pairs_reach_their_contrast(pairs, least, high):
    tokens = TOKENS | (HIGH_CONTRAST if high else {})
    weak = {pair: contrast(tokens[pair[0]], tokens[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < (7 if high and least == 4.5 else least)} == {}
    assert len(weak) == len(pairs)


def test_high_contrast_names_only_tokens_of_the_stylesheet():
    assert set(HIGH_CONTRAST) <= set(TOKENS)
    assert {"ink", "paper", "link", "line"} <= set(HIGH_CONTRAST)


def test_stylesheet_is_small_and_self_contained():
    assert len(CSS.encode()) <= 20_000
    assert "http" not in re.sub(r'\[href\^="http"\]', "", CSS)
    assert "@import" not in CSS
    assert "url(" not in CSS


def test_stylesheet_lets_text_grow():
    assert re.findall(r"text-size-adjust: ([^;]+);", CSS) == ["100%", "100%"]
    assert "!important" not in CSS
    assert re.search(r"html \{ font-size: 100%", CSS)
    assert "--text: 1.125rem" in CSS
    assert "body [hidden] { display: none; }" in CSS


def test_print_is_a4_in_14_points_black_on_white():
    rules = CSS.split("@media print")[1]
    assert "@page { size: A4;" in rules
    assert "--text: 14pt" in rules
    assert "--ink: #000000" in rules
    assert re.search(r"\.menu, \.tools,[^{]*\{ display: none; \}", rules)


def test_every_colour_outside_the_tokens_is_black_or_white():
    rules = CSS.split("/* Ground */")[1]
    assert set(re.findall(r"#[0-9A-Fa-f]{3,6}\b", rules)) <= {"#FFFFFF", "#000000"}
    assert len(TOKENS) == 22


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_has_no_inline_style_script_or_foreign_host(path):
    source = path.read_text()
    assert not re.search(r'\sstyle=|<style|\son[a-z]+="', source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r"""(src|href|action)=["']?(https?:)?//""", source)
    assert not re.search(r"user-scalable|maximum-scale|http-equiv|\|safe\b", source)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_has_no_ascii_punctuation_between_han(path):
    assert re.findall(r"[\u4e00-\u9fff][,;:!?][\u4e00-\u9fff]", path.read_text()) == []
    assert re.findall(r"[\u4e00-\u9fff] \d|\d [\u4e00-\u9fff]", path.read_text()) == []


def test_every_class_a_template_names_is_styled():
    """A class nobody draws is a typing mistake."""
    undrawn = {}
    for path in TEMPLATES:
        for value in re.findall(r'class="([^"{]+)"', path.read_text()):
            for name in value.split():
                if not re.search(rf"\.{re.escape(name)}(?![\w-])", CSS) and not name.startswith("in-use-"):
                    undrawn.setdefault(name, path.name)
    assert undrawn == {}
