from jiyue.engine.messages import N_
from jiyue.foundation.ui.navigation import Nav

NAV = [
    Nav(N_("Evidence"), "evidence", "evidence.read", order=40),
    Nav(N_("Sheets to be stamped"), "sheets", "evidence.read", order=41),
]
