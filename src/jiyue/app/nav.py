from django.utils import timezone

from jiyue.app import inbox
from jiyue.engine.messages import N_
from jiyue.foundation.access import Actor
from jiyue.foundation.ui.navigation import Nav


def waiting(actor: Actor) -> int:
    return inbox.count(actor, timezone.localdate())


NAV = [Nav(N_("To do"), "home", "home.read", group="", order=0, count=waiting)]
