"""The pages of frameworks: read, drafted, edited, compared, published, confirmed."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.office import Office
from indicators.test_pages_of_figures import client_of, text
from jiyue.foundation.files.models import Evidence, StoredFile
from jiyue.indicators.models import Confirmation, FrameworkVersion


@pytest.fixture
def shipped(office: Office) -> FrameworkVersion:
    return FrameworkVersion.objects.get(code="jintan-50", unit=None)


def to(version: FrameworkVersion, what: str = "") -> str:
    return f"/indicators/frameworks/{version.pk}/{what}"


def drafted(client: Client, office: Office, base: FrameworkVersion) -> FrameworkVersion:
    form = {"unit": office.place.plain.pk, "version": "2026", "note": "提高标准"}
    assert client.post(to(base, "draft"), form).status_code == 302
    return FrameworkVersion.objects.get(version="2026")


def test_a_framework_shows_its_lines_and_that_they_are_not_verified(office: Office, shipped) -> None:
    page = text(client_of(office.li), to(shipped))
    assert all(words in page for words in ("C12", "4812", "8984", "标准未核", "已核"))


def test_from_a_draft_through_the_difference_to_publication(office: Office, shipped) -> None:
    li, sun = client_of(office.li), client_of(office.sun)
    made = drafted(li, office, shipped)
    page = text(li, to(made, "edit/C12"))
    assert "4812" in page
    form = {
        "formula": "industrial_investment_cumulative",
        "zh": "新名",
        "standard": "5000",
        "excellence": "9000",
    }
    indicator = next(i for i in made.content["indicators"] if i["code"] == "C12")
    form |= {"formula": indicator["formula"], "decimals": str(indicator["decimals"])}
    form |= {f"weight_{variant}": weight for variant, weight in indicator["weights"].items()}
    assert li.post(to(made, "edit/C12"), form).status_code == 302
    page = text(li, to(made, "difference"))
    assert all(words in page for words in ("4812", "5000", "8984", "9000", "新名"))
    assert li.post(to(made, "publish")).status_code == 403
    assert sun.post(to(made, "publish")).status_code == 302
    made.refresh_from_db()
    assert made.state == "published"
    assert sun.post(to(made, "edit/C12"), form).status_code == 422


def test_a_source_keeps_both_languages_until_somebody_writes_another(office: Office, shipped) -> None:
    li, made = client_of(office.li), drafted(client_of(office.li), office, shipped)

    def c12() -> dict:
        made.refresh_from_db()
        return next(i for i in made.content["indicators"] if i["code"] == "C12")

    before = c12()
    assert before["source_zh"] in text(li, to(made, "edit/C12"))
    form = {name: before.get(name, "") for name in ("formula", "zh", "standard", "excellence", "decimals")}
    form |= {f"weight_{variant}": weight for variant, weight in before["weights"].items()}
    assert li.post(to(made, "edit/C12"), form | {"source": before["source_zh"]}).status_code == 302
    assert (c12()["source"], c12()["source_zh"]) == (before["source"], before["source_zh"])
    assert li.post(to(made, "edit/C12"), form | {"source": "本市文件"}).status_code == 302
    assert (c12()["source"], c12().get("source_zh")) == ("本市文件", None)


@pytest.mark.parametrize("ending", ["yaml", "xlsx"])
def test_the_table_that_is_given_out_is_taken_back(office: Office, shipped, ending: str) -> None:
    li = client_of(office.li)
    made = drafted(li, office, shipped)
    table = li.get(to(made, f"file.{ending}")).content
    sent = SimpleUploadedFile(f"table.{ending}", table)
    assert li.post(to(made, "upload"), {"file": sent}).status_code == 302
    before = made.digest
    made.refresh_from_db()
    assert made.digest == before


def test_a_table_that_is_none_is_refused_in_words(office: Office, shipped) -> None:
    li = client_of(office.li)
    made = drafted(li, office, shipped)
    for name, content in (("t.yaml", b"- 1"), ("t.xlsx", b"PK"), ("t.csv", b"a,b\n1,2\n"), ("t.exe", b"MZ")):
        sent = SimpleUploadedFile(name, BytesIO(content).getvalue())
        assert li.post(to(made, "upload"), {"file": sent}).status_code == 422, name


def test_a_figure_is_confirmed_by_a_document_and_page(office: Office, shipped) -> None:
    proof = paper(office)
    form = {"unit": office.place.plain.pk, "field": "standard", "evidence": proof.pk, "page": "3"}
    answer = client_of(office.li).post(to(shipped, "confirm/C12"), form)
    assert answer.status_code == 302, answer.content.decode()
    assert Confirmation.objects.get().indicator == "C12"
    assert proof.title in text(client_of(office.li), to(shipped))


def paper(office: Office) -> Evidence:
    """A document of the county that counts."""
    file = StoredFile.objects.create(sha256="a" * 64, size=1, kind="pdf", pages=3)
    account = office.place.person("王", "county_bureau", office.place.plain)
    return Evidence.objects.create(
        title="指标标准文件",
        unit=office.place.plain,
        organisation=account.organisation,
        file=file,
        name="a.pdf",
        grade="B",
        state="kept",
        classification="internal",
    )
