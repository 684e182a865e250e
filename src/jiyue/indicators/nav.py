from jiyue.engine.messages import N_
from jiyue.foundation.ui.navigation import Nav

NAV = [
    Nav(N_("Evaluations"), "evaluations", "indicators.read", group="campaign", order=10),
    Nav(N_("Indicator data"), "values", "indicators.read", group="campaign", order=20),
    Nav(N_("Frameworks"), "frameworks", "indicators.read", group="campaign", order=30),
    Nav(N_("Dictionary of measures"), "measures", "indicators.read", group="campaign", order=40),
]
