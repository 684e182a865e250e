"""Files made on the spot: honest ones of every kind, and hostile ones."""

import struct
import zipfile
from io import BytesIO

import docx
import typst
import xlsxwriter
from PIL import ExifTags, Image, ImageDraw

TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'


def picture(form: str = "PNG", size: tuple[int, int] = (120, 80), **options: object) -> bytes:
    drawn = Image.new("RGB", size, "white")
    ImageDraw.Draw(drawn).rectangle((10, 10, 60, 40), fill="navy")
    out = BytesIO()
    drawn.save(out, form, **options)
    return out.getvalue()


def photo(*, place: bool = True, time: bool = True, turned: bool = False) -> bytes:
    """A JPEG as a phone makes it, at 33.45 N 119.3 E on 2 May 2025."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "HUAWEI", "ALN-AL00"
    if turned:
        exif[ExifTags.Base.Orientation] = 6
    if time:
        inner = exif.get_ifd(ExifTags.IFD.Exif)
        inner[ExifTags.Base.DateTimeOriginal] = "2025:05:02 10:20:31"
        inner[ExifTags.Base.OffsetTimeOriginal] = "+08:00"
    if place:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (33.0, 27.0, 0.0)
        gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (119.0, 18.0, 0.0)
    return picture("JPEG", exif=exif)


def pdf(pages: int = 1, text: str = "evidence") -> bytes:
    body = "#pagebreak()".join(f"{text} {n}" for n in range(1, pages + 1))
    return typst.compile(body.encode(), format="pdf")


def bulletin(place: str, year: int) -> bytes:
    """A page of a yearly bulletin, with a figure in its first paragraph."""
    body = f"""
#set page(paper: "a4")
#set text(font: "Noto Serif CJK SC", size: 13pt)
#set par(leading: 1.1em, first-line-indent: (amount: 2em, all: true))
#align(center)[#text(size: 18pt, weight: "bold")[{place}{year}年国民经济和社会发展统计公报]

{place}统计局]

全年实现地区生产总值 763.44 亿元，按可比价格计算，比上年增长 6.1%，其中第二产业增加值比重提高。
年末全县共有 233 个行政村，农村道路和灌溉设施继续改善。

年末全县常住人口和城镇化率继续上升，固定资产投资稳步增长，工业用地效益进一步提高。

本公报中的数据为最终核实数，部分合计数因四舍五入存在与分项之和不等的情况。
"""
    return typst.compile(body.encode(), format="pdf")


def locked_pdf() -> bytes:
    """A PDF with a password (standard handler, revision 2); only its head says so, nothing can be read."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for n, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % n + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    ident = b"<" + b"43" * 16 + b">"
    out += b"trailer\n<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[" + ident * 2 + b"]>>\n"
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def xlsx() -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, "面积")
    return out.getvalue()


def word() -> bytes:
    out = BytesIO()
    made = docx.Document()
    made.add_paragraph("情况说明")
    made.save(out)
    return out.getvalue()


def packed(**parts: bytes | str) -> bytes:
    """A zip; names are given with __ for a dot and ___ for a slash."""
    return zipped({name.replace("___", "/").replace("__", "."): body for name, body in parts.items()})


def zipped(parts: dict[str, bytes | str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def with_macros() -> bytes:
    """An .xlsm that was renamed to .xlsx."""
    return zipped(
        {
            "[Content_Types].xml": TYPES.format(""),
            "xl/workbook.xml": "<workbook/>",
            "xl/vbaProject.bin": b"\xcc\x61",
        }
    )


def ofd() -> bytes:
    return zipped({"OFD.xml": "<ofd:OFD/>", "Doc_0/Document.xml": "<ofd:Document/>"})


def video() -> bytes:
    return struct.pack(">I", 24) + b"ftypisom" + b"\0\0\2\0isomiso2" + struct.pack(">I", 8) + b"mdat"


def heic() -> bytes:
    return struct.pack(">I", 24) + b"ftypheic" + b"\0\0\0\0mif1heic"


def bomb() -> bytes:
    """Fifty megabytes of nothing in fifty kilobytes."""
    return zipped({"zeros.txt": b"\0" * (50 * 2**20)})


def huge_png() -> bytes:
    """A head that promises 100 000 x 100 000 pixels."""
    import zlib

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + data + chunk(b"IEND", b"")


def ole(*streams: tuple[str, bytes]) -> bytes:
    """A compound file with these streams ([MS-CFB]), each at least 4096 bytes."""
    sector, free, end, fat_mark = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    bodies = [body.ljust(4096, b"\0") for _, body in streams]
    count = len(streams) + 1
    dir_sectors = -(-count // 4)
    fat = [fat_mark]
    fat += [n + 2 for n in range(dir_sectors - 1)] + [end]
    starts = []
    for body in bodies:
        starts.append(len(fat))
        length = -(-len(body) // sector)
        fat += [len(fat) + n + 1 for n in range(length - 1)] + [end]
    fat += [free] * (128 - len(fat))

    def entry(name: str, kind: int, start: int, size: int, child: int = free, right: int = free) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, free, right, child)
        return head + b"\0" * 36 + struct.pack("<IQ", start, size)

    rows = [entry("Root Entry", 5, end, 0, child=1 if streams else free)]
    for n, ((name, _), body) in enumerate(zip(streams, bodies, strict=True)):
        rows.append(entry(name, 2, starts[n], len(body), right=n + 2 if n + 1 < len(streams) else free))
    directory = b"".join(rows).ljust(dir_sectors * sector, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    head += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    data = b"".join(body.ljust(-(-len(body) // sector) * sector, b"\0") for body in bodies)
    return head + struct.pack("<128I", *fat) + directory + data


def xls(*records: tuple[int, bytes]) -> bytes:
    """An .xls with these records after its beginning ([MS-XLS])."""
    begin = (0x0809, struct.pack("<HHHHII", 0x0600, 5, 0x0DBB, 0x07CC, 0, 6))
    book = b"".join(struct.pack("<HH", k, len(b)) + b for k, b in (begin, *records, (0x000A, b"")))
    return ole(("Workbook", book))


def macro_sheet_xls() -> bytes:
    return xls((0x0085, struct.pack("<IBBBB", 0, 0, 1, 6, 0) + b"Macro1"))
