"""Workbooks encrypted with Excel's own default password are opened; any other password is refused."""

from __future__ import annotations

from io import BytesIO
from struct import error as struct_error
from typing import Any

import msoffcrypto
import olefile
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

from jiyue.engine.problems import Refused
from jiyue.engine.sheet import shapes
from jiyue.engine.sheet.shapes import Limits

# Excel locks a "protected" workbook with this and opens it without asking ([MS-OFFCRYPTO] 2.4.2.3).
_DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105
_BROKEN = (
    FileFormatError,
    OSError,
    ValueError,
    struct_error,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
)


def is_encrypted(data: bytes, file: str) -> bool:
    """Whether the OLE file holds an encrypted workbook; Refused when it is broken or holds no workbook."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            names = {"/".join(parts) for parts in ole.listdir()}
        if "EncryptedPackage" in names:
            return True
        if not names & {"Workbook", "Book"}:
            found = "Word / PowerPoint / OLE"
            raise Refused(shapes.UNKNOWN_KIND(file=file, found=found))
        return bool(_office_file(data).is_encrypted())
    except Refused:
        raise
    except (*_BROKEN, DecryptionError) as error:
        raise Refused(shapes.BROKEN_FILE(file=file, kind="xls", reason=_reason(error))) from error


def unlock(data: bytes, file: str, limits: Limits) -> bytes:
    """The decrypted bytes of a workbook with the default password; Refused when it has another one."""
    out = BytesIO()
    try:
        office = _office_file(data)
        office.load_key(password=_DEFAULT_PASSWORD)
        office.decrypt(out)
    except (InvalidKeyError, DecryptionError) as error:
        raise Refused(shapes.PASSWORD(file=file)) from error
    except _BROKEN as error:
        raise Refused(shapes.BROKEN_FILE(file=file, kind="xls", reason=_reason(error))) from error
    if len(out.getbuffer()) > limits.unpacked_bytes:
        raise Refused(shapes.PACKED_BOMB(file=file, found=len(out.getbuffer()), limit=limits.unpacked_bytes))
    return out.getvalue()


def _office_file(data: bytes) -> Any:
    return msoffcrypto.OfficeFile(BytesIO(data))


def _reason(error: BaseException) -> str:
    return str(error) or type(error).__name__
