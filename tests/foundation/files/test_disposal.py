"""Evidence whose retention is over goes by the word of two; the content goes, row and fingerprint stay."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.files import samples
from foundation.files.conftest import taken
from foundation.seeing import seen_on
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.files import actions, content, disposal
from jiyue.foundation.files.models import Disposal, Evidence, StoredFile
from jiyue.foundation.files.previews import cache, page_picture
from jiyue.foundation.people.models import Account
from jiyue.foundation.ui.deeds import history_of

WHY = "保管期满，无继续保存价值"


def over(found: Evidence) -> Evidence:
    """The evidence as if its retention had ended yesterday."""
    Evidence.objects.filter(pk=found.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    return Evidence.objects.get(pk=found.pk)


@pytest.fixture
def gone(office, django_capture_on_commit_callbacks) -> Any:
    """``gone(evidence)``: proposed by li, confirmed by wang, and committed."""

    def dispose(found: Evidence) -> Evidence:
        proposed = disposal.propose(office.li, over(found), WHY)
        with django_capture_on_commit_callbacks(execute=True):
            disposal.confirm(office.wang, proposed)
        return Evidence.objects.get(pk=found.pk)

    return dispose


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=name))
    return client


def test_the_content_goes_and_the_fingerprint_stays(office, gone) -> None:
    found = office.add()
    sha256, place = found.file.sha256, found.file.place
    page_picture(sha256, "pdf", 1)
    left = gone(found)
    assert not place.exists()
    assert not list(cache().glob(f"*/{sha256}-*"))
    assert (left.state, left.title, left.file.sha256) == ("disposed", found.title, sha256)
    assert left.file.removed_at is not None
    assert left.file.facts == {}
    line = AuditLine.objects.first()
    assert line.params["hash"] == sha256
    assert len(history_of(left)) == 3


def test_only_one_person_is_not_enough(office, refused) -> None:
    proposed = disposal.propose(office.li, over(office.add()), WHY)
    refused("SAME_PERSON", disposal.confirm, office.li, proposed)
    assert Evidence.objects.get().state == "kept"


@pytest.mark.parametrize("years", [10, None])
def test_what_is_to_be_kept_is_not_proposed(office, refused, years) -> None:
    found = actions.add_evidence(office.li, taken("a.pdf", samples.pdf(1)), office.said(retain_years=years))
    refused("EVIDENCE_NOT_DUE", disposal.propose, office.li, found, WHY)


def test_a_longer_retention_stops_a_proposal(office, refused) -> None:
    found = over(office.add())
    proposed = disposal.propose(office.li, found, WHY)
    actions.describe(office.li, found, office.said(retain_years=30))
    refused("EVIDENCE_NOT_DUE", disposal.confirm, office.wang, proposed)


def test_a_second_proposal_and_a_second_decision_are_refused(office, gone, refused) -> None:
    found = over(office.add())
    proposed = disposal.propose(office.li, found, WHY)
    refused("DISPOSAL_PROPOSED", disposal.propose, office.wang, found, WHY)
    disposal.decline(office.li, proposed, "还要用")
    refused("DISPOSAL_DECIDED", disposal.confirm, office.wang, proposed)
    assert gone(found).state == "disposed"


def test_the_same_content_of_other_evidence_stays(office, gone) -> None:
    data = samples.pdf(2)
    first, second = office.add(data), office.add(data)
    place = first.file.place
    assert gone(first).file.removed_at is None
    assert place.exists()
    li = client_of("li")
    assert li.get(reverse("evidence-file", args=[first.pk])).status_code == 404
    answer = li.get(reverse("evidence-file", args=[second.pk]))
    assert b"".join(answer) == data
    gone(second)
    assert not place.exists()


def test_the_same_paper_may_come_again(office, gone) -> None:
    data = samples.pdf(2)
    old = gone(office.add(data))
    new = office.add(data)
    assert new.file_id == old.file_id
    assert new.file.place.exists()
    assert new.file.removed_at is None
    assert client_of("li").get(reverse("evidence-file", args=[old.pk])).status_code == 404


def test_content_that_vanishes_while_it_is_added_is_sent_again(office, gone, refused) -> None:
    data = samples.pdf(2)
    old = office.add(data)
    received = taken("同一份.pdf", data)
    gone(old)
    refused("FILE_JUST_REMOVED", actions.add_evidence, office.li, received, office.said())


def test_what_a_stopped_program_left_behind_is_removed_later(office) -> None:
    found = over(office.add())
    disposal.confirm(office.wang, disposal.propose(office.li, found, WHY))
    assert found.file.place.exists()
    assert [content.remove_disposed(), content.remove_disposed()] == [1, 0]
    assert not found.file.place.exists()


@pytest.mark.parametrize("deed", [actions.confirm, actions.restore])
def test_nothing_is_done_to_it_any_more(office, gone, refused, deed) -> None:
    refused("EVIDENCE_DISPOSED", deed, office.wang, gone(office.add()))


def test_it_counts_no_more_and_is_due_no_more(office, gone) -> None:
    found = office.add(link=("registry/enterprise/7", "平川盐化"))
    gone(found)
    assert not Evidence.objects.counting().exists()
    assert not Evidence.objects.due(timezone.localdate()).exists()
    assert Evidence.objects.living().of("registry/enterprise/7").exists()


def test_two_people_go_through_the_pages(office) -> None:
    found = over(office.add())
    li, wang, page = client_of("li"), client_of("wang"), reverse("evidence-one", args=[found.pk])
    li.post(reverse("evidence-dispose", args=[found.pk]), {"reason": WHY})
    confirm = reverse("disposal-confirm", args=[Disposal.objects.get().pk])
    assert confirm not in li.get(page).content.decode()
    assert found.title in wang.get("/").content.decode()
    shown = wang.get(page)
    assert WHY in shown.content.decode()
    assert wang.post(confirm, seen_on(shown)).status_code == 302
    after = wang.get(page).content.decode()
    assert "已处置" in after
    assert reverse("evidence-file", args=[found.pk]) not in after


def test_what_was_described_anew_since_is_not_disposed_of_unseen(office) -> None:
    found = over(office.add())
    proposed = disposal.propose(office.li, found, WHY)
    wang = client_of("wang")
    seen = seen_on(wang.get(reverse("evidence-one", args=[found.pk])))
    Evidence.objects.filter(pk=found.pk).update(title="一份重要的合同")
    answer = wang.post(reverse("disposal-confirm", args=[proposed.pk]), seen)
    assert [p.code for p in answer.context["problems"]] == ["CHANGED_SINCE"]
    assert StoredFile.objects.get().removed_at is None
