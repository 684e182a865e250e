from jiyue.foundation.ui.navigation import Nav
from jiyue.mechanisms.office.lists import ALL

NAV = [
    Nav(listed.short, listed.name, "office.read", group="office", order=200 + i)
    for i, listed in enumerate(ALL)
]
