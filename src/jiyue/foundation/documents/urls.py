from django.urls import path, re_path

from jiyue.foundation.documents import pages

urlpatterns = [
    *pages.PrefixList.urls(),
    *pages.DocumentList.urls(),
    path("documents/numbers/new", pages.prefix, name="document-prefix"),
    path("documents/new", pages.new, name="document-new"),
    path("documents/<int:pk>", pages.document, name="document"),
    path("documents/<int:pk>/edit", pages.edit, name="document-edit"),
    path("documents/<int:pk>/supersede", pages.supersede, name="document-supersede"),
    path("documents/<int:pk>/check", pages.check, name="document-check"),
    path("documents/<int:pk>/back", pages.send_back, name="document-back"),
    path("documents/<int:pk>/issue", pages.issue, name="document-issue"),
    path("documents/<int:pk>/withdraw", pages.withdraw, name="document-withdraw"),
    path("documents/<int:pk>/pages/<int:number>.png", pages.as_picture, name="document-page"),
    re_path(r"^documents/(?P<pk>[0-9]{1,15})\.(?P<kind>docx|pdf)$", pages.as_file, name="document-as"),
]
