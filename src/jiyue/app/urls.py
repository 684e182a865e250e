"""The addresses of the whole program."""

from django.urls import include, path

from jiyue.app import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("reading", pages.reading, name="reading"),
    path("", include("jiyue.foundation.people.urls")),
    path("", include("jiyue.foundation.units.urls")),
    path("", include("jiyue.foundation.jobs.urls")),
    path("", include("jiyue.foundation.imports.urls")),
]
