from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "jiyue.registry"
    label = "registry"
