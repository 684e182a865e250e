from foundation.people_known import place, quick_passwords
from indicators.office import office
from indicators.sample import example

__all__ = ["example", "office", "place", "quick_passwords"]
