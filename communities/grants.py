"""What each role may do with a model: stated beside the model as ``grants``; how far it reaches is people.Scope.

A verb is the first word of a Django permission (``view_unit``, ``publish_notice``). A model without ``grants`` is for
superusers only.
"""

from django.apps import apps

KEEP = frozenset({"view", "add", "change", "delete"})
LOOK = frozenset({"view"})

#: Kept by the committee, of no concern to a 楼组长.
COMMITTEE = {"secretary": KEEP, "committee": KEEP}
#: Kept by the committee; a 楼组长 sees what belongs to the own stairs.
COMMITTEE_LEADER_LOOKS = {**COMMITTEE, "group_leader": LOOK}
#: Kept by the secretary; the committee may look.
SECRETARY = {"secretary": KEEP, "committee": LOOK}
#: Written by actions only: nobody adds, changes or deletes by hand.
READ_ONLY = {"secretary": LOOK, "committee": LOOK}


def granted(role: str, permission: str) -> bool:
    """Whether ``role`` holds ``permission`` ("app.verb_model")."""
    app_label, _, codename = permission.partition(".")
    verb, _, model_name = codename.partition("_")
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        return False
    return verb in getattr(model, "grants", {}).get(role, ())


def modules(role: str) -> set[str]:
    """Labels of the apps in which ``role`` may see anything."""
    return {model._meta.app_label for model in apps.get_models() if getattr(model, "grants", {}).get(role)}
