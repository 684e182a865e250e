from django.urls import path

from jiyue.mechanisms.baseline import balance_pages, pages, printing, survey_pages
from jiyue.mechanisms.baseline.lists import LISTS
from jiyue.mechanisms.baseline.models import TABLES

ON_ONE = {
    "change": pages.change,
    "submit": pages.submit,
    "verify": pages.verify,
    "withdraw": pages.withdraw,
    "bring-back": pages.bring_back,
    "print": printing.print_row,
}
urlpatterns = [
    *(url for listed in LISTS.values() for url in listed.urls()),
    path("baseline/balance", balance_pages.balance, name="baseline-balance"),
    path("baseline/land-classes", balance_pages.land_classes, name="baseline-land-classes"),
    path("baseline/survey/<int:pk>/areas", survey_pages.fill_in, name="baseline-survey-areas"),
    path("baseline/survey/<int:pk>/table", survey_pages.area_table, name="baseline-survey-table"),
    path("baseline/survey/<int:pk>/table.xlsx", survey_pages.area_book, name="baseline-survey-book"),
]
for table in TABLES:
    kwargs, one, name = {"table": table}, f"baseline/{table}/<int:pk>/", f"baseline-{table}"
    urlpatterns += [
        path(one, pages.row, kwargs, name=name),
        path(f"baseline/{table}/add", pages.add, kwargs, name=f"{name}-add"),
        *(path(f"{one}{verb}", view, kwargs, name=f"{name}-{verb}") for verb, view in ON_ONE.items()),
    ]
