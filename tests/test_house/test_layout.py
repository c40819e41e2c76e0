"""A stranger finds each file where its subject and its layer say it stands."""

import ast
import re
import subprocess
import sys

import pytest

from .source import APPS, ROOT, code, name_of, texts, tree

TOP = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "communities",
    "docs",
    "manage.py",
    "portal",
    "projects",
    "pyproject.toml",
    "requirements-dev.txt",
    "requirements.txt",
    "seeds",
    "templates",
    "tests",
}
LAYERS = {"domain", "enums", "models", "actions", "forms", "admin", "views", "urls"}
#: What stands at an app's root besides its rooms.
AT_THE_ROOT = {
    "communities": {"apps", "models", "admin", "grants", "guards", "scoping"},
    "projects": {"apps", "models", "admin"},
    "portal": {"apps", "models", "admin", "settings", "urls", "wsgi", "failover"},
}
#: Folders that Django names, and what Django names inside a room.
DJANGO_FOLDERS = {"migrations", "management", "templatetags", "locale", "formats", "static"}
DJANGO_FILES = {"portal/reading": {"context", "middleware"}}
ROOMS = {
    "communities": {"files", "journal", "places", "owners", "people", "households", "bodies", "register"},
    "projects": {
        "retrofits",
        "consultations",
        "costs",
        "accounts",
        "deliberation",
        "outreach",
        "procedure",
        "upkeep",
    },
    "portal": {
        *("notices", "votes", "costs", "accounts", "meetings", "progress", "works", "home", "household"),
        *("upkeep", "ask"),
        *("search", "feeds", "printing", "reading", "opendata", "desk", "speed"),
    },
}


def ignored():
    return {line.strip("/") for line in (ROOT / ".gitignore").read_text().split()} | {".git"}


def modules(folder):
    return {
        path.stem
        for path in folder.iterdir()
        if path.name not in ("__init__.py", "__pycache__") and (path.suffix == ".py" or path.is_dir())
    }


def test_top_holds_what_the_plan_names():
    entries = {path.name for path in ROOT.iterdir()} - ignored()
    assert entries - TOP == set()
    assert TOP - entries == set()


@pytest.mark.parametrize("app", APPS)
def test_app_holds_rooms_and_few_files_of_its_own(app):
    found = modules(ROOT / app)
    assert found - AT_THE_ROOT[app] - ROOMS[app] - DJANGO_FOLDERS == set()
    assert found >= {"apps", "models"}


@pytest.mark.parametrize("app", APPS)
def test_room_holds_only_the_layers_it_needs_by_their_names(app):
    for room in ROOMS[app] & modules(ROOT / app):
        allowed = LAYERS | DJANGO_FILES.get(f"{app}/{room}", set())
        assert modules(ROOT / app / room) - allowed == set(), f"{app}/{room}"
        assert (ROOT / app / room / "__init__.py").exists()


def test_nothing_is_called_utils_or_helpers():
    names = [name_of(path) for path in code(*APPS, "seeds", "tests")]
    assert len(names) > 100
    assert [name for name in names if re.search(r"(^|/)(utils?|helpers?|common|misc|base)(/|\.py$)", name)] == []


