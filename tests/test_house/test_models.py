"""Tables: their arrows point down, they name nobody, and every rule they carry has been tried."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL
from django.utils import timezone

from communities.people.models import User
from communities.scoping import ScopedAdmin

from .source import APPS, ROOT

#: Lowest first; rooms on one line know nothing of each other.
FLOORS = (
    ("communities.journal",),
    ("communities.places",),
    ("communities.owners",),
    ("communities.people",),
    ("communities.households",),
    ("communities.bodies",),
    ("communities.register",),
    ("projects.retrofits",),
    ("projects.consultations", "projects.deliberation", "projects.outreach"),
    ("projects.costs",),
    ("projects.accounts",),
    ("projects.upkeep",),
    ("projects.procedure",),
    ("portal.notices",),
    ("portal.meetings", "portal.search", "portal.votes"),
)
OURS = [model for model in apps.get_models() if model._meta.app_label in APPS]
TABLES = [model for model in OURS if not model._meta.proxy]
CANARY = "金丝雀13912345678"
#: A staff account's words: kept as long as the account, which the journal needs to say who acted.
ACCOUNTS = {User}


def label(model):
    return model._meta.label


def room(model):
    return ".".join(model.__module__.split(".")[:2])


def floor(model):
    return next(number for number, rooms in enumerate(FLOORS) if room(model) in rooms)


def relations(model):
    return [field for field in model._meta.fields if field.is_relation]


def test_foreign_keys_point_down_or_stay_in_the_room():
    upward = [
        f"{label(model)}.{field.name} -> {label(field.related_model)}"
        for model in TABLES
        for field in relations(model)
        if room(model) != room(field.related_model) and floor(field.related_model) >= floor(model)
    ]
    assert upward == []
    assert len(TABLES) >= 20


def test_journal_has_no_foreign_key():
    journal = [model for model in TABLES if room(model) == "communities.journal"]
    assert {model.__name__ for model in journal} == {"Entry", "Head", "Reading"}
    assert [field for model in journal for field in relations(model)] == []


def test_a_row_disappears_with_another_only_where_it_is_meaningless_alone():
    cascades = {
        f"{label(model)}.{field.name}"
        for model in TABLES
        for field in relations(model)
        if field.remote_field.on_delete is models.CASCADE
    }
    assert cascades == {
        "communities.Upload.by",
        "communities.Upload.community",
        "communities.VolunteerSkill.volunteer",
        "portal.Announcement.notice",
        "portal.Attachment.notice",
        "portal.SearchDocument.notice",
    }


PERSONAL = re.compile(r"^(.*_)?(name|phone|mobile|email|wechat|address|birth.*|id_no|certificate.*|note|username)$")


def test_field_that_looks_personal_is_declared_so():
    rooms = {"communities.owners", "communities.people", "communities.register", "projects.outreach"}
    undeclared = [
        f"{label(model)}.{field.name}"
        for model in TABLES
        if room(model) in rooms
        for field in model._meta.fields
        if PERSONAL.match(field.name) and field.name not in getattr(model, "personal_fields", ())
    ]
    assert undeclared == []
    assert PERSONAL.match("certificate_hash")


def test_personal_fields_exist_and_stand_only_where_people_are_kept():
    with_people = [model for model in TABLES if getattr(model, "personal_fields", ())]
    assert {room(model) for model in with_people} == {
        "communities.owners",
        "communities.people",
        "communities.register",
        "projects.accounts",
        "projects.outreach",
    }
    for model in with_people:
        assert model.personal_fields <= {field.name for field in model._meta.fields}, label(model)


def test_table_with_personal_data_states_purpose_and_expiry():
    for model in TABLES:
        if not getattr(model, "personal_fields", ()) or model in ACCOUNTS:
            continue
        if parent := getattr(model, "kept_with", ""):
            model = model._meta.get_field(parent).related_model
        purpose, expires_on = (model._meta.get_field(name) for name in ("purpose", "expires_on"))
        assert purpose.default != models.NOT_PROVIDED
        assert purpose.default.strip(), label(model)
        assert isinstance(expires_on, models.DateField)
        assert not expires_on.null, label(model)


def filled(model, depth=5):
    """An unsaved row whose personal fields hold a canary, and so have the rows it points to."""
    personal = getattr(model, "personal_fields", ())
    row = model(pk=7)
    for field in model._meta.concrete_fields:
        if field.is_relation:
            if depth and not isinstance(field.remote_field.model, str):
                setattr(row, field.name, filled(field.related_model, depth - 1))
        elif field.name in personal:
            setattr(row, field.name, CANARY)
        elif isinstance(field, models.CharField) and not field.value_from_object(row):
            setattr(row, field.name, field.choices[0][0] if field.choices else "字")
        elif isinstance(field, models.DateField) and field.value_from_object(row) is None:
            setattr(row, field.name, timezone.now())
    return row


@pytest.mark.parametrize("model", OURS, ids=label)
def test_name_of_a_row_holds_no_personal_data(model):
    row = filled(model)
    assert str(row).strip()
    assert CANARY[:3] not in str(row) + repr(row)
    assert "13912345678" not in str(row) + repr(row)


def test_canary_would_sing():
    owner = filled(apps.get_model("communities", "Owner"))
    assert owner.name == owner.phone == CANARY
    assert filled(apps.get_model("communities", "Post")).volunteer.name == CANARY


def rules():
    for model in TABLES:
        for rule in (*model._meta.constraints, *model.__dict__.get("guards", ())):
            yield rule.name


def test_every_constraint_and_guard_is_tried_by_name():
    here = ROOT / "tests" / "test_house"
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if here not in path.parents]
    words = set(re.findall(r"[a-z0-9_]{6,}", "\n".join(path.read_text() for path in files)))
    names = sorted(rules())
    assert len(names) == len(set(names)) > 90
    assert [name for name in names if name not in words] == []


def test_every_unique_rule_has_words_for_the_person_who_meets_it():
    silent = [
        rule.name
        for model in TABLES
        for rule in model._meta.constraints
        if isinstance(rule, models.UniqueConstraint)
        and rule.violation_error_message == models.UniqueConstraint.default_violation_error_message
    ]
    assert silent == ["notices_correction_once"]  # no form writes a correction's number


def test_who_never_stands_without_when():
    lonely = []
    for model in TABLES:
        names = {field.name for field in model._meta.fields}
        people = [name for name in names if name == "by" or name.endswith("_by")]
        lonely += [f"{label(model)}.{name}" for name in people if re.sub(r"by$", "at", name) not in names]
    assert lonely == []
    assert "published_by" in {field.name for field in apps.get_model("portal", "Notice")._meta.fields}


def test_every_page_of_the_desk_is_scoped():
    pages = {label(model): page for model, page in admin.site._registry.items()}
    assert len(pages) >= 10
    assert [name for name, page in pages.items() if not isinstance(page, ScopedAdmin)] == []
    plain = (admin.TabularInline, admin.StackedInline)
    inlines = [inline for page in pages.values() for inline in page.inlines]
    assert [inline for inline in inlines if inline.__bases__[0] in plain] == []


def test_no_migration_is_pending(db, capsys):
    call_command("makemigrations", check=True, dry_run=True)
    assert capsys.readouterr().out.strip() == "No changes detected"


def our_migrations():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return [migration for (app, _), migration in sorted(loader.disk_migrations.items()) if app in APPS]


def test_migrations_are_named_by_intent():
    assert len(our_migrations()) >= 3
    for migration in our_migrations():
        intent = migration.name[5:]
        assert re.match(r"\d{4}_[a-z]", migration.name), migration.name
        assert intent not in ("initial", migration.suggest_name()), f"{migration} has Django's own name"
        assert not re.search(r"(^|_)auto_|_and_more$", intent), migration.name


def test_migrations_of_data_can_be_undone():
    for migration in our_migrations():
        for operation in migration.operations:
            if isinstance(operation, RunPython | RunSQL):
                assert operation.reversible, f"{migration} cannot be undone"
    assert all(migration.atomic for migration in our_migrations())


def test_labels_are_chinese():
    for model in TABLES:
        assert re.search(r"[一-鿿]", str(model._meta.verbose_name)), label(model)
    latin = [
        f"{label(model)}.{field.name}"
        for model in TABLES
        for field in model._meta.fields
        if room(model) != "portal.search" and not field.primary_key and not field.auto_created
        if not re.search(r"[一-鿿]", str(field.verbose_name)) and field.model.__module__.split(".")[0] in APPS
    ]
    assert [name for name in latin if not name.startswith("communities.User.")] == []


def test_manual_revokes_every_append_only_table():
    manual = (ROOT / "docs" / "operations-manual.md").read_text()
    revoked = re.search(r"REVOKE UPDATE, DELETE ON ([\w, ]+) FROM linli_app", manual).group(1).split(", ")
    kept = [
        model._meta.db_table
        for model in TABLES
        if {"UPDATE", "DELETE", "TRUNCATE"}
        == {guard.event for guard in model.__dict__.get("guards", ()) if guard.when == "1=1"}
    ]
    assert sorted(revoked) == sorted(kept)
    assert "communities_entry" in kept
