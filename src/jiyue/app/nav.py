from jiyue.engine.messages import N_
from jiyue.foundation.ui.navigation import Nav

NAV = [Nav(N_("To do"), "home", "home.read", group="", order=0)]
