"""What each process may do to each table. A table that is not named here makes the set-up fail.

Read it as DESIGN.md's table of processes. Rights are words of GRANT; ``SELECT(a, b)`` means these columns only.
"""

from __future__ import annotations

READ = "SELECT"
ADD = "SELECT, INSERT"
WRITE = "SELECT, INSERT, UPDATE, DELETE"

# Django, Wagtail, allauth, and what is written with them: the desk alone.
_DESK_ONLY = """
account_emailaddress account_emailconfirmation mfa_authenticator accounts_staff accounts_staff_groups
accounts_staff_user_permissions accounts_role_grant auth_group auth_group_permissions auth_permission
django_content_type django_session simple_translation_simpletranslation taggit_tag taggit_taggeditem
wagtailadmin_admin wagtailadmin_editingsession wagtailadmin_formstate wagtailcore_apitoken
wagtailcore_collection wagtailcore_collectionviewrestriction wagtailcore_collectionviewrestriction_groups
wagtailcore_comment wagtailcore_commentreply wagtailcore_groupapprovaltask
wagtailcore_groupapprovaltask_groups wagtailcore_groupcollectionpermission wagtailcore_grouppagepermission
wagtailcore_groupsitepermission wagtailcore_locale wagtailcore_modellogentry wagtailcore_page
wagtailcore_pagelogentry wagtailcore_pagesubscription wagtailcore_pageviewrestriction
wagtailcore_pageviewrestriction_groups wagtailcore_referenceindex wagtailcore_revision wagtailcore_site
wagtailcore_task wagtailcore_taskstate wagtailcore_uploadedfile wagtailcore_workflow
wagtailcore_workflowcontenttype wagtailcore_workflowpage wagtailcore_workflowstate wagtailcore_workflowtask
wagtaildocs_document wagtailimages_image wagtailimages_rendition wagtailsearch_indexentry
wagtailusers_userprofile
pages_blog pages_campaign pages_comment pages_home pages_post pages_text pages_trouble pages_window_address
"""

# Confidential: reports, cases, and all of disclosure but the public releases.
_CASE_FILE = """
intake_arriving_part intake_attachment intake_entry intake_receipt intake_report
cases_assignment cases_attachment cases_case cases_earlier cases_event cases_fate cases_headline_count
cases_information cases_intervention cases_involvement cases_person cases_person_detail cases_person_name cases_risk
cases_tie cases_whereabouts cases_destruction cases_emergency_opening cases_export cases_indexed_name cases_legal_hold
cases_name_key cases_number cases_review
disclosure_basis disclosure_best_interests disclosure_consent disclosure_dossier disclosure_family_code
disclosure_release_draft disclosure_settlement disclosure_told_facts disclosure_withdrawn_words
"""

