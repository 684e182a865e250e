from django.urls import path

from jiyue.foundation.files.pages import disposal, evidence, serving, sharing, sheets
from jiyue.foundation.files.pages.lists import DueList, EvidenceList, SheetList

urlpatterns = [
    *EvidenceList.urls(),
    *DueList.urls(),
    path("evidence/add", evidence.add, name="evidence-add"),
    path("evidence/<int:key>", evidence.one, name="evidence-one"),
    path("evidence/<int:key>/describe", evidence.describe, name="evidence-describe"),
    path("evidence/<int:key>/box", evidence.box, name="evidence-box"),
    path("evidence/<int:key>/link", evidence.link, name="evidence-link"),
    path("evidence/<int:key>/confirm", evidence.confirm, name="evidence-confirm"),
    path("evidence/<int:key>/withdraw", evidence.withdraw, name="evidence-withdraw"),
    path("evidence/<int:key>/restore", evidence.restore, name="evidence-restore"),
    path("evidence/<int:key>/share", sharing.share, name="evidence-share"),
    path("evidence-shares/<int:key>/end", sharing.end, name="evidence-share-end"),
    path("evidence/<int:key>/dispose", disposal.propose, name="evidence-dispose"),
    path("disposals/<int:key>/confirm", disposal.confirm, name="disposal-confirm"),
    path("disposals/<int:key>/decline", disposal.decline, name="disposal-decline"),
    path("evidence/<int:key>/file", serving.download, name="evidence-file"),
    path("evidence/<int:key>/pages/<int:number>.png", serving.page_of_evidence, name="evidence-page"),
    path("passages/<int:key>.png", serving.passage_picture, name="passage-picture"),
    path("passages/<int:key>/unbox", evidence.unbox, name="passage-unbox"),
    path("evidence-links/<int:key>/unlink", evidence.unlink, name="evidence-unlink"),
    *SheetList.urls(),
    path("sheets/scan", sheets.scan, name="sheet-scan"),
    path("sheets/<int:key>", sheets.one, name="sheet-one"),
    path("sheets/<int:key>/pdf", serving.sheet_pdf, name="sheet-pdf"),
    path("sheets/<int:key>/pages/<int:number>.png", serving.page_of_sheet, name="sheet-page"),
]
