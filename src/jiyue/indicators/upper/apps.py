from django.apps import AppConfig


class UpperConfig(AppConfig):
    name = "jiyue.indicators.upper"
    label = "upper"
