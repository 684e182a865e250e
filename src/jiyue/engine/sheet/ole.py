"""The compound file around an .xls, checked so that no parser loops or reserves memory on a forged number."""

from __future__ import annotations

from io import BytesIO
from struct import unpack_from

import olefile

_LAST_SECTOR = 0xFFFFFFF9  # larger numbers end a chain ([MS-CFB] 2.1)
_DIFAT_START = 68
_READ = ("Workbook", "Book", "EncryptionInfo")
_OVERLAP = 62  # calamine takes the number of DIFAT sectors from here


def checked_streams(data: bytes) -> dict[str, bytes]:
    """The streams of a workbook, empty bytes for all others; ValueError when a number is forged."""
    with olefile.OleFileIO(BytesIO(data)) as ole:
        size = ole.sector_size
        sectors = len(data) // size + 1
        if max(ole.num_fat_sectors, ole.num_mini_fat_sectors, ole.num_difat_sectors) > sectors:
            raise ValueError("sector counts exceed the file")
        if unpack_from("<I", data, _OVERLAP)[0] >> 16 > sectors:
            raise ValueError("sector counts exceed the file")
        _walk_difat(data, size)
        _walk(list(ole.fat), ole.first_dir_sector)
        names = {"/".join(parts): ole.get_size(parts) for parts in ole.listdir()}
        if max([ole.root.size, *names.values()]) > len(data):
            raise ValueError("a stream is longer than the file")
        read = {name: ole.openstream(name).read() for name in _READ if name in names}
    return dict.fromkeys(names, b"") | read


def _walk(table: list[int], sector: int) -> None:
    seen: set[int] = set()
    while sector <= _LAST_SECTOR:
        if sector in seen or sector >= len(table):
            raise ValueError("the directory is a circle")
        seen.add(sector)
        sector = table[sector]


def _walk_difat(data: bytes, size: int) -> None:
    seen: set[int] = set()
    sector = unpack_from("<I", data, _DIFAT_START)[0]
    while sector <= _LAST_SECTOR:
        if sector in seen:
            raise ValueError("the sector table is a circle")
        seen.add(sector)
        sector = unpack_from("<I", data, (sector + 2) * size - 4)[0]
