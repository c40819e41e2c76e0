"""Whoever sees personal data leaves a line in the read log."""

from collections import Counter

from communities.journal import actions as journal


class ReadingsLogged:
    """For a ModelAdmin whose list or record shows personal data; the two texts say how it was seen."""

    personal_list = ""
    personal_page = ""

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        changelist = (getattr(response, "context_data", None) or {}).get("cl")
        if self.personal_list and changelist is not None:
            self.record_rows(request, changelist.result_list, purpose=self.personal_list)
        return response

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if self.personal_page and obj is not None:
            journal.record_reading(by=request.user, obj=obj, purpose=self.personal_page)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def record_rows(self, request, rows, *, purpose):
        """One line a community, with how many rows were shown."""
        for community_id, count in Counter(row.community_id for row in rows).items():
            journal.record_reading(
                by=request.user,
                object_key=self.opts.label_lower,
                community_id=community_id,
                purpose=purpose,
                rows=count,
            )
