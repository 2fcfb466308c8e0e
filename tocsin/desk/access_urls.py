"""The addresses of who may see a case, of taking it out, of keeping and of ending it."""

from __future__ import annotations

from django.urls import path

from .views import case_access, case_keeping, second_person

CASE = "cases/<uuid:case>"
DESTRUCTION = f"{CASE}/destroy/<uuid:destruction>"
ACCESS = [
    path("cases/find/", case_access.Search.as_view(), name="case_search"),
    path("cases/emergency/", case_access.OpenInEmergency.as_view(), name="case_emergency"),
    path(f"{CASE}/access/", case_access.Access.as_view(), name="case_access"),
    path(f"{CASE}/emergency/<uuid:opening>/end/", case_access.EndEmergency.as_view(), name="emergency_end"),
    path(f"{CASE}/exports/new/", case_access.ExportAsk.as_view(), name="export_ask"),
    path(f"{CASE}/exports/<uuid:export>/", case_access.ExportDownload.as_view(), name="export_download"),
    path(f"{CASE}/close/", case_keeping.CloseCase.as_view(), name="case_close"),
    path(f"{CASE}/reopen/", case_keeping.ReopenCase.as_view(), name="case_reopen"),
    path(f"{CASE}/review/", case_keeping.SetReview.as_view(), name="case_review"),
    path(f"{CASE}/hold/", case_keeping.SetHold.as_view(), name="case_hold"),
    path(f"{CASE}/hold/lift/", case_keeping.LiftHold.as_view(), name="case_hold_lift"),
    path(f"{CASE}/destroy/", case_keeping.Destroy.as_view(), name="case_destroy"),
    path(f"{DESTRUCTION}/call-off/", case_keeping.CallOff.as_view(), name="destruction_call_off"),
    path(f"{DESTRUCTION}/now/", case_keeping.CarryOut.as_view(), name="destruction_carry_out"),
    path("decisions/exports/<uuid:export>/", second_person.ExportDecide.as_view(), name="export_decide"),
    path("decisions/exports/<uuid:export>/refuse/", second_person.ExportRefuse.as_view(), name="export_refuse"),
    path(
        "decisions/destructions/<uuid:destruction>/",
        second_person.DestructionApprove.as_view(),
        name="destruction_approve",
    ),
]
