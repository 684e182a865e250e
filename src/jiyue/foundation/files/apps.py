from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "jiyue.foundation.files"
    label = "files"
