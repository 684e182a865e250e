from jiyue.engine.messages import N_
from jiyue.foundation.ui.navigation import Nav

NAV = [Nav(N_("Import of workbooks"), "imports", "imports.run", order=30)]
