"""The addresses of the release editor."""

from __future__ import annotations

from django.urls import path

from .views import draft_ending, draft_pictures, draft_writing

DRAFT = "releases/drafts/<uuid:draft>"
DRAFTS = [
    path("cases/<uuid:case>/releases/new/", draft_writing.DraftBegin.as_view(), name="release_draft"),
    path(f"{DRAFT}/facts/", draft_writing.DraftFacts.as_view(), name="draft_facts"),
    path(f"{DRAFT}/rungs/", draft_writing.DraftRungs.as_view(), name="draft_rungs"),
    path(f"{DRAFT}/words/", draft_writing.DraftWords.as_view(), name="draft_words"),
    path(f"{DRAFT}/pictures/", draft_pictures.DraftPictures.as_view(), name="draft_pictures"),
    path(f"{DRAFT}/preview/", draft_ending.DraftPreview.as_view(), name="draft_preview"),
    path(f"{DRAFT}/preview/<slug:what>/<slug:language>/", draft_ending.DraftShown.as_view(), name="draft_shown"),
    path(f"{DRAFT}/propose/", draft_ending.DraftPropose.as_view(), name="draft_propose"),
    path(f"{DRAFT}/discard/", draft_ending.DraftDiscard.as_view(), name="draft_discard"),
]
