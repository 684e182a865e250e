from django.urls import path

from jiyue.foundation.messages import pages

urlpatterns = [
    *pages.OutgoingList.urls(),
    *pages.MessageList.urls(),
    path("messages/new", pages.new, name="message-new"),
    path("messages/<int:pk>", pages.message, name="message"),
    path("messages/out/<int:pk>/again", pages.again, name="message-again"),
]
