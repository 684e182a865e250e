from jiyue.engine.messages import N_
from jiyue.foundation.ui.navigation import Nav

NAV = [Nav(N_("Jobs"), "jobs", "jobs.read", group="system", order=10)]
