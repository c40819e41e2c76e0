"""What every page knows beside its own context."""

from django.conf import settings


def page(request):
    return {
        "site_url": settings.SITE_URL,
        "icp_number": settings.ICP_NUMBER,
        "police_number": settings.POLICE_NUMBER,
    }
