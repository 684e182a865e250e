from jiyue.engine.messages import N_
from jiyue.foundation.ui.navigation import Nav

NAV = [Nav(N_("Audit trail"), "audit", "audit.read", group="system", order=90)]
