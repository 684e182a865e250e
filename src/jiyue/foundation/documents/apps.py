from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "jiyue.foundation.documents"
    label = "documents"
