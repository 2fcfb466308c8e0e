"""Staff and their roles (administrators), and one's own account (everybody)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.accounts import actions, second_factor
from tocsin.accounts.models import OPEN_GRANTS, RoleGrant, Staff
from tocsin.desk.forms.accounts import InviteForm, LanguageForm, RoleForm
from tocsin.desk.roles import ADMINISTRATOR

from .base import ActionView, ConfirmView, Crumb, RoomMixin, RoomView, address


class StaffMixin(RoomMixin):
    roles = (ADMINISTRATOR,)
    header_icon = "group"

    def crumbs(self) -> list[Crumb]:
        return [(_("Staff"), address("staff"))]

    def back(self) -> str:
        return address("staff")


class StaffList(StaffMixin, RoomView):
    template_name = "desk/staff.html"
    page_title = gettext_lazy("Staff")

    def crumbs(self) -> list[Crumb]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [
            (staff, [g for g in staff.grants.all() if g.state in OPEN_GRANTS], second_factor.is_set_up(staff))
            for staff in Staff.objects.order_by("-is_active", "name").prefetch_related("grants")
        ]
        return super().get_context_data(rows=rows, me=self.actor.staff_id, demo=settings.TOCSIN_DEMO, **kwargs)


class StaffInvite(StaffMixin, ActionView):
    form_class = InviteForm
    page_title = gettext_lazy("Invite somebody")
    submit_label = gettext_lazy("Invite")
    explanation = gettext_lazy("You get a link to hand on. Roles are given afterwards.")

    def act(self, form: forms.Form) -> None:
        self.staff = actions.invite_staff(actor=self.actor, **form.cleaned_data)

    def back(self) -> str:
        return address("staff_invitation", self.staff.pk) if hasattr(self, "staff") else address("staff")


class OneStaff(StaffMixin):
    def prepare(self) -> None:
        self.staff = get_object_or_404(Staff, pk=self.kwargs["staff"])

    def get_page_subtitle(self) -> str:
        return self.staff.name


class StaffInvitation(OneStaff, ConfirmView):
    """The link is made by a click, never by looking: it is shown once, and each making is audited."""

    page_title = gettext_lazy("Invitation")
    submit_label = gettext_lazy("Show the link")
    explanation = gettext_lazy(
        "The link is shown once. Hand it on over a channel that the two of you trust; it works once, for three days."
    )

    def form_valid(self, form: forms.Form) -> HttpResponse:
        second_factor.ask(self.request)
        path = actions.issue_invitation(actor=self.actor, staff=self.staff)
        return self.render_to_response(self.get_context_data(form=form, link=settings.WAGTAILADMIN_BASE_URL + path))


class RolePropose(OneStaff, ActionView):
    form_class = RoleForm
    proof = True
    page_title = gettext_lazy("Give a role")

    def act(self, form: forms.Form) -> None:
        actions.propose_role(actor=self.actor, staff=self.staff, role=form.cleaned_data["role"])


class StaffDepart(OneStaff, ConfirmView):
    proof = True
    danger = True
    page_title = gettext_lazy("End an account")
    submit_label = gettext_lazy("End the account now")
    explanation = gettext_lazy("Their sessions end at once, and all their roles.")
    done_message = gettext_lazy("The account has ended.")

    def act(self, form: forms.Form) -> None:
        actions.depart_staff(actor=self.actor, staff=self.staff)


class OneGrant(StaffMixin):
    def prepare(self) -> None:
        self.grant = get_object_or_404(RoleGrant.objects.select_related("staff"), pk=self.kwargs["grant"])

    def get_page_subtitle(self) -> str:
        return f"{self.grant.staff.name}, {self.grant.get_role_display()}"


class RoleConfirm(OneGrant, ConfirmView):
    proof = True
    page_title = gettext_lazy("Confirm a role")
    submit_label = gettext_lazy("Confirm")

    def act(self, form: forms.Form) -> None:
        actions.confirm_role(actor=self.actor, grant=self.grant)


class RoleEnd(OneGrant, ConfirmView):
    proof = True
    danger = True
    page_title = gettext_lazy("Take a role away")
    submit_label = gettext_lazy("Take it away")

    def act(self, form: forms.Form) -> None:
        actions.end_role(actor=self.actor, grant=self.grant)


class Me(ActionView):
    """One's own account: language, password, second factor."""

    form_class = LanguageForm
    template_name = "desk/me.html"
    page_title = gettext_lazy("My account")
    header_icon = "user"

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.request.user.language}

    def act(self, form: forms.Form) -> None:
        actions.choose_language(actor=self.actor, staff=self.request.user, language=form.cleaned_data["language"])

    def back(self) -> str:
        return reverse("desk:me")
