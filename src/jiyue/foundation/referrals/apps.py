from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "jiyue.foundation.referrals"
    label = "referrals"
