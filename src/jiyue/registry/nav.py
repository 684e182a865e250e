from jiyue.engine.messages import N_
from jiyue.foundation.ui.navigation import Nav

NAV = [
    Nav(N_("Enterprises"), "enterprises", "registry.read", order=20),
    Nav(N_("Parcels"), "parcels", "registry.read", order=21),
    Nav(N_("Mines"), "mines", "registry.read", order=22),
    Nav(N_("Rights holders"), "rightsholders", "registry.read", order=23),
    Nav(N_("Duplicates"), "duplicates", "registry.merge", order=24),
]