GRANTS: dict[str, dict[str, str]] = {
    **{table: {"tocsin_desk": WRITE} for table in f"{_DESK_ONLY} {_CASE_FILE}".split()},
    "django_migrations": {"tocsin_desk": READ, "tocsin_worker": READ},
    # Append-only: nobody may change an entry.
    "core_audit": {"tocsin_desk": ADD, "tocsin_worker": ADD},
    "cases_view": {"tocsin_desk": ADD},
    # Window and letterbox.
    "front_published": {"tocsin_front": READ, "tocsin_worker": WRITE, "tocsin_desk": WRITE},
    "front_state": {"tocsin_front": READ, "tocsin_worker": READ, "tocsin_desk": WRITE},
    "front_letterbox": {
        "tocsin_front": "INSERT",
        "tocsin_worker": WRITE,
        "tocsin_desk": "SELECT, UPDATE, DELETE",
    },
    # Which batches were committed: so that none is there twice.
    "front_letterbox_batch": {"tocsin_front": "INSERT", "tocsin_worker": "SELECT, DELETE"},
    "front_letterbox_tally": {"tocsin_worker": "SELECT, INSERT, UPDATE", "tocsin_desk": "SELECT, INSERT, UPDATE"},
    "front_letterbox_poisoned": {"tocsin_worker": WRITE, "tocsin_desk": ADD},
    # What the public may know of a case, and the guard's word on it.
    "disclosure_public_release": {"tocsin_worker": READ, "tocsin_desk": WRITE},
    "disclosure_statement": {"tocsin_desk": WRITE},
    "disclosure_verdict": {"tocsin_desk": ADD},
    "disclosure_allowed_occurrence": {"tocsin_desk": WRITE},
    "disclosure_line_without_basis": {"tocsin_desk": READ},
    "disclosure_line_in_conflict": {"tocsin_desk": READ},
    "disclosure_gone_page": {"tocsin_desk": WRITE},
    "disclosure_release_picture": {"tocsin_desk": WRITE},
    # Supporters: the worker's. The desk sees neither a sealed column nor an index.
    "supporters_contact": {
        "tocsin_worker": WRITE,
        "tocsin_desk": "SELECT(id, language, country, since, proven_at, erased_at)",
    },
    "supporters_subscription": {"tocsin_worker": WRITE, "tocsin_desk": READ},
    "supporters_suppression": {"tocsin_worker": WRITE, "tocsin_desk": "SELECT(reason, since)"},
    # Campaigns: written on the desk, counted by the worker.
    "campaigns_campaign": {
        "tocsin_worker": "SELECT, UPDATE(signature_count, countries_on, recounted_at, recount_agrees)",
        "tocsin_desk": WRITE,
    },
    "campaigns_text": {"tocsin_worker": READ, "tocsin_desk": WRITE},
    "campaigns_addressee": {"tocsin_worker": READ, "tocsin_desk": WRITE},
    "campaigns_signature": {"tocsin_worker": WRITE, "tocsin_desk": READ},
    "campaigns_day_total": {"tocsin_worker": ADD, "tocsin_desk": READ},
    "campaigns_tree": {"tocsin_worker": WRITE, "tocsin_desk": READ},
    "campaigns_tree_tile": {"tocsin_worker": WRITE},
    "campaigns_owed_withdrawal": {"tocsin_worker": WRITE},
    "campaigns_count_journal": {"tocsin_worker": WRITE, "tocsin_desk": READ},
    "campaigns_country_figure": {"tocsin_worker": WRITE, "tocsin_desk": READ},
    # Mail: written on the desk, sent by the worker.
    "mailings_letter": {
        "tocsin_worker": "SELECT, UPDATE(state, ended_at, frozen_at, candidates, pause, paused_until)",
        "tocsin_desk": "SELECT, INSERT, UPDATE",
    },
    "mailings_letter_text": {"tocsin_worker": READ, "tocsin_desk": WRITE},
    "mailings_rendered_letter": {"tocsin_worker": READ, "tocsin_desk": WRITE},
    "mailings_exclusion": {"tocsin_worker": ADD, "tocsin_desk": READ},
    # The desk stops what has not left; it addresses nobody.
    "mailings_envelope": {
        "tocsin_worker": "SELECT, INSERT, UPDATE",
        "tocsin_desk": (
            "SELECT, UPDATE(state, attempts, next_attempt_at, claimed_by, code, enhanced, ended_at, left_uncertain)"
        ),
    },
    "mailings_claim": {"tocsin_worker": WRITE, "tocsin_desk": READ},
    "mailings_pace": {"tocsin_worker": WRITE, "tocsin_desk": READ},
    "mailings_tempo": {"tocsin_worker": WRITE, "tocsin_desk": READ},
    "delivery_handover": {"tocsin_worker": READ, "tocsin_desk": WRITE},
    "delivery_reply": {"tocsin_worker": READ, "tocsin_desk": WRITE},
    "delivery_outcome": {"tocsin_worker": READ, "tocsin_desk": WRITE},
    # Jobs: queued by the desk and the worker in the transaction of what they belong to.
    "procrastinate_jobs": {"tocsin_worker": WRITE, "tocsin_desk": WRITE},
    "procrastinate_events": {"tocsin_worker": WRITE, "tocsin_desk": ADD},
    "procrastinate_periodic_defers": {"tocsin_worker": WRITE, "tocsin_desk": READ},
    "procrastinate_workers": {"tocsin_worker": WRITE, "tocsin_desk": READ},
}

# Sequences that belong to no column: drawn from by triggers with their owner's rights, so nobody needs any.
SEQUENCES: dict[str, tuple[str, ...]] = {"front_live_version": (), "disclosure_guard_version": ()}

# Functions are for those whose statements call them; the front's statements call none, the worker's none of the door.
FUNCTION_ROLES = ("tocsin_worker", "tocsin_desk")
DESK_FUNCTIONS = ("intake_", "cases_", "disclosure_")
