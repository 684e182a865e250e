from jiyue.engine.messages import N_
from jiyue.foundation.ui.navigation import Nav

NAV = [Nav(N_("Duties"), "duties", "duties.read", order=15)]
