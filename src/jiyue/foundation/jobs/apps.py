from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jiyue.foundation.jobs"
    label = "jobs"

    def ready(self) -> None:
        from jiyue.foundation.jobs.kinds import load_kinds

        load_kinds()
