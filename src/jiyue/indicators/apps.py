from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "jiyue.indicators"
    label = "indicators"
