"""The addresses of reports."""

from __future__ import annotations

from django.urls import path

from .views import intake

REPORT = "intake/<uuid:report>"
INTAKE = [
    path("intake/", intake.ReportList.as_view(), name="reports"),
    path("intake/new/", intake.ReportAdd.as_view(), name="report_add"),
    path(f"{REPORT}/", intake.ReportRead.as_view(), name="report"),
    path(f"{REPORT}/files/<uuid:file>/", intake.ReportFile.as_view(), name="report_file"),
    path(f"{REPORT}/link/", intake.ReportLink.as_view(), name="report_link"),
    path(f"{REPORT}/situation/", intake.ReportSituation.as_view(), name="report_situation"),
    path(f"{REPORT}/situation/file/", intake.SituationFile.as_view(), name="report_situation_file"),
    path(f"{REPORT}/duplicate/", intake.ReportDuplicate.as_view(), name="report_duplicate"),
    path(f"{REPORT}/set-aside/", intake.ReportSetAside.as_view(), name="report_set_aside"),
    path(f"{REPORT}/read/", intake.ReportNewsRead.as_view(), name="report_news_read"),
    path(f"{REPORT}/answer/", intake.ReportAnswer.as_view(), name="report_answer"),
]
