from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "加装与改造项目"

    def ready(self):
        from communities.owners.actions import erased
        from projects.outreach.actions import forget_with_owner
        from projects.procedure.actions import steps_agree
        from projects.retrofits.actions import moving

        erased.connect(forget_with_owner, dispatch_uid="outreach")
        moving.connect(steps_agree, dispatch_uid="procedure")
