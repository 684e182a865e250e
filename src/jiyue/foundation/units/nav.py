from jiyue.engine.messages import N_
from jiyue.foundation.ui.navigation import Nav

NAV = [Nav(N_("Units of evaluation"), "units", "units.read", order=10)]
