from django.urls import path

from jiyue.foundation.ui.listing import ListPage
from jiyue.mechanisms.office import pages, task_pages
from jiyue.mechanisms.office.lists import ALL
from jiyue.mechanisms.office.models import TABLES, TASKS
from jiyue.mechanisms.office.rates import Circular, ExecutionList

ON_ONE = {
    "change": pages.change,
    "submit": pages.submit,
    "verify": pages.verify,
    "withdraw": pages.withdraw,
    "bring-back": pages.bring_back,
}
ON_TASK = {"done": task_pages.done, "close": task_pages.close, "reopen": task_pages.reopen}
PAGES: tuple[type[ListPage], ...] = (*ALL, ExecutionList, Circular)
urlpatterns = [url for listed in PAGES for url in listed.urls()]
for table, model in TABLES.items():
    kwargs, one = {"table": table}, f"office/{table}/<int:pk>/"
    verbs = {**ON_ONE, **(ON_TASK if table in TASKS else {})}
    urlpatterns += [
        path(one, pages.one, kwargs, name=f"office-{table}"),
        path(f"office/{table}/add", pages.add, kwargs, name=f"office-{table}-add"),
        *(path(f"{one}{verb}", view, kwargs, name=f"office-{table}-{verb}") for verb, view in verbs.items()),
    ]
    for line in model.lines:
        name = str(line._meta.model_name)
        add, said = (task_pages.add_line, {**kwargs, "line": name})
        if not line.renews:
            add, said = (task_pages.add_report, kwargs)
        at = f"office/{name}/<int:pk>/"
        urlpatterns += [
            path(f"{one}add-{name}", add, said, name=f"office-{name}-add"),
            path(f"{at}change", task_pages.change_line, {"line": name}, name=f"office-{name}-change"),
            path(f"{at}remove", task_pages.remove_line, {"line": name}, name=f"office-{name}-remove"),
        ]
