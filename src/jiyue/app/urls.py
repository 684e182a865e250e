"""The addresses of the whole program."""

from django.urls import include, path

from jiyue.app import api, pages, search

handler404 = "jiyue.app.pages.not_found"
handler500 = "jiyue.app.pages.failed"

urlpatterns = [
    path("", pages.home, name="home"),
    path("reading", pages.reading, name="reading"),
    path("counts", pages.how_many, name="counts"),
    path("search", search.search, name="search"),
    path("", include("jiyue.foundation.people.urls")),
    path("", include("jiyue.foundation.units.urls")),
    path("", include("jiyue.foundation.duties.urls")),
    path("", include("jiyue.registry.urls")),
    path("", include("jiyue.indicators.urls")),
    path("", include("jiyue.indicators.urls_sheets")),
    path("", include("jiyue.indicators.upper.urls")),
    path("", include("jiyue.mechanisms.baseline.urls")),
    path("", include("jiyue.mechanisms.office.urls")),
    path("", include("jiyue.foundation.audit.urls")),
    path("", include("jiyue.foundation.files.urls")),
    path("", include("jiyue.foundation.documents.urls")),
    path("", include("jiyue.foundation.disclosure.urls")),
    path("", include("jiyue.foundation.messages.urls")),
    path("", include("jiyue.foundation.referrals.urls")),
    path("", include("jiyue.foundation.jobs.urls")),
    path("", include("jiyue.foundation.imports.urls")),
]
urlpatterns.append(path("api/", api.build().urls))  # last: it offers the lists of the pages above
