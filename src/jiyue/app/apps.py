from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "jiyue.app"
    label = "shell"
