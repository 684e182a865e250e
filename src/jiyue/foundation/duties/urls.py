from django.urls import path

from jiyue.foundation.duties import pages
from jiyue.foundation.duties.pages import DutyList

urlpatterns = [
    *DutyList.urls(),
    path("duties/arrange", pages.arrange, name="duties-arrange"),
    path("duties/repeat", pages.repeat, name="duties-repeat"),
    path("duties/reminders", pages.remind, name="duty-reminders"),
    path("duties/<int:pk>/", pages.duty, name="duty"),
    path("duties/<int:pk>/urge", pages.urge, name="duty-urge"),
    path("duties/<int:pk>/mark", pages.mark, name="duty-mark"),
    path("duties/<int:pk>/unmark", pages.unmark, name="duty-unmark"),
    path("duties/<int:pk>/postpone", pages.postpone, name="duty-postpone"),
    path("duties/<int:pk>/withdraw", pages.withdraw, name="duty-withdraw"),
]
