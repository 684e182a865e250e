from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "jiyue.foundation.people"
    label = "people"

    def ready(self) -> None:
        from axes.signals import user_locked_out

        from jiyue.foundation.people.actions.locking import note

        user_locked_out.connect(note, dispatch_uid="people.lock")
