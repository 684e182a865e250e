from django.urls import path

from jiyue.foundation.jobs import pages

urlpatterns = [
    *pages.JobList.urls(),
    path("jobs/<int:key>/", pages.job_page, name="job"),
    path("jobs/<int:key>/state", pages.job_state, name="job-state"),
    path("jobs/<int:key>/cancel", pages.cancel_job, name="job-cancel"),
    path("jobs/<int:key>/retry", pages.retry_job, name="job-retry"),
]
