from jiyue.engine.messages import N_
from jiyue.foundation.ui.navigation import Nav

NAV = [
    Nav(N_("Land surveys"), "baseline-surveys", "baseline.read", group="mechanisms", order=10),
    Nav(N_("Ledger of statistics"), "baseline-statistics", "baseline.read", group="mechanisms", order=11),
    Nav(N_("Targets"), "baseline-targets", "baseline.read", group="mechanisms", order=12),
    Nav(N_("Farmland balance"), "baseline-balance", "baseline.read", group="mechanisms", order=13),
    Nav(N_("Changes of boundaries"), "baseline-boundaries", "baseline.read", group="mechanisms", order=14),
]
