"""Gathers measures from the rooms, runs the engine, keeps every evaluation for good."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class IndicatorsConfig(AppConfig):
    name = "jiyue.indicators"
    label = "indicators"

    def ready(self) -> None:
        from jiyue.indicators.frameworks import load_shipped

        post_migrate.connect(load_shipped, sender=self, dispatch_uid="frameworks that ship")
