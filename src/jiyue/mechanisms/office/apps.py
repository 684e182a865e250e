from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "jiyue.mechanisms.office"
    label = "office"
