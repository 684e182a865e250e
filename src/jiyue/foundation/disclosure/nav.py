from jiyue.engine.messages import N_
from jiyue.foundation.ui.navigation import Nav

NAV = [
    Nav(N_("Notices"), "notices", "notices.draft", order=50),
    Nav(N_("Objections"), "objections", "notices.answer", order=51),
    Nav(N_("Public notices"), "public-notices", "notices.read", order=52),
]
