from django.urls import path

from jiyue.foundation.imports import deeds, pages, wizard

urlpatterns = [
    *pages.BatchList.urls(),
    path("imports/new", wizard.new_import, name="import-new"),
    path("imports/template", pages.template, name="import-template"),
    path("imports/<int:key>/", wizard.import_page, name="import"),
    path("imports/<int:key>/returned/<str:name>", pages.returned, name="import-returned"),
    path("imports/<int:key>/answer", deeds.answer, name="import-answer"),
    path("imports/<int:key>/correct", deeds.correct, name="import-correct"),
    path("imports/<int:key>/file", deeds.file, name="import-file"),
    path("imports/<int:key>/leave-out", deeds.leave_out, name="import-leave-out"),
    path("imports/<int:key>/check", deeds.check, name="import-check"),
    path("imports/<int:key>/publish", deeds.publish, name="import-publish"),
    path("imports/<int:key>/cancel", deeds.cancel, name="import-cancel"),
    path("imports/<int:key>/undo", deeds.undo, name="import-undo"),
]
