from jiyue.engine.messages import N_
from jiyue.foundation.ui.navigation import Nav

NAV = [Nav(N_("Documents"), "documents", "documents.read", order=40)]
