from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "jiyue.foundation.units"
    label = "units"