def test_imports_keep_every_contract():
    command = [str(ROOT / ".venv/bin/lint-imports"), "--no-cache"]
    if not (ROOT / ".venv").exists():
        command = [sys.executable, "-m", "importlinter.cli", "lint-imports", "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
    assert " 0 broken" in run.stdout


def test_domain_reads_no_clock():
    for path in (path for path in code() if "domain" in path.relative_to(ROOT).with_suffix("").parts):
        calls = {
            node.func.attr
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        assert calls & {"now", "today", "utcnow", "localdate"} == set(), name_of(path)
        assert "settings" not in {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}


def test_files_and_functions_are_small():
    long_files, long_functions = [], []
    for path in code(*APPS, "seeds", "tests"):
        if (lines := len(path.read_text().splitlines())) > 400:
            long_files.append(f"{name_of(path)}: {lines} lines")
        functions = (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))
        long_functions += [f"{name_of(path)} {node.name}: {size(node)} lines" for node in functions if size(node) > 60]
    assert long_files == []
    assert long_functions == []


def size(function):
    return function.end_lineno - function.lineno + 1


def test_median_function_is_ten_lines_or_less():
    sizes = sorted(size(node) for path in code() for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))
    assert sizes[len(sizes) // 2] <= 10
    assert sizes[len(sizes) * 9 // 10] <= 30


WRITES = {"save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "create"}


def test_views_and_admin_pages_write_through_actions_only():
    layers = {"views", "admin"}
    for path in (path for path in code() if layers & set(path.relative_to(ROOT).with_suffix("").parts)):
        found = [f"{name_of(path)}:{node.lineno} .{node.func.attr}()" for node in direct_writes(tree(path))]
        assert found == []


def direct_writes(module):
    for node in ast.walk(module):
        call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if call and node.func.attr in WRITES and not any(keyword.arg == "commit" for keyword in node.keywords):
            yield node


def test_tests_mirror_the_rooms():
    folders = [folder for app in APPS for folder in (ROOT / "tests" / app).glob("*/") if folder.name != "__pycache__"]
    assert len(folders) > 8
    for folder in folders:
        assert (ROOT / folder.parent.name / folder.name).is_dir(), f"{name_of(folder)} tests no room"


def test_licence_is_apache_by_its_spdx_line():
    lines = (ROOT / "LICENSE").read_text().splitlines()
    assert lines[0] == "SPDX-License-Identifier: Apache-2.0"
    assert "Apache License" in " ".join(lines[:6])
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text()


def test_changelog_has_a_place_for_the_next_release():
    text = (ROOT / "CHANGELOG.md").read_text()
    assert text.startswith("# Changelog\n")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE)[0] == "Unreleased"


def test_readme_begins_with_its_two_commands():
    commands = re.findall(r"^make (\w+)", (ROOT / "README.md").read_text(), re.MULTILINE)
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert commands[:2] == ["demo", "test"]
    assert {"setup", "demo", "test", "lint", "bench", "messages"} <= set(targets)


def test_every_decision_is_numbered_and_short():
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").iterdir())
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert all(len((ROOT / "docs/decisions" / name).read_text().splitlines()) <= 40 for name in names)


def test_links_between_documents_lead_somewhere():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())]
    assert len(links) >= 5
    assert [(name_of(page), link) for page, link in links if not (page.parent / link).exists()] == []


#: Put together so that this file does not name them itself.
HOSTS = ("pypi" + ".org", "python" + "hosted", "npm" + "js.", "deb.deb" + "ian.org", "proxy.go" + "lang")
PATHS = re.compile(r"(?<![\w.}\-])/(?:wo" + r"rk|ro" + r"ot|Us" + r"ers|opt/wh" + r"eels)/")


def test_no_file_names_a_registry_or_a_path_of_somebodys_machine():
    found = []
    for path in texts():
        text = path.read_text(errors="replace")
        found += [f"{name_of(path)}: {host}" for host in HOSTS if host in text]
        found += [f"{name_of(path)}: {match.group()}" for match in PATHS.finditer(text)]
    assert found == []
    assert PATHS.search("cd /wo" + "rk/main")


def test_ci_runs_the_commands_of_the_readme():
    script = (ROOT / ".ci" / "run").read_text()
    assert script.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in script
    assert "make --keep-going lint test" in script


def test_keys_are_pressed_only_after_the_focus_was_waited_for():
    """A browser takes keys before the page has put the cursor anywhere, and loses them."""
    texts = {path.name: path.read_text() for path in (ROOT / "tests" / "journeys").glob("*.py")}
    keyed = {name: text for name, text in texts.items() if re.search(r"\.keyboard\.(type|press\((?!\"Tab\"))", text)}
    assert len(keyed) >= 2
    assert [name for name, text in keyed.items() if ":focus" not in text and "wait_for_focus(" not in text] == []
