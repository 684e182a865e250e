from foundation.people_known import place

__all__ = ["place"]
