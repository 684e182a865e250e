from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "jiyue.foundation.ui"
    label = "ui"
