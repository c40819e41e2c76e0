"""How little of a phone number a list needs to show; pure."""


def masked(phone: str) -> str:
    """``13900000001`` as ``139****0001``; short numbers keep their last two digits only."""
    digits = phone.strip()
    if len(digits) >= 11:
        return f"{digits[:3]}****{digits[-4:]}"
    return f"****{digits[-2:]}" if digits else ""
