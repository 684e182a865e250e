"""What the server calls."""

import os
from collections.abc import Callable, Sequence
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiyue.app.settings")
Application = Callable[[dict[str, Any], Any], Any]


def behind(called: Application, proxies: Sequence[str]) -> Application:
    """``called`` with the address of the client that ``proxies`` (addresses or networks) name."""
    if not proxies:
        return called
    from granian.utils.proxies import wrap_wsgi_with_proxy_headers

    wrapped: Application = wrap_wsgi_with_proxy_headers(called, trusted_hosts=list(proxies))
    return wrapped


def served() -> Application:
    made = get_wsgi_application()
    from django.conf import settings

    return behind(made, settings.PROXIES)


application = served()
