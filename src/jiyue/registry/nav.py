from jiyue.engine.messages import N_
from jiyue.foundation.ui.navigation import Nav
from jiyue.registry.lists import LISTS

NAV = [
    *(
        Nav(listed.short, listed.name, "registry.read", order=20 + i)
        for i, listed in enumerate(LISTS.values())
    ),
    Nav(N_("Duplicates"), "duplicates", "registry.merge", order=29),
]
