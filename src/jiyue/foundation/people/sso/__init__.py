"""Single sign-on: each way in is a module here that offers a :class:`Provider`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from jiyue.engine.messages import N_
from jiyue.engine.problems import define

SSO_DOWN = define(
    "SSO_DOWN",
    N_("The single sign-on does not answer as it should: {reason}."),
    N_("Try again later, or sign in with your password."),
)
SSO_FORGED = define(
    "SSO_FORGED",
    N_("The answer of the single sign-on does not prove who you are: {reason}."),
    N_("Start again from the sign-in page. If it happens again, tell the security administrator."),
)
SSO_REFUSED = define(
    "SSO_REFUSED",
    N_("The single sign-on did not let you in: {reason}."),
    N_("Start again from the sign-in page, or ask whoever runs the single sign-on."),
)


@dataclass(frozen=True)
class Identity:
    """Whom a provider vouches for. ``subject`` never changes and names the provider as well."""

    subject: str
    username: str = ""
    name: str = ""
    email: str = ""


class Provider(Protocol):
    """One way in. What ``start`` asks to remember comes back to ``finish`` from the same browser, once."""

    @property
    def title(self) -> str:
        """What stands on the button."""
        ...

    def start(self, back: str) -> tuple[str, dict[str, str]]:
        """Where to send the browser, and what to remember; ``back`` is our address for the answer."""
        ...

    def finish(self, back: str, answer: Mapping[str, str], remembered: Mapping[str, str]) -> Identity:
        """Who it is; ``Refused`` when the answer is not beyond doubt."""
        ...


def provider() -> Provider | None:
    """The way in that the settings name; None without one."""
    if not settings.OIDC:
        return None
    from jiyue.foundation.people.sso.oidc import Oidc

    return Oidc(**settings.OIDC)
