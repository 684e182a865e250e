from foundation.people_known import place, quick_passwords

__all__ = ["place", "quick_passwords"]
