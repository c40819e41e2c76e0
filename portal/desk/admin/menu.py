"""The menu: at most seven groups, in the order of a committee's day. A room belongs to one group."""

ORDER = (
    ("通知", ("notices", "votes")),
    ("项目进展", ("retrofits", "procedure", "upkeep")),
    ("表决和议事", ("consultations", "deliberation", "meetings", "outreach")),
    ("账目", ("costs", "accounts")),
    ("楼栋住户", ("places", "owners", "households", "register")),
    ("人员权限", ("people", "bodies")),
    ("修改记录", ("journal",)),
)


def groups(app_dict):
    """Django's list of apps, regrouped by room; a room nobody placed stands under its app's name."""
    found = {}
    for app in app_dict.values():
        for page in app["models"]:
            name = _group_of(page["model"]) or app["name"]
            group = found.setdefault(name, {**app, "name": name, "models": []})
            group["models"].append(page)
    order = [name for name, _ in ORDER]
    listed = sorted(found.values(), key=lambda group: order.index(group["name"]) if group["name"] in order else 99)
    for group in listed:
        group["app_url"] = group["models"][0]["admin_url"] or ""
    return listed


def _group_of(model):
    room = model.__module__.split(".")[1]
    return next((name for name, rooms in ORDER if room in rooms), None)
