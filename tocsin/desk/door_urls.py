"""The addresses of consents, the family's codes, the ledger, and of what becomes of a release."""

from __future__ import annotations

from django.urls import path

from .views import campaigns, consents, decisions, ledger, releases

CASE = "cases/<uuid:case>"
DOOR = [
    path(f"{CASE}/consents/", consents.Consents.as_view(), name="consents"),
    path(f"{CASE}/family-code/new/", consents.FamilyCodeAdd.as_view(), name="family_code_add"),
    path(f"{CASE}/family-code/<int:code>/replace/", consents.FamilyCodeReplace.as_view(), name="family_code_replace"),
    path(f"{CASE}/family-code/<int:code>/revoke/", consents.FamilyCodeRevoke.as_view(), name="family_code_revoke"),
    path(f"{CASE}/ledger/", ledger.LedgerView.as_view(), name="ledger"),
    path("releases/<uuid:release>/abort/", releases.ReleaseAbort.as_view(), name="release_abort"),
    path("releases/<uuid:release>/open/", releases.ReleaseOpen.as_view(), name="release_open"),
    path("releases/<uuid:release>/prepare/", releases.ReleasePrepare.as_view(), name="release_prepare"),
    path("decisions/<uuid:release>/abort/", decisions.Abort.as_view(), name="decision_abort"),
    path("decisions/<uuid:release>/open/", decisions.Open.as_view(), name="decision_open"),
    path("campaigns/<uuid:campaign>/plan/", campaigns.CampaignPlan.as_view(), name="campaign_plan"),
]
