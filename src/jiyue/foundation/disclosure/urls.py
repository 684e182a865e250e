from django.urls import path

from jiyue.foundation.disclosure import pages, public

urlpatterns = [
    *public.PublicNotices.urls(),
    path("public/notices/<int:pk>", public.notice, name="public-notice"),
    path("public/notices/<int:pk>/document.pdf", public.document, name="public-notice-document"),
    path("public/notices/<int:pk>/object", public.objecting_to, name="public-object"),
    path("public/objections/received", public.received, name="public-received"),
    path("public/objections", public.by_receipt, name="public-receipt"),
    *pages.NoticeList.urls(),
    path("notices/new", pages.new, name="notice-new"),
    path("notices/<int:pk>", pages.notice, name="notice"),
    path("notices/<int:pk>/edit", pages.edit, name="notice-edit"),
    path("notices/<int:pk>/publish", pages.publish, name="notice-publish"),
    path("notices/<int:pk>/withdraw", pages.withdraw, name="notice-withdraw"),
    path("notices/<int:pk>/finish", pages.finish, name="notice-finish"),
    *pages.ObjectionList.urls(),
    path("objections/<int:pk>", pages.objection, name="objection"),
    path("objections/<int:pk>/accept", pages.accept, name="objection-accept"),
    path("objections/<int:pk>/decline", pages.decline, name="objection-decline"),
    path("objections/<int:pk>/verify", pages.verify, name="objection-verify"),
    path("objections/<int:pk>/answer", pages.answer, name="objection-answer"),
    path("objections/<int:pk>/reveal", pages.reveal, name="objection-reveal"),
]
