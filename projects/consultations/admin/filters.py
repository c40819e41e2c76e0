"""征询 by what is to be done next: the lines of 今天要做 lead here."""

from django.contrib import admin
from django.utils import timezone

WORDS = {
    "count": "已截止，还没有计票",
    "differing": "有两遍不一致的票",
    "display": "等第二个人核对后公示",
    "answer": "有异议没有答复",
    "finalise": "公示期满，还没有定为最终结果",
}


class WaitingFilter(admin.SimpleListFilter):
    title = "要做的事"
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return WORDS.items()

    def queryset(self, request, queryset):
        now = timezone.now()
        waits = queryset.waits(now, timezone.localdate(now))
        return queryset.filter(waits[self.value()]) if self.value() in waits else queryset
