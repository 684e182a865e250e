from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "jiyue.foundation.disclosure"
    label = "disclosure"
