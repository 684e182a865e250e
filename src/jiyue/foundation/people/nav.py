from jiyue.engine.messages import N_
from jiyue.foundation.ui.navigation import Nav

NAV = [
    Nav(N_("Organisations"), "organisations", "people.read", group="system", order=10),
    Nav(N_("Posts"), "posts", "people.read", group="system", order=20),
    Nav(N_("Accounts"), "accounts", "people.read", group="system", order=30),
]
