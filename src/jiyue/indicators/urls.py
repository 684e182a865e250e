from django.urls import path, re_path

from jiyue.foundation.ui.output import OUTPUTS
from jiyue.indicators.pages import deciding, dictionary, evaluations, frameworks, values

FIGURE = "indicators/values/<int:pk>/<slug:measure>/<slug:period>/"
VALUE = "indicators/value/<int:pk>/"
FRAMEWORK = "indicators/frameworks/<int:pk>/"
FORMS = "|".join(OUTPUTS)
urlpatterns = [
    path("indicators/measures/", dictionary.dictionary, name="measures"),
    re_path(rf"^indicators/measures\.(?P<form>{FORMS})$", dictionary.dictionary, name="measures-as"),
    *values.ValueList.urls(),
    path("indicators/values/add", values.add, name="value-add"),
    path("indicators/values/verify", deciding.verify_all, name="values-verify"),
    path(FIGURE, values.figure, name="figure"),
    path(f"{FIGURE}override", deciding.override, name="figure-override"),
    path(f"{FIGURE}review", deciding.review, name="figure-review"),
    path(VALUE, values.value, name="value"),
    path(f"{VALUE}verify", deciding.verify, name="value-verify"),
    path(f"{VALUE}withdraw", deciding.withdraw, name="value-withdraw"),
    *frameworks.FrameworkList.urls(),
    path(FRAMEWORK, frameworks.framework, name="framework"),
    path(f"{FRAMEWORK}difference", frameworks.difference, name="framework-difference"),
    path(f"{FRAMEWORK}file.<slug:form>", frameworks.file, name="framework-file"),
    path(f"{FRAMEWORK}draft", frameworks.draft, name="framework-draft"),
    path(f"{FRAMEWORK}upload", frameworks.upload, name="framework-upload"),
    path(f"{FRAMEWORK}publish", frameworks.publish, name="framework-publish"),
    path(f"{FRAMEWORK}retire", frameworks.retire, name="framework-retire"),
    path(f"{FRAMEWORK}edit/<str:indicator>", frameworks.edit, name="framework-edit"),
    path(f"{FRAMEWORK}confirm/<str:indicator>", frameworks.confirm, name="framework-confirm"),
    *evaluations.EvaluationList.urls(),
    path("indicators/evaluations/new", evaluations.new, name="evaluation-new"),
]
