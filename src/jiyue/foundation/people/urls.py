from django.urls import path

from jiyue.foundation.people import pages

urlpatterns = [
    path("sign-in", pages.sign_in, name="sign-in"),
    path("sign-out", pages.sign_out, name="sign-out"),
    path("account", pages.own_account, name="own-account"),
]
