from foundation.people_known import place, quick_passwords
from indicators.sample import example

__all__ = ["example", "place", "quick_passwords"]
