"""An upload ends at its limit, so that nobody fills the disk of the server."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from jiyue.engine.messages import N_
from jiyue.engine.problems import define
from jiyue.foundation.files.limits import MB, limit

TOO_MUCH = define(
    "UPLOAD_TOO_LARGE",
    N_("The files of one upload may have {limit} MB together."),
    N_("Send them in several uploads."),
)


class Bounded(FileUploadHandler):
    """Counts the bytes of all files of a request; past the limit the rest is read and thrown away."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.room = limit("mb_request") * MB

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.room -= len(raw_data)
        if self.room < 0:
            self.request.too_much = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def too_much(request: HttpRequest) -> bool:
    """Whether the files of this request were cut at the limit."""
    return getattr(request, "too_much", False)
