"""The addresses of what the guard stopped: for a case's people, and for administrators whom it holds back."""

from __future__ import annotations

from django.urls import path

from .views import guard

CASE = "cases/<uuid:case>/guard"
GUARD = [
    path(f"{CASE}/", guard.CaseGuard.as_view(), name="case_guard"),
    path(f"{CASE}/allow/<slug:sentence>/", guard.Allow.as_view(), name="guard_allow"),
    path(f"{CASE}/allowed/<int:allowance>/end/", guard.TakeBack.as_view(), name="guard_take_back"),
    path("staff/<int:staff>/guard/", guard.LetGoOn.as_view(), name="guard_lift"),
]
