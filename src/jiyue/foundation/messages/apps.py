from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "jiyue.foundation.messages"
    label = "inapp"
