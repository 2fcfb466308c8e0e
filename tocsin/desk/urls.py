"""The addresses of the desk's own screens; Wagtail's hook puts them among its own, behind the login."""

from __future__ import annotations

from django.urls import path

from .access_urls import ACCESS
from .case_urls import CASES
from .door_urls import DOOR
from .draft_urls import DRAFTS
from .guard_urls import GUARD
from .intake_urls import INTAKE
from .views import (
    audit,
    campaigns,
    comments,
    consents,
    decisions,
    delivery,
    installation,
    letters,
    releases,
    staff,
)

app_name = "desk"

CASE = "cases/<uuid:case>"
DISCLOSURE = [
    path(f"{CASE}/consents/new/", consents.ConsentAdd.as_view(), name="consent_add"),
    path(f"{CASE}/consents/<int:consent>/withdraw/", consents.ConsentWithdraw.as_view(), name="consent_withdraw"),
    path(f"{CASE}/best-interests/new/", consents.BestInterestsAdd.as_view(), name="best_interests_add"),
    path(
        f"{CASE}/best-interests/<int:decision>/confirm/",
        consents.BestInterestsConfirm.as_view(),
        name="best_interests_confirm",
    ),
    path(
        f"{CASE}/best-interests/<int:decision>/withdraw/",
        consents.BestInterestsWithdraw.as_view(),
        name="best_interests_withdraw",
    ),
    path("releases/<uuid:release>/", releases.ReleaseView.as_view(), name="release"),
    path("releases/<uuid:release>/withdraw/", releases.ReleaseWithdraw.as_view(), name="release_withdraw"),
    path("decisions/", decisions.Decisions.as_view(), name="decisions"),
    path("decisions/<uuid:release>/", decisions.Decide.as_view(), name="decide"),
    path("decisions/<uuid:release>/approve/", decisions.Approve.as_view(), name="approve"),
    path("decisions/<uuid:release>/refuse/", decisions.Refuse.as_view(), name="refuse"),
    path("decisions/best-interests/<int:decision>/", decisions.ConfirmBestInterests.as_view(), name="decision_confirm"),
]
CAMPAIGN = "campaigns/<uuid:campaign>"
CAMPAIGNS = [
    path("campaigns/", campaigns.CampaignList.as_view(), name="campaigns"),
    path("campaigns/new/", campaigns.CampaignAdd.as_view(), name="campaign_add"),
    path(f"{CAMPAIGN}/", campaigns.CampaignView.as_view(), name="campaign"),
    path(f"{CAMPAIGN}/publish/", campaigns.CampaignPublish.as_view(), name="campaign_publish"),
    path(f"{CAMPAIGN}/close/", campaigns.CampaignClose.as_view(), name="campaign_close"),
    path(f"{CAMPAIGN}/release/", campaigns.CampaignRelease.as_view(), name="campaign_release"),
    path(f"{CAMPAIGN}/sites/", campaigns.CampaignSites.as_view(), name="campaign_sites"),
    path(f"{CAMPAIGN}/handovers/new/", delivery.HandoverAdd.as_view(), name="handover_add"),
    path(f"{CAMPAIGN}/handovers/<uuid:handover>/reply/", delivery.ReplyAdd.as_view(), name="reply_add"),
    path(f"{CAMPAIGN}/outcome/", delivery.OutcomeAdd.as_view(), name="outcome_add"),
]
LETTERS = [
    path("letters/", letters.LetterList.as_view(), name="letters"),
    path("letters/new/", letters.LetterAdd.as_view(), name="letter_add"),
    path("letters/<uuid:letter>/", letters.LetterView.as_view(), name="letter"),
    path("letters/<uuid:letter>/prepare/", letters.LetterPrepare.as_view(), name="letter_prepare"),
    path("letters/<uuid:letter>/send/", letters.LetterSend.as_view(), name="letter_send"),
    path("letters/<uuid:letter>/stop/", letters.LetterStop.as_view(), name="letter_stop"),
    path("comments/", comments.CommentList.as_view(), name="comments"),
    path("comments/collect/", comments.CommentsCollect.as_view(), name="comments_collect"),
    path("comments/<int:comment>/approve/", comments.CommentApprove.as_view(), name="comment_approve"),
    path("comments/<int:comment>/reject/", comments.CommentReject.as_view(), name="comment_reject"),
]
STAFF = [
    path("staff/", staff.StaffList.as_view(), name="staff"),
    path("staff/invite/", staff.StaffInvite.as_view(), name="staff_invite"),
    path("staff/<int:staff>/invitation/", staff.StaffInvitation.as_view(), name="staff_invitation"),
    path("staff/<int:staff>/role/", staff.RolePropose.as_view(), name="role_propose"),
    path("staff/<int:staff>/depart/", staff.StaffDepart.as_view(), name="staff_depart"),
    path("staff/grants/<int:grant>/confirm/", staff.RoleConfirm.as_view(), name="role_confirm"),
    path("staff/grants/<int:grant>/end/", staff.RoleEnd.as_view(), name="role_end"),
    path("audit/", audit.Audit.as_view(), name="audit"),
    path("recovery/", installation.Recovery.as_view(), name="recovery"),
    path("poisoned/", installation.Poisoned.as_view(), name="poisoned"),
    path("me/", staff.Me.as_view(), name="me"),
]
urlpatterns = [*INTAKE, *CASES, *ACCESS, *DOOR, *GUARD, *DRAFTS, *DISCLOSURE, *CAMPAIGNS, *LETTERS, *STAFF]
