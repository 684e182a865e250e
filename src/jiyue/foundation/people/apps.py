from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "jiyue.foundation.people"
    label = "people"
