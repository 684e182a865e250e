from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "jiyue.foundation.audit"
    label = "audit"
