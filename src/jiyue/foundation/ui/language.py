"""Chinese first, English complete: the language of a page, for our catalogue and for Django's."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from jiyue.engine.messages import DEFAULT_LANGUAGE, LANGUAGES, language

COOKIE = "jiyue_language"
DJANGO = {"zh": "zh-hans", "en": "en"}


class SpeakLanguage:
    """Speak the language of the cookie, else Chinese."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.COOKIES.get(COOKIE, "")
        spoken = said if said in LANGUAGES else DEFAULT_LANGUAGE
        with language(spoken), translation.override(DJANGO[spoken]):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", "zh-Hans" if spoken == "zh" else "en")
        return response
