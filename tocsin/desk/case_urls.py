"""The addresses of the case file: the case as a whole, its people, its events, its files."""

from __future__ import annotations

from django.urls import path

from .views import attachments, cases, events, measures, people

EVENT = "cases/<uuid:case>/events/<int:event>"
FILE = "cases/<uuid:case>/files/<uuid:attachment>"
PERSON = "cases/<uuid:case>/people/<uuid:person>"
CASES = [
    path("cases/", cases.CaseList.as_view(), name="cases"),
    path("cases/new/", cases.CaseOpen.as_view(), name="case_open"),
    path("cases/<uuid:case>/", cases.CaseFile.as_view(), name="case"),
    path("cases/<uuid:case>/count/", cases.HeadlineCount.as_view(), name="case_count"),
    path("cases/<uuid:case>/assign/", cases.Assign.as_view(), name="case_assign"),
    path("cases/<uuid:case>/assigned/<int:staff>/end/", cases.EndAssignment.as_view(), name="case_unassign"),
    path("cases/<uuid:case>/people/new/", people.PersonAdd.as_view(), name="person_add"),
    path(f"{PERSON}/", people.PersonView.as_view(), name="person"),
    path(f"{PERSON}/correct/", people.PersonCorrect.as_view(), name="person_correct"),
    path(f"{PERSON}/name/", people.NameAdd.as_view(), name="name_add"),
    path(f"{PERSON}/name/<int:part>/end/", people.NameEnd.as_view(), name="name_end"),
    path(f"{PERSON}/detail/", people.DetailAdd.as_view(), name="detail_add"),
    path(f"{PERSON}/detail/<int:part>/end/", people.DetailEnd.as_view(), name="detail_end"),
    path(f"{PERSON}/tie/", people.TieAdd.as_view(), name="tie_add"),
    path(f"{PERSON}/tie/<int:tie>/end/", people.TieEnd.as_view(), name="tie_end"),
    path(f"{PERSON}/fate/", people.FateAdd.as_view(), name="fate_add"),
    path(f"{PERSON}/whereabouts/", people.WhereaboutsAdd.as_view(), name="whereabouts_add"),
    path("cases/<uuid:case>/events/new/", events.EventAdd.as_view(), name="event_add"),
    path(f"{EVENT}/", events.EventView.as_view(), name="event"),
    path(f"{EVENT}/correct/", events.EventCorrect.as_view(), name="event_correct"),
    path(f"{EVENT}/information/", events.InformationAdd.as_view(), name="information_add"),
    path(f"{EVENT}/strike/", events.EventStrike.as_view(), name="event_strike"),
    path("cases/<uuid:case>/interventions/new/", measures.InterventionAdd.as_view(), name="intervention_add"),
    path(
        "cases/<uuid:case>/interventions/<int:intervention>/",
        measures.InterventionCorrect.as_view(),
        name="intervention_correct",
    ),
    path("cases/<uuid:case>/risk/new/", measures.RiskAdd.as_view(), name="risk_add"),
    path("cases/<uuid:case>/files/new/", attachments.AttachmentAdd.as_view(), name="attachment_add"),
    path(f"{FILE}/", attachments.AttachmentOriginal.as_view(), name="attachment"),
    path(f"{FILE}/picture/", attachments.AttachmentPicture.as_view(), name="attachment_picture"),
    path(f"{FILE}/end/", attachments.AttachmentEnd.as_view(), name="attachment_end"),
]
