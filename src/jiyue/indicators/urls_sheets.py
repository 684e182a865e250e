"""The addresses of what an evaluation says."""

from django.urls import path, re_path

from jiyue.foundation.ui.output import OUTPUTS
from jiyue.indicators.pages import across, changes, compare, drill, missing, package, sheet
from jiyue.indicators.pages.ranking import Ranking

HERE = "indicators/evaluations/<int:pk>/"
UNIT, INDICATOR = f"{HERE}units/<int:unit>/", f"{HERE}indicators/"
FORMS = "|".join(OUTPUTS)
MEASURE = "measures/<slug:measure>/<int:year>"

urlpatterns = [
    *Ranking.urls(),
    path(UNIT, sheet.sheet, name="evaluation-unit"),
    re_path(
        rf"^indicators/evaluations/(?P<pk>\d+)/units/(?P<unit>\d+)\.(?P<form>{FORMS})$",
        sheet.sheet,
        name="evaluation-unit-as",
    ),
    path(f"{UNIT}indicators/<str:indicator>/", sheet.indicator, name="evaluation-indicator"),
    path(f"{UNIT}{MEASURE}/", drill.measure, name="evaluation-measure"),
    path(f"{UNIT}{MEASURE}.<str:form>", drill.measure, name="evaluation-measure-as"),
    path(INDICATOR, across.any_indicator, name="evaluation-across-any"),
    path(f"{INDICATOR}<str:indicator>/", across.across, name="evaluation-across"),
    path(f"{INDICATOR}<str:indicator>.<str:form>", across.across, name="evaluation-across-as"),
    path(f"{HERE}years/", compare.years, name="evaluation-years"),
    path(f"{HERE}frameworks/", compare.frameworks, name="evaluation-frameworks"),
    path(f"{HERE}missing/", missing.missing, name="evaluation-missing"),
    path(f"{HERE}missing.<str:form>", missing.missing, name="evaluation-missing-as"),
    path(f"{HERE}changes/", changes.changes, name="evaluation-changes"),
    path(f"{HERE}changes.<str:form>", changes.changes, name="evaluation-changes-as"),
    path(f"{HERE}package/", package.about, name="evaluation-package"),
    path(f"{HERE}package.zip", package.download, name="evaluation-package-file"),
]
