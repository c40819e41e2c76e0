"""议题的表决: one line ties a topic to the vote that came of it."""

from django.contrib import admin
from django.urls import reverse

from communities.scoping import ScopedAdmin

from .models import TopicVote


@admin.register(TopicVote)
class TopicVoteAdmin(ScopedAdmin):
    community_path = "topic__community"
    list_display = ("topic", "consultation", "web")
    list_filter = ("topic__community",)
    list_select_related = ("topic__community", "consultation__building_group__compound")
    search_fields = ("topic__title",)
    autocomplete_fields = ("topic", "consultation")
    fields = ("topic", "consultation")
    actions = None

    def has_change_permission(self, request, obj=None):
        return False

    def view_on_site(self, obj):
        return reverse("topic", args=[obj.topic.community.slug, obj.topic_id])
