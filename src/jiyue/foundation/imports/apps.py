from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "jiyue.foundation.imports"
    label = "imports"
