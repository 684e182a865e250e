from jiyue.engine.messages import N_
from jiyue.foundation.ui.navigation import Nav
from jiyue.indicators.upper.models import READ

NAV = [
    Nav(N_("Tables of upper levels"), "upper-tables", READ, group="campaign", order=40),
    Nav(N_("Reconciliation"), "reconciliations", READ, group="campaign", order=50),
]
