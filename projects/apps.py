from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "加装与改造项目"

    def ready(self):
        from communities.owners.actions import erased
        from projects.outreach.actions import forget_with_owner

        erased.connect(forget_with_owner, dispatch_uid="outreach")
