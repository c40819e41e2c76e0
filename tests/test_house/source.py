"""What the checks of the house read: the files as they stand, and their syntax trees."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("communities", "projects", "portal")


@cache
def tree(path):
    return ast.parse(path.read_text())


def code(*folders):
    """Python files below ``folders`` (the apps unless told), without migrations."""
    for folder in folders or APPS:
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts)


def name_of(path):
    return str(path.relative_to(ROOT))


def templates():
    return sorted((ROOT / "templates").rglob("*.*"))


def texts():
    """Every file we write: all but what .gitignore keeps out, and pictures."""
    ours = [ROOT / name for name in ("communities", "projects", "portal", "seeds", "templates", "tests", "docs", ".ci")]
    for path in sorted((*ROOT.glob("*.*"), ROOT / "Makefile", *(file for top in ours for file in top.rglob("*")))):
        if path.is_file() and path.suffix in TEXT and "__pycache__" not in path.parts:
            yield path


TEXT = {"", ".py", ".md", ".html", ".txt", ".toml", ".css", ".js", ".svg", ".xml", ".po", ".json", ".webmanifest"}
