"""Every dependency says why it is there, and the locks are what was asked for."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .source import ROOT

LOCKS = ("requirements.txt", "requirements-dev.txt")


def wanted(*extras):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    return {canonicalize_name(item.name): item for item in map(Requirement, lines)}


def locked(name):
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", (ROOT / name).read_text(), re.MULTILINE)
    return {canonicalize_name(package): version for package, version in pins}


def test_dependency_without_a_why_is_refused():
    text = (ROOT / "pyproject.toml").read_text()
    block = text[text.index("dependencies = [") : text.index("[tool.")]
    lines = [line.strip() for line in block.splitlines() if line.strip().startswith('"')]
    assert len(lines) == len(wanted("production", "dev"))
    assert [line for line in lines if not re.search(r"#\s+\S+", line)] == []


@pytest.mark.parametrize(("lock", "extras"), (("requirements.txt", ["production"]), (LOCKS[1], ["production", "dev"])))
def test_lock_holds_everything_asked_for_in_a_fitting_version(lock, extras):
    pins = locked(lock)
    asked = wanted(*extras)
    assert set(asked) - set(pins) == set()
    assert [name for name, item in asked.items() if not item.specifier.contains(pins[name])] == []


def test_locks_agree_with_each_other():
    base, dev = locked(LOCKS[0]), locked(LOCKS[1])
    assert len(base) > 20
    assert {name: dev.get(name) for name in base} == base


def test_production_installs_no_tool_of_ours():
    tools = {"pytest", "ruff", "djlint", "playwright", "hypothesis", "uv"}
    assert set(locked(LOCKS[0])) & tools == set()
    assert tools <= set(locked(LOCKS[1]))


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_address_and_every_pin_has_a_hash(lock):
    text = (ROOT / lock).read_text()
    assert re.search(r"https?:|\bfile:|@ |--(extra-)?index|--find-links|--trusted", text) is None
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)
    assert [block.splitlines()[0] for block in blocks if "==" in block and "--hash=sha256:" not in block] == []
