"""Workbooks encrypted with Excel's own default password are opened; any other password is refused."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

from jiyue.engine.problems import Refused
from jiyue.engine.sheet import shapes
from jiyue.engine.sheet.guard import parsing
from jiyue.engine.sheet.ole import checked_streams
from jiyue.engine.sheet.shapes import Limits

# Excel locks a "protected" workbook with this and opens it without asking ([MS-OFFCRYPTO] 2.4.2.3).
_DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105

# Excel derives a key 100,000 times; a forged number would keep the reader busy for hours.
_SPINS = re.compile(rb"spinCount\s*=\s*[\"']\s*(\d+)")
_LONGEST_COUNT, _MOST_SPINS = 9, 1_000_000


def is_encrypted(data: bytes, file: str) -> bool:
    """Whether the OLE file holds an encrypted workbook; Refused when it is broken or holds no workbook."""
    with parsing(file, "xls"):
        names = checked_streams(data)
        if "EncryptedPackage" in names:
            spins = _SPINS.search(names.get("EncryptionInfo", b""))
            if spins and (len(spins[1]) > _LONGEST_COUNT or int(spins[1]) > _MOST_SPINS):
                raise ValueError("the number of key derivations is forged")
            return True
        if not names.keys() & {"Workbook", "Book"}:
            raise Refused(shapes.UNKNOWN_KIND(file=file, found="Word / PowerPoint / OLE"))
        return bool(_office_file(data).is_encrypted())


def unlock(data: bytes, file: str, limits: Limits) -> bytes:
    """The decrypted bytes of a workbook with the default password; Refused when it has another one."""
    out = BytesIO()
    with parsing(file, "xls"):
        office = _office_file(data)
        try:
            office.load_key(password=_DEFAULT_PASSWORD)
            office.decrypt(out)
        except (InvalidKeyError, DecryptionError) as error:
            raise Refused(shapes.PASSWORD(file=file)) from error
    plain = out.getvalue()
    if len(plain) > limits.unpacked_bytes:
        raise Refused(shapes.PACKED_BOMB(file=file, found=len(plain), limit=limits.unpacked_bytes))
    return plain


def _office_file(data: bytes) -> Any:
    return msoffcrypto.OfficeFile(BytesIO(data))
