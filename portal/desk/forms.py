from allauth.account.adapter import DefaultAccountAdapter


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the secretary in the admin; nobody signs up."""

    def is_open_for_signup(self, request):
        return False
