from django.urls import path

from jiyue.foundation.audit import pages

urlpatterns = [
    *pages.AuditList.urls(),
    path("audit/check", pages.check, name="audit-check"),
    path("audit/<int:seq>", pages.line, name="audit-line"),
]
