from django.urls import path

from jiyue.foundation.referrals import pages

urlpatterns = [
    *pages.ReferralList.urls(),
    path("referrals/<int:pk>", pages.referral, name="referral"),
    path("referrals/<int:pk>/take", pages.take, name="referral-take"),
    path("referrals/<int:pk>/answer", pages.answer, name="referral-answer"),
    path("referrals/<int:pk>/return", pages.give_back, name="referral-return"),
]
