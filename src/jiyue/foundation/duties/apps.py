from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "jiyue.foundation.duties"
    label = "duties"
