"""Files and pictures of their pages: only for those who may see the evidence, only as harmless bytes."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from jiyue.foundation.files.models import DISPOSED, Evidence, Passage, PrintedSheet, StoredFile
from jiyue.foundation.files.previews import crop, page_picture
from jiyue.foundation.pages import ActorRequest, page

SEALED = "default-src 'none'; sandbox"
"""What a browser may do with a file that somebody sent: nothing."""


def reached(model: Any, request: ActorRequest, key: int) -> Any:
    """The row, or 404 where the actor does not reach it: a foreign row is no more than a missing one."""
    return get_object_or_404(model.objects.reached(request.actor, "evidence.read"), pk=key)


def shown(found: Evidence) -> StoredFile:
    """The file of a piece of evidence; 404 once it was disposed of, though others may have the same."""
    if found.state == DISPOSED:
        raise Http404
    return found.file


def sealed(answer: HttpResponseBase) -> HttpResponseBase:
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = SEALED
    return answer


def sent(file: StoredFile, name: str) -> HttpResponseBase:
    """The file for saving, never for opening in place."""
    if not file.place.is_file():
        raise Http404
    return sealed(
        FileResponse(file.place.open("rb"), as_attachment=True, filename=name, content_type=file.what.mime)
    )


def picture(file: StoredFile, number: int) -> HttpResponseBase:
    if not file.what.drawn or not 1 <= number <= (file.pages or 0) or not file.place.is_file():
        raise Http404
    kept = page_picture(file.sha256, file.kind, number)
    return sealed(FileResponse(kept.open("rb"), content_type="image/png"))


@page("evidence.read")
def download(request: ActorRequest, key: int) -> HttpResponseBase:
    found: Evidence = reached(Evidence, request, key)
    return sent(shown(found), found.name)


@page("evidence.read")
def page_of_evidence(request: ActorRequest, key: int, number: int) -> HttpResponseBase:
    return picture(shown(reached(Evidence, request, key)), number)


@page("evidence.read")
def passage_picture(request: ActorRequest, key: int) -> HttpResponseBase:
    """The boxed part of a page, cut out."""
    found: Passage = reached(Passage, request, key)
    file = shown(found.evidence)
    if not file.place.is_file():
        raise Http404
    kept = page_picture(file.sha256, file.kind, found.page)
    cut = crop(kept, (found.left, found.top, found.width, found.height))
    return sealed(HttpResponse(cut, content_type="image/png"))


@page("evidence.read")
def sheet_pdf(request: ActorRequest, key: int) -> HttpResponseBase:
    found: PrintedSheet = reached(PrintedSheet, request, key)
    return sent(found.file, f"{found.title}.pdf")


@page("evidence.read")
def page_of_sheet(request: ActorRequest, key: int, number: int) -> HttpResponseBase:
    return picture(reached(PrintedSheet, request, key).file, number)
