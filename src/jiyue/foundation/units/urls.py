from django.urls import path

from jiyue.foundation.units import pages
from jiyue.foundation.units.pages import UnitList

urlpatterns = [
    *UnitList.urls(),
    path("units/load", pages.load, name="units-load"),
    path("units/add", pages.add, name="unit-add"),
    path("units/<int:pk>/", pages.unit, name="unit"),
    path("units/<int:pk>/change", pages.change, name="unit-change"),
    path("units/<int:pk>/recode", pages.recode, name="unit-recode"),
    path("units/<int:pk>/close", pages.close, name="unit-close"),
    path("units/<int:pk>/succeed", pages.succeed, name="unit-succeed"),
]
