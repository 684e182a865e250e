from django.urls import path, re_path

from jiyue.foundation.ui.output import OUTPUTS
from jiyue.registry import pages, printing, workbench
from jiyue.registry.lists import LISTS
from jiyue.registry.models import TABLES

ON_ONE = {
    "change": pages.change,
    "verify": pages.verify,
    "close": pages.close,
    "withdraw": pages.withdraw,
    "bring-back": pages.bring_back,
    "reveal": pages.reveal,
    "print": printing.print_entry,
    "merge": workbench.merge,
    "apart": workbench.apart,
}
urlpatterns = [
    *(url for listed in LISTS.values() for url in listed.urls()),
    path("registry/duplicates", workbench.duplicates, name="duplicates"),
    re_path(
        rf"^registry/duplicates\.(?P<form>{'|'.join(OUTPUTS)})$",
        workbench.duplicates_as,
        name="duplicates-as",
    ),
    path("registry/merges/<int:pk>/undo", workbench.undo, name="merge-undo"),
]
for table in TABLES:
    kwargs, one = {"table": table}, f"registry/{table}/<int:pk>/"
    urlpatterns += [
        path(one, pages.entry, kwargs, name=table),
        path(f"registry/{table}/add", pages.add, kwargs, name=f"{table}-add"),
        *(path(f"{one}{verb}", view, kwargs, name=f"{table}-{verb}") for verb, view in ON_ONE.items()),
    ]
