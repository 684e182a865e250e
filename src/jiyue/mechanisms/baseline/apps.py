from django.apps import AppConfig


class BaselineConfig(AppConfig):
    name = "jiyue.mechanisms.baseline"
    label = "baseline"
