from jiyue.engine.messages import N_
from jiyue.foundation.ui.navigation import Nav

NAV = [Nav(N_("Referrals"), "referrals", "referrals.read", order=60)]
