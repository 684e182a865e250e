from jiyue.engine.messages import N_
from jiyue.foundation.messages.actions import unread_count
from jiyue.foundation.ui.navigation import Nav

NAV = [
    Nav(N_("Messages"), "messages", "messages.read", group="", order=20, count=unread_count),
    Nav(N_("Outgoing messages"), "messages-out", "messages.manage", group="system", order=60),
]
